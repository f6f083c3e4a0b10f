"""What the templates of the browse page show, made from a filter and its counts. No queries."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page

from programs import choices
from programs.catalogue import Counts
from programs.choices import UNSTATED
from programs.filters import Facet, ProgramFilter, Sort

SHOWN_OPTIONS = 8
# One or two values more are shown at once: a disclosure would take as much room.
SPARED_OPTIONS = 2
HELP = {
    "have": "Keeps programs that accept it; those for students, if you can still be one.",
    "opens": "By the rounds of all years: next time it may be another month.",
    "closes": "By the rounds of all years: next time it may be another month.",
    "checked": "When a person held it against its source.",
}
OPEN_FACETS = ("program_type", "degree", "have", "enrollment", "open")


class Option(NamedTuple):
    """A value that can be picked, and how many programs it would give; None: whatever there is."""

    # A tuple is made in half the time, and a page has some two hundred.

    value: str
    label: str
    count: int | None
    is_chosen: bool
    is_idle: bool = False
    """Whether to pick it would change nothing yet."""
    kind: str = "checkbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A facet: values always in view, and those behind “Show all”."""

    name: str
    label: str
    help: str
    shown: list[Option]
    more: list[Option]
    is_open: bool
    problem: str

    @property
    def chosen(self) -> int:
        """How many values are picked; none where one of them always is."""
        options = [*self.shown, *self.more]
        is_single = any(one.kind == "radio" for one in options)
        return 0 if is_single else sum(one.is_chosen for one in options)

    @property
    def size(self) -> int:
        return len(self.shown) + len(self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The longest duration asked for, and how many programs don't say theirs."""

    value: str
    unstated: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Words that lead to another view of the list; `count` is how many programs it has."""

    words: str
    query: str
    count: int = 0
    is_current: bool = False


def groups(asked: ProgramFilter, counts: Counts) -> list[Group]:
    """Return the facets in the order of the page, their values counted."""
    problems = {one.parameter: one.sentence for one in asked.ignored}
    return [
        _group(asked, name, facet, counts.get(name, {}), problems.get(name, ""))
        for name, facet in asked.facets.items()
    ]


def _group(
    asked: ProgramFilter, name: str, facet: Facet, counts: dict[str, int], problem: str
) -> Group:
    chosen = asked.chosen[name]
    options = (_rungs if facet.is_single else _boxes)(facet, chosen, counts)
    shown, more = options, []
    if len(options) > SHOWN_OPTIONS + SPARED_OPTIONS:
        first = {option.value for option in options[:SHOWN_OPTIONS]}
        shown = [one for one in options if one.value in first or one.is_chosen]
        more = [one for one in options if one not in shown]
    return Group(
        name=name,
        label=facet.label,
        help=HELP.get(name, ""),
        shown=shown,
        more=more,
        is_open=bool(chosen or problem or name in OPEN_FACETS),
        problem=problem,
    )


def _boxes(facet: Facet, chosen: list[str], counts: dict[str, int]) -> list[Option]:
    return [
        Option(value=value, label=label, count=counts.get(value, 0), is_chosen=value in chosen)
        for value, label in facet.options()
    ]


def _rungs(facet: Facet, chosen: list[str], counts: dict[str, int]) -> list[Option]:
    """Return one value to pick of several, any to begin with; `unstated` can be added to it."""
    *rungs, unstated = _boxes(facet, chosen, counts)
    every = Option(value="", label="Any", count=None, is_chosen=not chosen)
    return [
        *(option._replace(kind="radio") for option in (every, *rungs)),
        unstated._replace(is_idle=not chosen),
    ]


def weeks(asked: ProgramFilter, counts: Counts) -> Weeks:
    """Return what the page says about the length."""
    number = asked.chosen["max_weeks"]
    problems = {one.parameter: one.sentence for one in asked.ignored}
    return Weeks(
        value=str(number or ""),
        unstated=counts.get("max_weeks", {}).get(UNSTATED, 0),
        problem=problems.get("max_weeks", ""),
    )


def chips(asked: ProgramFilter) -> list[Step]:
    """Return each applied value, and the query that leaves it out."""
    return [
        Step(
            words=_chip_words(asked, name, value),
            query=asked.query(**{name: _left_of(asked, name, without=value)}),
        )
        for name, values in asked.applied.items()
        for value in values
    ]


def in_words(asked: ProgramFilter) -> str:
    """Return what is applied, for a title: `Residencies, No degree`; empty if nothing is."""
    return ", ".join(chip.words for chip in chips(asked))


def _chip_words(asked: ProgramFilter, name: str, value: str) -> str:
    words = value_words(asked, name, value)
    return words if _adds(asked, name, value) else f"{asked.filters[name].label}: {words}"


def _left_of(asked: ProgramFilter, name: str, *, without: str) -> list[str]:
    """Return the applied values of a parameter but for one; what only adds to it goes with it."""
    left = [value for value in asked.applied[name] if value != without]
    return [] if all(_adds(asked, name, value) for value in left) else left


def _adds(asked: ProgramFilter, name: str, value: str) -> bool:
    """Return whether a value only adds programs to those of another one."""
    return value == UNSTATED and name in asked.facets and asked.facets[name].is_single


def value_words(asked: ProgramFilter, name: str, value: str) -> str:
    """Return how a page says an applied value."""
    if name == "q":
        return f"“{value}”"
    if name == "max_weeks":
        return f"at most {value} week{'' if value == '1' else 's'}"
    return dict(asked.facets[name].options())[value]


def sorts(asked: ProgramFilter) -> list[Step]:
    """Return the orders one can choose; the default one has a blank query, so that none is sent."""
    return [
        Step(
            words=sort.label,
            query="" if sort == asked.default_sort else sort.value,
            is_current=sort == asked.sort_order,
        )
        for sort in Sort
        if asked.search or sort != Sort.RELEVANCE
    ]


def closed(asked: ProgramFilter, counts: Counts) -> Step | None:
    """Return the step to closed programs that match, if they are left out and there are any."""
    count = counts.get("status", {}).get(choices.Status.CLOSED, 0)
    if asked.chosen["status"] or not count:
        return None
    query = asked.query(status=[choices.Status.CLOSED.value])
    return Step(words=programs_words(count, "closed"), query=query, count=count)


def silent(asked: ProgramFilter, counts: Counts) -> Step | None:
    """Return the step to programs that match but for not saying what degree they ask for."""
    have = asked.chosen["have"]
    count = counts.get("have", {}).get(UNSTATED, 0)
    if not have or UNSTATED in have or not count:
        return None
    query = asked.query(have=[*have, UNSTATED])
    return Step(words=programs_words(count), query=query, count=count)


def ways_out(asked: ProgramFilter, counts: dict[str, int]) -> list[Step]:
    """Return for each applied filter the view without it, if that has programs; most first."""
    steps = [
        Step(
            words=_filter_words(asked, name),
            query=asked.query(**{name: []}),
            count=counts.get(name, 0),
        )
        for name in asked.applied
    ]
    return sorted((step for step in steps if step.count), key=lambda step: -step.count)


def _filter_words(asked: ProgramFilter, name: str) -> str:
    """Return how a page calls an applied filter; a degree asked and one's own have equal values."""
    if name in asked.facets and asked.facets[name].is_single:
        label = asked.facets[name].label
        return label[0].lower() + label[1:]
    return ", ".join(value_words(asked, name, value) for value in asked.applied[name])


def steps(asked: ProgramFilter, page: Page, **shown: list[str]) -> list[Step | None]:
    """Return the pages to choose from, None where some are left out; empty if there is one.

    `shown` is what else their addresses hold.
    """
    if page.paginator.num_pages == 1:
        return []
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        page_step(asked, number, is_current=number == page.number, **shown)
        if isinstance(number, int)
        else None
        for number in numbers
    ]


def page_step(
    asked: ProgramFilter, number: int, *, is_current: bool = False, **shown: list[str]
) -> Step:
    """Return the step to a page; the first one needs no number."""
    query = asked.query(**shown, **({"page": [str(number)]} if number > 1 else {}))
    return Step(words=str(number), query=query, is_current=is_current)


def narrowed(asked: ProgramFilter, counts: Counts) -> dict[str, Any]:
    """Return what the filters, and all that is said beside them, are made of."""
    return {
        "asked": asked,
        "groups": groups(asked, counts),
        "weeks": weeks(asked, counts),
        "chips": chips(asked),
        "corrected": asked.reading.corrected,
        "silent": silent(asked, counts),
        "closed": closed(asked, counts),
    }


def programs_words(count: int, adjective: str = "") -> str:
    """Return `31 programs`, `1 closed program`."""
    noun = "program" if count == 1 else "programs"
    return " ".join(filter(None, [str(count), adjective, noun]))

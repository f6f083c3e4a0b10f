"""What the templates of the browse page show, made from a filter and its counts. No queries."""

from dataclasses import dataclass

from django.core.paginator import Page

from programs import choices
from programs.choices import UNSTATED
from programs.facets import Counts
from programs.filters import Facet, ProgramFilter, Sort

SHOWN_OPTIONS = 8
# One or two values more are shown at once: a disclosure would take as much room.
SPARED_OPTIONS = 2
OPEN_FACETS = ("program_type", "degree", "enrollment", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value that can be picked, and how many programs it would give."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A facet: values always in view, and those behind “Show all”."""

    name: str
    label: str
    shown: list[Option]
    more: list[Option]
    is_open: bool
    problem: str

    @property
    def chosen(self) -> int:
        return sum(option.is_chosen for option in [*self.shown, *self.more])

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
    options = [
        Option(value=value, label=label, count=counts.get(value, 0), is_chosen=value in chosen)
        for value, label in facet.options()
    ]
    shown, more = options, []
    if len(options) > SHOWN_OPTIONS + SPARED_OPTIONS:
        first = {option.value for option in options[:SHOWN_OPTIONS]}
        shown = [one for one in options if one.value in first or one.is_chosen]
        more = [one for one in options if one not in shown]
    return Group(
        name=name,
        label=facet.label,
        shown=shown,
        more=more,
        is_open=bool(chosen or problem or name in OPEN_FACETS),
        problem=problem,
    )


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
            words=f"{asked.filters[name].label}: {value_words(asked, name, value)}",
            query=asked.query(**{name: [other for other in values if other != value]}),
        )
        for name, values in asked.applied.items()
        for value in values
    ]


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


def ways_out(asked: ProgramFilter, counts: dict[str, int]) -> list[Step]:
    """Return for each applied filter the view without it, if that has programs; most first."""
    steps = [
        Step(
            words=", ".join(value_words(asked, name, value) for value in values),
            query=asked.query(**{name: []}),
            count=counts.get(name, 0),
        )
        for name, values in asked.applied.items()
    ]
    return sorted((step for step in steps if step.count), key=lambda step: -step.count)


def steps(asked: ProgramFilter, page: Page) -> list[Step | None]:
    """Return the pages to choose from, None where some are left out; empty if there is one."""
    if page.paginator.num_pages == 1:
        return []
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [
        page_step(asked, number, is_current=number == page.number)
        if isinstance(number, int)
        else None
        for number in numbers
    ]


def page_step(asked: ProgramFilter, number: int, *, is_current: bool = False) -> Step:
    """Return the step to a page; the first one needs no number."""
    query = asked.query(**({"page": [str(number)]} if number > 1 else {}))
    return Step(words=str(number), query=query, is_current=is_current)


def programs_words(count: int, adjective: str = "") -> str:
    """Return `31 programs`, `1 closed program`."""
    noun = "program" if count == 1 else "programs"
    return " ".join(filter(None, [str(count), adjective, noun]))

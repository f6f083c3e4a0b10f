"""Programs side by side: the facts of their pages, in the same words, a row each. No clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from programs import choices
from programs.catalogue import Snapshot
from programs.catalogue.rows import CONFIRMED
from programs.checks import Confirmed
from programs.filters.fields import quoted
from programs.models import ApplicationRound, Program
from programs.presentation import facts
from programs.presentation.facts import Fact, choice_words
from programs.presentation.outcomes import judged
from programs.presentation.rounds import Applying, applying
from programs.presentation.sourcing import freshness_words
from programs.presentation.standing import standing
from programs.shortlist import MOST, Shortlist

UNSAID = "Doesn’t say"
_NOT_JUDGED = "Not judged"
_NEEDS_NO = "Asks for no degree"
_OF_A_DEGREE = ("degree_or_equivalent", "max_years_since_degree")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one program says; where it says nothing, the words tell that."""

    of: str
    """The name of the program."""
    words: str
    note: str = ""
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all the programs, in their order."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether they do not all say the same."""
        return len({(cell.words, cell.note) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    rows: tuple[Row, ...]
    note: str = ""


def compare(programs: Sequence[Program], snapshot: Snapshot) -> list[Group]:
    """Return the facts of these programs on the snapshot's day, grouped as on their pages.

    A row is there if the page of any of them has it. Reads organizations, and the prefetched
    tags, locations and rounds.
    """
    confirmed = snapshot.values_of(CONFIRMED, [program.pk for program in programs])
    columns = {
        "At a glance": [_glance(one, confirmed.get(one.pk)) for one in programs],
        "What it asks": list(map(facts.requirements, programs)),
        "What it is like": list(map(facts.experience, programs)),
        "Money": list(map(facts.money, programs)),
        "When to apply": [_dates(applying(one, snapshot.day)) for one in programs],
    }
    groups = [Group(heading, _rows(programs, some)) for heading, some in columns.items()]
    afterwards = _rows(programs, list(map(judged, programs)), unsaid=_NOT_JUDGED)
    if afterwards:
        note = "Our judgment from the type of program; no source states it."
        groups.append(Group("What you have afterwards", afterwards, note))
    return groups


def told(listed: Shortlist) -> list[str]:
    """Return what of an address is not what it seems, in the sentences of the page: for files."""
    more = [f"{listed.unread} more"] if listed.unread else []
    left_out = ", ".join([*(one.name for one in listed.left_out), *more])
    too_many = f"{MOST} programs can stand side by side, so these are left out: {left_out}."
    return [
        *(
            f"The address names {one.name} more than once; it counts once."
            for one in listed.repeated
        ),
        *(
            f"{quoted([old])} has become part of {one.name}, which stands in its place."
            for old, one in listed.merged
        ),
        *(f"No program is called {quoted([text])} here." for text in listed.unknown),
        *([too_many] if left_out else []),
    ]


def only_differing(groups: Sequence[Group]) -> list[Group]:
    """Return the rows that differ, in the groups that have any."""
    kept = [
        Group(group.heading, tuple(row for row in group.rows if row.differs), group.note)
        for group in groups
    ]
    return [group for group in kept if group.rows]


def _rows(
    programs: Sequence[Program], columns: Sequence[Sequence[Fact]], *, unsaid: str = UNSAID
) -> tuple[Row, ...]:
    """Return the facts of each program side by side."""
    known = [{fact.label: fact for fact in column} for column in columns]
    return tuple(
        Row(
            fact.label,
            tuple(
                _cell(program, told.get(fact.label) or replace(fact, words="", note=""), unsaid)
                for program, told in zip(programs, known, strict=True)
            ),
        )
        for fact in _in_order(columns)
    )


def _in_order(columns: Sequence[Sequence[Fact]]) -> list[Fact]:
    """Return a fact of each label that any column has, after the one that it follows there."""
    order: list[Fact] = []
    for column in columns:
        place = 0
        for fact in column:
            labels = [one.label for one in order]
            if fact.label in labels:
                place = labels.index(fact.label)
            else:
                order.insert(place, fact)
            place += 1
    return order


def _cell(program: Program, fact: Fact, unsaid: str) -> Cell:
    if fact.is_said:
        return Cell(program.name, fact.words, fact.note)
    asks_none = program.degree_minimum == choices.Degree.NONE
    if asks_none and fact.fields[0] in _OF_A_DEGREE:
        return Cell(program.name, _NEEDS_NO, is_said=False)
    return Cell(program.name, unsaid, is_said=False)


def _glance(program: Program, confirmed: Confirmed | None) -> list[Fact]:
    """Return what the head of its page says."""
    state = standing(program)
    return [
        Fact(label="In short", words=program.summary, fields=("summary",)),
        Fact(label="Run by", words=program.organization.name, fields=("organization",)),
        Fact(label="Type", words=choice_words(program, "program_type"), fields=("program_type",)),
        Fact(
            label="State",
            words=state.words,
            note="; ".join(filter(None, [state.basis, program.status_note])),
            fields=("status", "status_note"),
        ),
        Fact(label="How fresh", words=freshness_words(program, confirmed), fields=("source_date",)),
    ]


def _dates(when: Applying) -> list[Fact]:
    """Return when one may apply; dates of rounds only if any is ahead."""
    dates = {
        "Opens": [one.opens_on.words if one.opens_on else "" for one in when.rounds.ahead],
        "Closes": [_closing(one) for one in when.rounds.ahead],
        "Starts": [one.starts_on.words if one.starts_on else "" for one in when.rounds.ahead],
    }
    return [
        Fact(label="Applications", words=_state(when), note=_expected(when), fields=("rounds",)),
        *(
            Fact(label=label, words=_of_rounds(when.rounds.ahead, words), fields=("rounds",))
            for label, words in dates.items()
            if when.rounds.ahead
        ),
    ]


def _state(when: Applying) -> str:
    rounds = when.rounds
    if when.all_year:
        return "All year round"
    if rounds.open:
        return "Open now"
    if rounds.unclear:
        return "Opened; it doesn’t say when it closes"
    if rounds.upcoming:
        return "Opens later"
    return "No next date is announced" if rounds.past else ""


def _closing(one: ApplicationRound) -> str:
    words = one.closes_on.words if one.closes_on else ""
    return ", ".join(filter(None, [words, one.closes_at_note]))


def _of_rounds(rounds: Sequence[ApplicationRound], words: Sequence[str]) -> str:
    """Return what each round says, by its name if there are several; empty if none says it."""
    if len(rounds) == 1 or not any(words):
        return "".join(words[:1])
    named = zip(rounds, words, strict=True)
    return "; ".join(f"{one.label}: {text or UNSAID.lower()}" for one, text in named)


def _expected(when: Applying) -> str:
    """Return what past rounds let one expect; empty if they make no pattern, or dates are known."""
    if not when.expected or when.all_year or when.rounds.ahead:
        return ""
    if when.expects_more and when.expected.is_current:
        number = when.expected.rounds
        return f"It usually {when.expected.told}: expected from {number} past rounds, not announced"
    return f"Past rounds {when.expected.told_of_past}"

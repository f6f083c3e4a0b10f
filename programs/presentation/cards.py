"""A program in a list: its state, the facts that decide, and how fresh they are. No clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TypeVar

from programs import choices
from programs.catalogue import Snapshot
from programs.catalogue.rows import CLOSES, CONFIRMED, PLACES
from programs.checks import Confirmed
from programs.dates import PartialDate
from programs.models import Program
from programs.places import place_words
from programs.presentation import facts
from programs.presentation.sourcing import freshness_words
from programs.presentation.standing import standing_words

SHOWN_PLACES = 2

_STUDENT_NOW = {
    choices.Enrollment.ADMITTED: "people admitted to a program",
    choices.Enrollment.UNDERGRADUATE: "undergraduates",
    choices.Enrollment.GRADUATE: "graduate students",
    choices.Enrollment.PHD: "PhD students",
    choices.Enrollment.ANY_STUDENT: "students",
}
_COLUMNS = (
    *("pk", "slug", "name", "organization__name", "publication", "program_type", "summary"),
    *("status", "last_seen", "degree_minimum", "degree_or_equivalent", "enrollment"),
    *("research_experience", "format", "duration_weeks_min", "duration_weeks_max"),
    *("cost", "cost_min", "cost_max", "cost_currency"),
    *("funding", "funding_min", "funding_max", "funding_currency", "funding_period"),
    "source_date",
)
# Models take twice as long.
_ROWS = Program.objects.values_list(*_COLUMNS)


class Listed(SimpleNamespace):
    """A program as far as cards show it: reads like one, of `_COLUMNS` alone."""

    get_absolute_url = Program.get_absolute_url


AnyProgram = TypeVar("AnyProgram", Program, Listed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list says of one program. `state` is empty where there is nothing to add."""

    program: Listed
    type_label: str
    state: str
    is_closing: bool
    facts: tuple[tuple[str, str], ...]
    """Labels and words; no words where the sources do not say."""
    freshness: str


def cards(ids: list[int], snapshot: Snapshot) -> dict[int, Card]:
    """Return the cards of those of these programs that are published, by id: one query."""
    # Asked for the publication too, SQLite walks all that are published.
    rows = (Listed(**dict(zip(_COLUMNS, row, strict=True))) for row in _ROWS.filter(pk__in=ids))
    shown = [one for one in rows if one.publication == choices.Publication.PUBLISHED]
    places = snapshot.all_values_of(PLACES, ids)
    confirmed = snapshot.values_of(CONFIRMED, ids)
    return {
        one.pk: _card(one, places=places.get(one.pk, []), confirmed=confirmed.get(one.pk))
        for one in with_rounds(shown, snapshot)
    }


def with_rounds(programs: list[AnyProgram], snapshot: Snapshot) -> list[AnyProgram]:
    """Return these programs with `opening` and `closes_on` as the catalogue has them."""
    ids = [program.pk for program in programs]
    openings, closings = (snapshot.values_of(path, ids) for path in ("opening", CLOSES))
    for program in programs:
        program.opening = openings.get(program.pk, choices.Opening.UNKNOWN)
        closing = closings.get(program.pk)
        program.closes_on = PartialDate.parse(closing) if closing else None
    return programs


def state_words(program: Program | Listed) -> str:
    """Return whether one can apply or not, in a few words; empty if it only runs."""
    if program.status in (choices.Status.CLOSED, choices.Status.PAUSED):
        return facts.choice_words(program, "status")
    if program.closes_on:
        return f"Closes {'' if program.closes_on.is_exact else 'in '}{program.closes_on.words}"
    if program.opening in (choices.Opening.ROLLING, choices.Opening.SOON):
        return choices.Opening(program.opening).label
    return "" if program.status == choices.Status.ACTIVE else standing_words(program)


def degree_words(program: Program | Listed) -> str:
    """Return what degree it asks for, and whether only of students; empty if it says neither."""
    students = _STUDENT_NOW.get(program.enrollment, "")
    if program.degree_minimum == choices.Degree.NONE:
        if not students:
            return "None asked"
        admitted = program.enrollment == choices.Enrollment.ADMITTED
        return f"None, but you must be {'admitted to a program' if admitted else 'a student'}"
    asked = facts.degree_words(program)
    if not students:
        return asked
    return f"{asked}, for {students}" if asked else f"Doesn’t say, but is for {students}"


def _where_words(format_label: str, places: Iterable[tuple[str, str]]) -> str:
    """Return format and places: `Hybrid: Berlin, Germany and 2 more`; empty if it says neither.

    A place is a city and the code of its country; both are blank for remote.
    """
    named = sorted(place_words(city, code) for city, code in places if code)
    shown = "; ".join(named[:SHOWN_PLACES])
    if len(named) > SHOWN_PLACES:
        shown += f" and {len(named) - SHOWN_PLACES} more"
    if not named and not format_label and places:
        return place_words("", "")
    return ": ".join(filter(None, [format_label, shown]))


def _card(program: Listed, *, places: list[tuple[str, str]], confirmed: Confirmed | None) -> Card:
    return Card(
        program=program,
        type_label=facts.choice_words(program, "program_type"),
        state=state_words(program),
        is_closing=program.closes_on is not None,
        facts=(
            ("Degree", degree_words(program)),
            ("Research", facts.choice_words(program, "research_experience")),
            ("Cost", facts.cost_words(program)),
            ("Pays", facts.funding_words(program)),
            (
                "Length",
                facts.length_words(program.duration_weeks_min, program.duration_weeks_max),
            ),
            ("Where", _where_words(facts.choice_words(program, "format"), places)),
        ),
        freshness=freshness_words(program, confirmed),
    )

"""A program in a list: its state, the facts that decide, and how fresh they are. No clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from programs import choices
from programs.models import Program
from programs.places import place_words
from programs.presentation import facts
from programs.presentation.sourcing import Checks, freshness_of, read_checks
from programs.presentation.standing import standing_words

SHOWN_PLACES = 2

_STUDENT_NOW = {
    choices.Enrollment.ADMITTED: "people admitted to a program",
    choices.Enrollment.UNDERGRADUATE: "undergraduates",
    choices.Enrollment.GRADUATE: "graduate students",
    choices.Enrollment.PHD: "PhD students",
    choices.Enrollment.ANY_STUDENT: "students",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a list says of one program. `state` is empty where there is nothing to add."""

    program: Program
    type_label: str
    state: str
    is_closing: bool
    facts: tuple[tuple[str, str], ...]
    """Labels and words; no words where the sources do not say."""
    freshness: str


def cards(programs: Iterable[Program]) -> list[Card]:
    """Return the cards of these programs, in their order: at most three queries.

    Each needs `opening` and `closes_on` of `with_rounds_on(day)`, and its organization.
    """
    # The ORM's prefetch makes and ties objects that no card needs: it takes three times as long.
    programs = list(programs)
    keys = [program.pk for program in programs]
    places = _places(keys)
    checks = read_checks(keys)
    return [
        _card(
            program,
            places=places.get(program.pk, []),
            checks=checks[program.pk],
        )
        for program in programs
    ]


def state_words(program: Program) -> str:
    """Return whether one can apply or not, in a few words; empty if it only runs."""
    if program.status in (choices.Status.CLOSED, choices.Status.PAUSED):
        return facts.choice_words(program, "status")
    if program.closes_on:
        return f"Closes {'' if program.closes_on.is_exact else 'in '}{program.closes_on.words}"
    if program.opening in (choices.Opening.ROLLING, choices.Opening.SOON):
        return choices.Opening(program.opening).label
    return "" if program.status == choices.Status.ACTIVE else standing_words(program)


def degree_words(program: Program) -> str:
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


def _card(program: Program, *, places: list[tuple[str, str]], checks: Checks) -> Card:
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
        freshness=freshness_of(program, checks),
    )


def _places(keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Return city and country code of the places of each program that has any: one query."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Program.locations.through.objects.filter(program__in=keys)
    for key, city, code in rows.values_list("program_id", "location__city", "location__country"):
        found[key].append((city, code))
    return found

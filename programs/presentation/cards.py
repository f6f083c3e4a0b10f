"""A program in a list: its state, the facts that decide, and how fresh they are. No clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max

from programs import choices
from programs.models import Change, Program
from programs.presentation import facts
from programs.presentation.sourcing import Checks, freshness_of
from programs.presentation.standing import standing_words

SHOWN_PLACES = 2

_STUDENT_NOW = {
    choices.Enrollment.ADMITTED: "people admitted to a program",
    choices.Enrollment.UNDERGRADUATE: "undergraduates",
    choices.Enrollment.GRADUATE: "graduate students",
    choices.Enrollment.PHD: "PhD students",
    choices.Enrollment.ANY_STUDENT: "students",
}


CARD_FIELDS = (
    *("slug", "name", "organization__name", "program_type", "summary", "status", "last_seen"),
    *("degree_minimum", "degree_or_equivalent", "enrollment", "research_experience"),
    *("cost", "cost_min", "cost_max", "cost_currency"),
    *("funding", "funding_min", "funding_max", "funding_currency", "funding_period"),
    *("duration_weeks_min", "duration_weeks_max", "format", "source_date"),
)
"""What a card reads of a program: a third of its columns."""


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
    """Return the cards of these programs, in their order: at most one query.

    Each needs `opening` and `closes_on` of `with_rounds_on(day)`, its organization, and its
    locations and checks prefetched.
    """
    programs = list(programs)
    changed = _changed_since(program for program in programs if program.checks.all())
    return [_card(program, changed.get(program.pk, {})) for program in programs]


def state_words(program: Program) -> str:
    """Return whether one can apply or not, in a few words; empty if it only runs."""
    if program.status in (choices.Status.CLOSED, choices.Status.PAUSED):
        return program.get_status_display()
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


def place_words(program: Program) -> str:
    """Return format and places: `Hybrid: Berlin, Germany and 2 more`; empty if it says neither."""
    places = sorted(place.words for place in program.locations.all() if place.country)
    shown = "; ".join(places[:SHOWN_PLACES])
    if more := len(places) - SHOWN_PLACES:
        shown += f" and {more} more" if more > 0 else ""
    if not places and not program.format and program.locations.all():
        return "Remote"
    return ": ".join(filter(None, [program.get_format_display(), shown]))


def _card(program: Program, changed_at: Mapping) -> Card:
    return Card(
        program=program,
        type_label=program.get_program_type_display(),
        state=state_words(program),
        is_closing=program.closes_on is not None,
        facts=(
            ("Degree", degree_words(program)),
            ("Research", program.get_research_experience_display()),
            ("Cost", facts.cost_words(program)),
            ("Pays", facts.funding_words(program)),
            (
                "Length",
                facts.length_words(program.duration_weeks_min, program.duration_weeks_max),
            ),
            ("Where", place_words(program)),
        ),
        freshness=freshness_of(program, Checks(tuple(program.checks.all()), changed_at)),
    )


def _changed_since(checked: Iterable[Program]) -> dict[int, dict]:
    """Return when each field of each program last changed: one query, none without programs."""
    keys = [program.pk for program in checked]
    changed: dict[int, dict] = {key: {} for key in keys}
    if keys:
        rows = (
            Change.objects.filter(program__in=keys)
            .exclude(field=Change.CREATED)
            .order_by()
            .values_list("program", "field")
            .annotate(Max("at"))
        )
        for key, field, at in rows:
            changed[key][field] = at
    return changed

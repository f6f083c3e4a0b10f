"""Programs with all that the API tells of them besides their columns."""

from collections.abc import Iterable
from typing import Any

from programs import choices
from programs.catalogue import Snapshot
from programs.checks import Checks, read_checks
from programs.dates import PartialDate
from programs.expected import Expected
from programs.ledger import CURATED_FIELDS
from programs.models import Program
from programs.presentation.cards import with_rounds
from programs.presentation.rounds import expected_next, opens_any, timeline
from programs.views.program import with_all


def programs_told(ids: Iterable[int], snapshot: Snapshot) -> list[Program]:
    """Return those of these programs that are published, in this order: nine queries.

    Each has `opening`, `closes_on`, `other_names` as a list, and what stands below.
    """
    shown = with_all(Program.objects.all()).published_among(ids)
    checks = read_checks([one.pk for one in shown])
    for program in with_rounds(shown, snapshot):
        rounds = timeline(program.rounds.all(), snapshot.day, opens_any=opens_any(program))
        program.other_names = [name for name in program.other_names.split("; ") if name]
        program.successor_told = _successor(program)
        program.rounds_told = [*rounds.ahead, *rounds.past]
        program.expected_round = _expected(expected_next(program, rounds, snapshot.day))
        program.evidence_told = sorted(program.evidence.all(), key=lambda piece: piece.pk)
        program.checked = _checked(checks[program.pk])
    return shown


def _successor(program: Program) -> str | None:
    following = program.successor
    is_shown = following and following.publication == choices.Publication.PUBLISHED
    return following.slug if is_shown else None


def _expected(found: Expected | None) -> dict[str, Any] | None:
    """Return the months only: a day is what nobody said."""
    if found is None:
        return None
    opens, closes = (
        PartialDate(day.year, day.month) if day else None
        for day in (found.opens_on, found.closes_on)
    )
    return {
        "opens_on": opens,
        "closes_on": closes,
        "words": found.told,
        "past_rounds": found.rounds,
        "is_announced": False,
    }


def _checked(checks: Checks) -> dict[str, Any] | None:
    confirmed = checks.confirmed
    if confirmed is None:
        return None
    days = {name: checks.day_of(name) for name in CURATED_FIELDS if name != "publication"}
    return {
        "on": confirmed.on,
        "is_whole": confirmed.is_whole,
        "fields_on": {name: day for name, day in days.items() if day},
    }

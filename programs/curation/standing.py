"""How complete and how fresh the catalogue is, in numbers for a plot."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from programs.checks import CONFIRMABLE
from programs.choices import ProgramType
from programs.curation.queue import Entry
from programs.models import Check, Program

FRESH_DAYS = 180
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot: `percent` of `total` programs or facts."""

    label: str
    percent: int
    total: int


def completeness(entries: Iterable[Entry]) -> list[Bar]:
    """Return per type how much of what decides on an application is stated, the least first."""
    stated: Counter[str] = Counter()
    programs: Counter[str] = Counter()
    for entry in entries:
        programs[entry.program_type] += 1
        stated[entry.program_type] += entry.stated
    bars = [
        Bar(
            ProgramType(kind).label,
            round(100 * stated[kind] / (count * len(CONFIRMABLE))),
            count,
        )
        for kind, count in programs.items()
    ]
    return sorted(bars, key=lambda bar: (bar.percent, bar.label))


def freshness(day: date) -> list[Bar]:
    """Return for each of the last twelve months the share of programs that were fresh at its end.

    Fresh is what somebody confirmed, in whole or in part, in the 180 days before; the last bar is
    of the day itself. Counted among the programs that are published now. Two queries.
    """
    listed = Program.objects.published().running().order_by()
    total = listed.count()
    ends = _month_ends(day)
    fresh: dict[date, set[int]] = defaultdict(set)
    since = timezone.now() - timedelta(days=31 * _MONTHS + FRESH_DAYS)
    checks = Check.objects.filter(at__gte=since, program__in=listed.values("pk"))
    for pk, at in checks.values_list("program", "at"):
        on = timezone.localtime(at).date()
        for end in ends:
            if on <= end < on + timedelta(days=FRESH_DAYS):
                fresh[end].add(pk)
    return [
        Bar(f"{end:%b %Y}", round(100 * len(fresh[end]) / total) if total else 0, total)
        for end in ends
    ]


def _month_ends(day: date) -> list[date]:
    """Return the day and the last days of the months before it, the earliest first."""
    ends = [day]
    while len(ends) < _MONTHS:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]

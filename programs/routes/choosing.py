"""Which of several programs one would take first."""

from collections.abc import Iterator

from pyroaring import BitMap

from programs.catalogue import Snapshot
from programs.catalogue.rows import WEEKS
from programs.choices import UNSTATED, Cost, Opening, Status
from programs.eligibility import Group
from programs.filters import Sort
from programs.matching import Match


def best(programs: BitMap, match: Match, count: int) -> list[int]:
    """Return so many of the programs, the first ones that one would take.

    Those that run, look open, take applications soonest, are free, are short; then by name.
    """
    found: list[int] = []
    while len(found) < count and (tier := programs - BitMap(found)):
        for better in _preferred(match):
            tier = tier & better or tier
        tier = _shortest(tier, match.snapshot)
        found += match.snapshot.orders[Sort.NAME].page(tier, 0, 1)
    return found


def _preferred(match: Match) -> Iterator[BitMap]:
    having = match.snapshot.having
    yield having("status", [Status.ACTIVE])
    yield from (match.groups[group] for group in (Group.LOOKS_OPEN, Group.OPEN_IF))
    yield having("opening", [Opening.NOW, Opening.ROLLING])
    yield having("opening", [Opening.SOON])
    yield having("cost", [Cost.FREE, Cost.EMPLOYER_PAYS])


def _shortest(programs: BitMap, snapshot: Snapshot) -> BitMap:
    """Return those of the programs that say the fewest weeks; all of them if none says any."""
    stated = snapshot.values.get(WEEKS, {})
    for weeks in sorted(int(value) for value in stated if value != UNSTATED):
        if short := programs & stated[str(weeks)]:
            return short
    return programs

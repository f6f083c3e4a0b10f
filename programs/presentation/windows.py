"""When one can apply to any program: rounds to come, and those that past ones let one expect.

Kept for the newest snapshot, since they follow from all rounds: pages choose from them by sets of
programs. No clock.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from programs import choices
from programs.catalogue import Snapshot
from programs.catalogue.freshness import changed_since
from programs.dates import PartialDate
from programs.expected import Expected
from programs.filters import Sort
from programs.models import ApplicationRound
from programs.presentation.rounds import expected_round, timeline

MAX_REFRESHED = 1_000
"""So many changed programs are read again one by one; after more, all are."""

_QUIET = (choices.Status.PAUSED, choices.Status.CLOSED)
_COLUMNS = ("program_id", "label", "opens_on", "closes_on", "starts_on", "closes_at_note")


class Window(NamedTuple):
    """A round one can still apply for, or will be able to; what is None is not stated."""

    program_id: int
    label: str
    opens_on: PartialDate | None
    closes_on: PartialDate | None
    starts_on: PartialDate | None
    closes_at_note: str
    has_opened: bool = True
    cancelled: bool = False
    """As rounds have it; those that are canceled are never read."""

    @property
    def month(self) -> str:
        """The month of the deadline, `2027-03`; its year if that is all; blank if unstated."""
        return str(self.closes_on)[:7] if self.closes_on else ""


class Usual(NamedTuple):
    """What to expect of a program that announced no round, and counts on none all year."""

    program_id: int
    expected: Expected

    @property
    def month(self) -> str:
        """The month in which it closes, else in which it opens: `2027-03`."""
        return f"{self.expected.closes_on or self.expected.opens_on:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Windows:
    """When one can apply, for all published programs; the soonest first, equals by name."""

    closing: tuple[Window, ...]
    """Open now or later, with a deadline: a year stands before its months, a month before its days.
    """
    undated: tuple[Window, ...]
    """They open, opened or start, and don't state when they close."""
    expected: tuple[Usual, ...]


class _Found(NamedTuple):
    """What the rounds of one program come to."""

    ahead: list[Window]
    expected: Expected | None


class _Known(NamedTuple):
    snapshot: Snapshot
    found: dict[int, _Found]
    windows: Windows


_known: _Known | None = None


def windows_of(snapshot: Snapshot) -> Windows:
    """Return the windows: no query if this process asked of the same snapshot last, else two.

    After an edit only the rounds of what changed are read. Threads may share it.
    """
    global _known
    known = _known
    if known and known.snapshot is snapshot:
        return known.windows
    changed = _changed(known, snapshot) if known else None
    if changed is None:
        found = _find(_rounds(), snapshot)
    else:
        kept = {pk: one for pk, one in known.found.items() if pk not in changed}
        found = kept | _find(_rounds(program__in=changed), snapshot)
    _known = _Known(snapshot, found, _windows(found, snapshot))
    return _known.windows


def forget() -> None:
    """Forget what this process knows: for tests, and for whoever has replaced the database."""
    global _known
    _known = None


def _changed(known: _Known, snapshot: Snapshot) -> set[int] | None:
    """Return the programs to read again; None: all of them."""
    before = known.snapshot
    # A database that is older than what is known of it is another one: a backup was restored.
    if before.day != snapshot.day or before.version > snapshot.version:
        return None
    changed = changed_since(before.version, limit=MAX_REFRESHED)
    return None if changed is None else set(changed)


def _rounds(**among: Collection[int]) -> Iterator[tuple[int, list[Window]]]:
    """Yield every program with its rounds, but for canceled ones: one query."""
    rows = ApplicationRound.objects.filter(**among, cancelled=False).values_list(*_COLUMNS)
    rounds: dict[int, list[Window]] = defaultdict(list)
    for row in rows.order_by():
        rounds[row[0]].append(Window(*row))
    yield from rounds.items()


def _find(rounds: Iterable[tuple[int, list[Window]]], snapshot: Snapshot) -> dict[int, _Found]:
    quiet = snapshot.having("status", _QUIET)
    all_year = snapshot.having("opening", [choices.Opening.ROLLING])
    silent = snapshot.having("status", [choices.Status.ACTIVE]) - all_year
    return {
        pk: _found(own, snapshot, is_quiet=pk in quiet, is_silent=pk in silent)
        for pk, own in rounds
        if pk in snapshot.programs
    }


def _found(rounds: list[Window], snapshot: Snapshot, *, is_quiet: bool, is_silent: bool) -> _Found:
    stands = timeline(rounds, snapshot.day)
    later = [one._replace(has_opened=False) for one in stands.upcoming]
    # A round without any date says nothing of when.
    unclear = [one for one in stands.unclear if one.opens_on or one.starts_on]
    ahead = [] if is_quiet else [*stands.open, *unclear, *later]
    usual = None
    if is_silent and not stands.ahead and len(stands.past) > 1:
        usual = expected_round(stands.past, snapshot.day)
    return _Found(ahead, usual if usual and usual.is_current else None)


def _windows(found: Mapping[int, _Found], snapshot: Snapshot) -> Windows:
    by_name = snapshot.orders[Sort.NAME].page(snapshot.programs, 0, len(snapshot.programs))
    place = {pk: number for number, pk in enumerate(by_name)}
    ahead = [window for one in found.values() for window in one.ahead]
    ahead.sort(
        key=lambda one: (
            str(one.closes_on or one.opens_on or one.starts_on),
            place[one.program_id],
            one.label,
        )
    )
    usual = [Usual(pk, one.expected) for pk, one in found.items() if one.expected]
    usual.sort(
        key=lambda one: (one.expected.closes_on or one.expected.opens_on, place[one.program_id])
    )
    return Windows(
        closing=tuple(one for one in ahead if one.closes_on),
        undated=tuple(one for one in ahead if not one.closes_on),
        expected=tuple(usual),
    )

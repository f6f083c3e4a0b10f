"""When people confirmed the facts of programs, and what of that still stands. No clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from programs.choices import UNSTATED, Age
from programs.models import Change, Check

CONFIRMABLE = (
    *("status", "url", "degree_minimum", "enrollment", "field_background", "programming_level"),
    *("ml_level", "research_experience", "open_worldwide", "cost", "funding", "rounds"),
)
"""A listing counts as checked when each of these was: they decide whether somebody applies."""

AGES = ((91, Age.QUARTER), (182, Age.HALF_YEAR), (365, Age.YEAR))
"""The days since a check, at most, and how old it is then."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class Made(NamedTuple):
    """A check: when, of which fields, and from when on a change takes it away.

    The fields are empty where it confirmed all of them. It stands since it was made; one that came
    with a merged program, since the merge: that put here what was confirmed there.
    """

    at: datetime
    fields: list[str]
    since: datetime


class Confirmed(NamedTuple):
    """The day on which people last confirmed a listing, whole or in part."""

    on: date
    is_whole: bool
    """Whether all that is CONFIRMABLE was, and has not changed since."""


@dataclass(frozen=True, slots=True)
class Checks:
    """When people confirmed which fields of a program, and when its fields last changed."""

    checks: tuple["Made", ...]
    changed_at: Mapping[str, datetime]

    def day_of(self, field: str) -> date | None:
        """Return the day on which the field was last confirmed, None if not since it changed."""
        return _day(self._moment_of(field))

    def day_of_all(self, fields: Iterable[str]) -> date | None:
        """Return the earliest of the days on which each field was last confirmed, or None."""
        if not self.checks:
            return None  # Most are so, and the desk asks for all of them.
        moments = [self._moment_of(field) for field in fields]
        return None if None in moments else _day(min(moments, default=None))

    @property
    def latest_at(self) -> datetime | None:
        """When a person last confirmed anything at all, even if it changed since; or None."""
        return max((one.at for one in self.checks), default=None)

    @property
    def confirmed(self) -> Confirmed | None:
        """What of the listing stands confirmed; None if nobody ever checked it."""
        if not self.checks:
            return None
        at, fields, _ = max(self.checks)
        if not fields and self.changed_at.keys().isdisjoint(CONFIRMABLE):
            # Most are so, and a catalogue asks for all of them.
            return Confirmed(_day(at), is_whole=True)
        whole = self.day_of_all(CONFIRMABLE)
        return Confirmed(whole or _day(at), is_whole=whole is not None)

    def _moment_of(self, field: str) -> datetime | None:
        changed = self.changed_at.get(field, _NEVER)
        standing = (
            at
            for at, fields, since in self.checks
            if since >= changed and (not fields or field in fields)
        )
        return max(standing, default=None)


def age_of(confirmed: Confirmed | None, day: date) -> str:
    """Return how old a check is on the day, as an `Age`; unstated: nobody ever checked."""
    if not confirmed:
        return UNSTATED
    if not confirmed.is_whole:
        return Age.PART
    days = (day - confirmed.on).days
    return next((age for most, age in AGES if days <= most), Age.LONGER)


def ages_on(confirmed: Confirmed | None, day: date) -> date | None:
    """Return the next day on which `age_of` changes if nothing is checked, or None."""
    if not confirmed or not confirmed.is_whole:
        return None
    turns = (confirmed.on + timedelta(days=most + 1) for most, _ in AGES)
    return next((turn for turn in turns if turn > day), None)


_UNCHECKED = Checks((), {})


def _day(moment: datetime | None) -> date | None:
    # `localtime` first asks whether this thread has a time zone of its own, which takes as long.
    return moment.astimezone(timezone.get_default_timezone()).date() if moment else None


def read_checks(keys: Iterable[int], **among: Any) -> dict[int, Checks]:
    """Return the checks of each of these programs: two queries, one if nobody checked any.

    `among` is a lookup of at least these programs, where a shorter one than their list is known.
    """
    keys = list(keys)
    wanted = set(keys)
    among = among or {"program__in": keys}
    checks: dict[int, list[Made]] = defaultdict(list)
    rows = Check.objects.filter(**among).values_list("program_id", "at", "fields", "merge__at")
    for key, at, fields, merged_at in rows:
        checks[key].append(Made(at, fields, max(at, merged_at or at)))
    changed: dict[int, dict[str, datetime]] = {key: {} for key in wanted & checks.keys()}
    if changed:
        changes = Change.objects.filter(**among).values_list("program_id", "field", "at")
        for key, field, at in changes:
            if key in changed and at > changed[key].get(field, _NEVER):
                changed[key][field] = at
    return dict.fromkeys(keys, _UNCHECKED) | {
        key: Checks(tuple(checks[key]), changed[key]) for key in changed
    }

"""What all that an address answered comes to. Pure: no database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile

from django.utils import timezone

from programs.choices import LinkOutcome, LinkStanding
from programs.dates import PartialDate

BROKEN_AFTER = 3
"""Failures in a row, each on another day, before a link counts as broken."""

_RESTLESS = 4  # Readings in a row, each with another text than the one before.
_FRESH = timedelta(days=7)  # An older reading tells little of what a person saw.
_FAILURE = LinkOutcome.BROKEN
_DOUBT = LinkOutcome.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer, given once or several times in a row: a row of LinkCheck."""

    at: datetime
    outcome: LinkOutcome
    since: datetime | None = None
    """When it was first given in a row; None: at the same time."""
    times: int = 1
    http_status: int | None = None
    note: str = ""
    final_url: str = ""
    text_hash: str = ""

    @property
    def began_at(self) -> datetime:
        return self.since or self.at


@dataclass(frozen=True, slots=True)
class LinkState:
    """How an address stands."""

    url: str
    standing: LinkStanding = LinkStanding.UNASKED
    since: date | None = None
    """The first day on which it stood so, as far as anybody asked; None if nobody did."""
    failures: int = 0
    """On how many days in a row, of those on which it was asked and something could be told."""
    http_status: int | None = None
    note: str = ""
    final_url: str = ""
    """Where it led to lately; blank: nowhere else."""
    changed_on: date | None = None
    """The day on which its text was first seen to differ from when a person last checked."""
    is_source: bool = False
    """Whether it is the main source of a program, and not its official page."""

    @property
    def words(self) -> str:
        """What is to say of it, as a part of a sentence: `link broken since 3 May 2026`."""
        told = f"{'source' if self.is_source else 'link'} {self._standing_words()}"
        return f"{told}; page changed since your check" if self.changed_on else told

    def _standing_words(self) -> str:
        since = f"since {PartialDate.of(self.since).words}" if self.since else ""
        match self.standing:
            case LinkStanding.BROKEN:
                return f"broken {since}"
            case LinkStanding.FAILING:
                often = "once" if self.failures == 1 else "twice"
                return f"did not answer {often}, {since}"
            case LinkStanding.MOVED:
                host = self.final_url.partition("://")[2].partition("/")[0]
                return f"leads to another site, {host}, {since}"
            case LinkStanding.CANNOT_TELL:
                return f"could not be checked {since}"
            case LinkStanding.UNASKED:
                return "never checked"
        return "answers"


def judge(
    url: str,
    readings: Iterable[Reading],
    *,
    checked_at: datetime | None = None,
    is_source: bool = False,
) -> LinkState:
    """Return how an address stands after these readings, in any order.

    An answer of which nothing can be told neither excuses failures nor adds to them. Whether the
    page changed is asked against the day on which a person last checked, None if nobody did.
    """
    history = sorted(readings, key=lambda one: (one.at, one.began_at))
    if not history:
        return LinkState(url, is_source=is_source)
    run = _last_run(history)
    failures = _days(run) if run[-1].outcome == _FAILURE else 0
    return LinkState(
        url,
        _standing(run[-1].outcome, failures),
        since=_day(run[0].began_at),
        failures=failures,
        http_status=run[-1].http_status,
        note=run[-1].note,
        final_url=run[-1].final_url,
        changed_on=_changed_on(history, checked_at),
        is_source=is_source,
    )


def worst(states: Sequence[LinkState]) -> LinkState:
    """Return the most worrying one, the first of several that are alike."""
    order = list(LinkStanding)
    return max(states, key=lambda state: order.index(state.standing))


def _standing(outcome: LinkOutcome, failures: int) -> LinkStanding:
    if failures:
        return LinkStanding.BROKEN if failures >= BROKEN_AFTER else LinkStanding.FAILING
    return LinkStanding(outcome)


def _last_run(history: list[Reading]) -> list[Reading]:
    """Return the newest readings in a row that say the same, the oldest first.

    Doubts among failures are left out; after an answer, a doubt is what stands.
    """
    told = [one for one in history if one.outcome != _DOUBT]
    if history[-1].outcome == _DOUBT and not (told and told[-1].outcome == _FAILURE):
        told = history
    outcome = told[-1].outcome
    return [*takewhile(lambda one: one.outcome == outcome, reversed(told))][::-1]


def _days(run: list[Reading]) -> int:
    """Return on how many days the readings were made, of which none asks twice a day."""
    days, last = 0, None
    for one in run:
        # Two rows may be of one day: somebody asked before midnight elsewhere, or wrote them so.
        days += one.times - (_day(one.began_at) == last)
        last = _day(one.at)
    return days


def _changed_on(history: list[Reading], checked_at: datetime | None) -> date | None:
    """Return the day on which the page was first seen as it is now, if that is news; or None."""
    texts = [one for one in history if one.text_hash]
    if not (texts and checked_at) or _is_restless(texts):
        return None
    seen = _seen(texts, checked_at)
    now = texts[-1].text_hash
    if seen is None or now == seen.text_hash:
        return None
    *_, first = takewhile(lambda one: one.text_hash == now, reversed(texts))
    return _day(first.began_at)


def _is_restless(texts: list[Reading]) -> bool:
    """Return whether the page has lately said something else every time."""
    last = texts[-_RESTLESS:]
    return (
        len(last) == _RESTLESS
        and all(one.times == 1 for one in last)
        and all(one.text_hash != next_.text_hash for one, next_ in pairwise(last))
    )


def _seen(texts: list[Reading], checked_at: datetime) -> Reading | None:
    """Return the reading of what the person most likely saw, None if there is none.

    That is the one before. Had the page changed between it and the person, they look once in vain;
    with the one after it, a change on the day of the check would never be noticed.
    """
    before = [one for one in texts if one.began_at <= checked_at]
    if before and checked_at - before[-1].at <= _FRESH:
        return before[-1]
    return texts[len(before)] if len(before) < len(texts) else None


def _day(moment: datetime) -> date:
    # `localdate` first asks whether this thread has a time zone of its own, which takes as long.
    return moment.astimezone(timezone.get_default_timezone()).date()

"""A program's rounds in time, for its page. The day is an argument."""

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from programs.dates import PartialDate
from programs.models import ApplicationRound

PATTERN_ROUNDS = 5
"""How many past rounds at most a pattern is read from: what was ten years ago says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Rounds by where they stand on a day: soonest first, the past ones newest first."""

    open: list[ApplicationRound]
    unclear: list[ApplicationRound]
    """They have opened, and no later date is stated or over."""
    upcoming: list[ApplicationRound]
    past: list[ApplicationRound]

    @property
    def ahead(self) -> list[ApplicationRound]:
        """All that is not over."""
        return [*self.open, *self.unclear, *self.upcoming]


def timeline(rounds: Iterable[ApplicationRound], day: date, *, opens_any: bool = True) -> Timeline:
    """Return the rounds by where they stand on the day; the same as `open_on()` and its kin.

    Of a program that opens none, such as a closed one, all dates count as past.
    """
    groups: dict[str, list[ApplicationRound]] = {
        "open": [],
        "unclear": [],
        "upcoming": [],
        "past": [],
    }
    for one in sorted(rounds, key=_moment):
        groups[_place(one, day) if opens_any else "past"].append(one)
    groups["past"].reverse()
    return Timeline(**groups)


def usual_closing(past: Iterable[ApplicationRound]) -> str:
    """Return the month in which most past rounds closed, `January`; empty if there is no pattern.

    It takes two rounds of different years at least, and more of that month than of all others.
    """
    closings = [
        one.closes_on for one in past if one.closes_on and one.closes_on.month and not one.cancelled
    ][:PATTERN_ROUNDS]
    months = Counter(closing.month for closing in closings)
    if not months:
        return ""
    month, count = months.most_common(1)[0]
    years = {closing.year for closing in closings if closing.month == month}
    return calendar.month_name[month] if len(years) > 1 and 2 * count > len(closings) else ""


def _place(one: ApplicationRound, day: date) -> str:
    last = one.closes_on or one.starts_on or one.opens_on
    if one.cancelled or (last and last.last_day < day):
        return "past"
    if one.opens_on and one.opens_on.last_day > day:
        return "upcoming"
    return "open" if one.closes_on else "unclear"


def _moment(one: ApplicationRound) -> tuple[date, str]:
    stated: PartialDate | None = one.closes_on or one.opens_on or one.starts_on
    return (stated.first_day if stated else date.max, one.label)

"""What past rounds let one expect of the next one. Never a fact: it is marked wherever it stands.

Rounds follow the year. Those that closed around the same day of it make a series; a series that two
years at least agree on is a pattern. A program may have several, such as a spring and a fall one.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import atan2, cos, pi, sin
from statistics import fmean

from programs.dates import PartialDate

Past = tuple[PartialDate | None, PartialDate | None]
"""When a past round opened and when it closed, as far as that is stated."""

_YEAR = 366
"""Days are counted in a leap year, which has them all."""
_LEAP = 2000
_APART_DAYS = 45
"""Rounds whose days of the year are further apart are not of one series."""
_NEAR_DAYS = 15
"""How far days may be from their mean for a part of the month to be said."""
_CURRENT_YEARS = 3
"""What nobody heard of for longer is not expected any more."""
_NEWEST = 12
"""So many past rounds count at most: what was ten years ago says little."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The next round of a pattern. Of what past rounds do not say, nothing: None and blank."""

    opens_on: date | None
    closes_on: date | None
    opens: str
    """`in November`, `in mid-December`."""
    closes: str
    rounds: int
    """How many past rounds it follows from."""
    is_current: bool
    """Whether the newest of them is of the last three years."""

    @property
    def told(self) -> str:
        """`opens in November, closes in mid-December`."""
        return self._told("opens", "closes")

    @property
    def told_of_past(self) -> str:
        """`opened in November, closed in mid-December`."""
        return self._told("opened", "closed")

    def _told(self, opens: str, closes: str) -> str:
        parts = ((opens, self.opens), (closes, self.closes))
        return ", ".join(f"{verb} {words}" for verb, words in parts if words)


@dataclass(frozen=True, slots=True)
class _Point:
    """A stated date on the circle of the year, with the round that it is of."""

    angle: float
    stated: PartialDate
    past: Past


def expected(past: Iterable[Past], day: date) -> Expected | None:
    """Return the round that comes next by the pattern of past ones, None if there is no pattern.

    `past` has the newest first. Dates of which only the year is known make no pattern.
    """
    newest = list(past)[:_NEWEST]
    found = _rounds(newest, 1, day) or _rounds(newest, 0, day)
    found.sort(key=lambda one: (not one.is_current, one.closes_on or one.opens_on))
    return found[0] if found else None


def _rounds(past: list[Past], place: int, day: date) -> list[Expected]:
    """Return the next round of each series that went on to the end."""
    points = _points(past, place)
    latest = max((point.stated.year for point in points), default=0)
    alive = [one for one in _series(points) if _latest(one) >= latest - 1]
    return [_round(one, place, day) for one in alive]


def _latest(series: list[_Point]) -> int:
    return max(point.stated.year for point in series)


def _points(past: Iterable[Past], place: int) -> list[_Point]:
    return [_Point(_angle(one[place]), one[place], one) for one in past if _has_month(one[place])]


def _has_month(stated: PartialDate | None) -> bool:
    return bool(stated and stated.month)


def _angle(stated: PartialDate) -> float:
    """Return where in the year a date is; of a month, its middle."""
    middle = date(_LEAP, stated.month, stated.day or 15)
    return 2 * pi * (middle - date(_LEAP, 1, 1)).days / _YEAR


def _series(points: list[_Point]) -> list[list[_Point]]:
    """Return the groups of points that lie together and are of two years at least."""
    ordered = sorted(points, key=lambda point: point.angle)
    gap = 2 * pi * _APART_DAYS / _YEAR
    groups: list[list[_Point]] = []
    for point in ordered:
        if groups and point.angle - groups[-1][-1].angle <= gap:
            groups[-1].append(point)
        else:
            groups.append([point])
    if len(groups) > 1 and groups[0][0].angle + 2 * pi - groups[-1][-1].angle <= gap:
        groups[0] = groups.pop() + groups[0]  # Around New Year.
    return [group for group in groups if len({point.stated.year for point in group}) > 1]


def _round(series: list[_Point], place: int, day: date) -> Expected:
    """Return the next round of a series of closings (1) or openings (0)."""
    openings = _points([one.past for one in series], 0)
    closes_on = _next(_mean(series), day) if place else None
    opens_on = None
    if len({point.stated.year for point in openings}) > 1:
        # The opening before that closing, which may be over.
        opens_on = _before(_mean(openings), closes_on) if closes_on else _next(_mean(openings), day)
    return Expected(
        opens_on,
        closes_on,
        _words(openings) if opens_on else "",
        _words(series) if closes_on else "",
        len(series),
        _latest(series) >= day.year - _CURRENT_YEARS,
    )


def _mean(points: list[_Point]) -> float:
    x = fmean(cos(point.angle) for point in points)
    y = fmean(sin(point.angle) for point in points)
    return atan2(y, x) % (2 * pi)


def _on(angle: float, year: int) -> date:
    day = date(_LEAP, 1, 1) + timedelta(days=round(angle * _YEAR / (2 * pi)) % _YEAR)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _next(angle: float, day: date) -> date:
    this_year = _on(angle, day.year)
    return this_year if this_year >= day else _on(angle, day.year + 1)


def _before(angle: float, closes_on: date) -> date:
    same_year = _on(angle, closes_on.year)
    return same_year if same_year <= closes_on else _on(angle, closes_on.year - 1)


def _words(points: list[_Point]) -> str:
    """Return `in mid-December` where all days are near each other, else `in December`."""
    mean = _mean(points)
    middle = _on(mean, _LEAP)
    near = 2 * pi * _NEAR_DAYS / _YEAR
    is_sure = all(
        point.stated.is_exact and abs((point.angle - mean + pi) % (2 * pi) - pi) <= near
        for point in points
    )
    part = ""
    if is_sure:
        part = "early " if middle.day <= 10 else "mid-" if middle.day <= 20 else "late "
    return f"in {part}{calendar.month_name[middle.month]}"

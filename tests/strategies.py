"""Random values that hold together, for tests of laws."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from programs.dates import PartialDate


@st.composite
def partial_dates(draw: st.DrawFn, first_year: int = 1000, last_year: int = 9999) -> PartialDate:
    """Return any date of these years, as likely a year or a month as a day."""
    year = draw(st.integers(first_year, last_year))
    precision = draw(st.sampled_from(["year", "month", "day"]))
    if precision == "year":
        return PartialDate(year)
    month = draw(st.integers(1, 12))
    if precision == "month":
        return PartialDate(year, month)
    return PartialDate(year, month, draw(st.integers(1, calendar.monthrange(year, month)[1])))


def days(first: date, last: date) -> st.SearchStrategy[date]:
    """Return any day of a span, and often one of those on which a month or a year turns."""
    turns = [
        day
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        for day in (PartialDate(year, month).first_day, PartialDate(year, month).last_day)
        if first <= day <= last
    ]
    anywhere = st.dates(first, last)
    return st.sampled_from(turns) | anywhere if turns else anywhere


@dataclass(frozen=True)
class RoundDates:
    """What the questions about a round are asked of."""

    opens_on: PartialDate | None
    closes_on: PartialDate | None
    starts_on: PartialDate | None
    cancelled: bool

    def is_open_on(self, day: date) -> bool:
        opened = self.opens_on is None or self.opens_on.last_day <= day
        closing = self.closes_on is not None and self.closes_on.last_day >= day
        return opened and closing and not self.cancelled

    def opens_after(self, day: date) -> bool:
        later = self.opens_on is not None and self.opens_on.last_day > day
        return later and not self.is_over_by(day)

    def is_over_by(self, day: date) -> bool:
        last = self.closes_on or self.starts_on or self.opens_on
        return self.cancelled or (last is not None and last.last_day < day)


def round_dates(first_year: int, last_year: int) -> st.SearchStrategy[RoundDates]:
    """Return the dates of any round that the database takes: it doesn't close before it opens."""
    moments = st.none() | partial_dates(first_year, last_year)
    cancelled = st.sampled_from([False, False, False, True])
    return st.builds(RoundDates, moments, moments, moments, cancelled).filter(
        lambda one: (
            one.opens_on is None
            or one.closes_on is None
            or one.opens_on.first_day <= one.closes_on.last_day
        )
    )


def days_around(rounds: list[RoundDates]) -> st.SearchStrategy[date]:
    """Return a day on which something may turn for one of the rounds: a bound, or one beside it."""
    moments = [
        moment
        for one in rounds
        for moment in (one.opens_on, one.closes_on, one.starts_on)
        if moment is not None
    ]
    bounds = {day for moment in moments for day in (moment.first_day, moment.last_day)}
    turns = sorted(day + timedelta(days=off) for day in bounds for off in (-1, 0, 1))
    return st.sampled_from(turns) if turns else st.just(date(2026, 11, 22))

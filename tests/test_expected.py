"""What past rounds let one expect of the next."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.dates import PartialDate
from programs.expected import expected

DAY = date(2026, 11, 27)


def rounds(*pairs: str):
    """Take `opens/closes`, the newest first."""
    parts = [pair.partition("/")[::2] for pair in pairs]
    return [
        tuple(PartialDate.parse(text) if text else None for text in (opens, closes))
        for opens, closes in parts
    ]


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        (
            ["2025-11-03/2025-12-12", "2024-11/2024-12-15", "2023-11-20/2023-12-16"],
            "opens in November, closes in mid-December",
        ),
        (["/2026-01-02", "/2025-01-09"], "closes in early January"),
        (["/2026-01-28", "/2025-01-30"], "closes in late January"),
        (["/2026-01", "/2025-01-20"], "closes in January"),
        (["/2026-01-04", "/2024-12-30"], "closes in early January"),
        (["/2026-01-12", "/2025-01-01", "/2024-06-01"], "closes in early January"),
        (["/2026-01-12", "/2025-01-10", "/2024-06-01", "/2023-06-01"], "closes in mid-January"),
        (["2026-03/", "2025-03/"], "opens in March"),
        (["2026-02/2026-03-31", "/2025-03-31"], "closes in late March"),
        (["/2026-09-01", "/2026-03-01", "/2025-09-01", "/2025-03-01"], "closes in early March"),
    ],
)
def test_pattern_is_told(pairs, told):
    assert expected(rounds(*pairs), DAY).told == told


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        ["/2026-01-12"],
        ["/2026-01-12", "/2026-01-30"],
        ["/2026-01-12", "/2025-06-01"],
        ["/2026", "/2025"],
        ["2026-01/", "/2025-01"],
    ],
    ids=["none", "one round", "one year", "months differ", "years alone", "of two kinds"],
)
def test_too_little_makes_no_pattern(pairs):
    assert expected(rounds(*pairs), DAY) is None


def test_next_round_is_ahead_and_opens_before_it_closes():
    found = expected(rounds("2025-11-20/2026-01-10", "2024-11-20/2025-01-10"), DAY)

    assert (found.opens_on, found.closes_on) == (date(2026, 11, 20), date(2027, 1, 10))
    assert found.rounds == 2


def test_what_nobody_heard_of_for_years_is_of_the_past():
    assert expected(rounds("/2023-01-10", "/2022-01-10"), DAY).is_current
    found = expected(rounds("2021-11/2022-01-10", "2020-11/2021-01-10"), DAY)
    assert not found.is_current
    assert found.told_of_past == "opened in November, closed in early January"


@given(
    st.dates(date(2020, 1, 1), date(2020, 12, 31)),
    st.dates(date(2024, 1, 1), date(2027, 12, 31)),
)
def test_yearly_round_is_expected_within_a_year_and_near_its_day(closes, day):
    days = [date(year, closes.month, min(closes.day, 28)) for year in (2025, 2024, 2023)]
    past = [(None, PartialDate.of(one)) for one in days]

    found = expected(past, day)

    assert 0 <= (found.closes_on - day).days <= 366
    off = abs((found.closes_on - days[0]).days % 365.25)
    assert min(off, 365.25 - off) <= 2

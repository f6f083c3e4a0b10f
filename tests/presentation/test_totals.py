"""Sums of what several programs say, and of what they don’t."""

import pytest

from programs.models import Program
from programs.presentation.totals import totals


def said(*programs: dict, **options: int) -> dict[str, tuple[str, list[str]]]:
    """Words and notes by label."""
    found = totals([Program(**facts) for facts in programs], **options)
    return {one.label: (one.words, list(one.notes)) for one in found}


def weeks(low: int | None = None, high: int | None = None) -> dict:
    return {"duration_weeks_min": low, "duration_weeks_max": high}


def costs(low: int | None, high: int | None, currency: str = "USD", **facts) -> dict:
    return {"cost": "paid", "cost_min": low, "cost_max": high, "cost_currency": currency, **facts}


def pays(low: int | None, high: int | None, period: str = "total", **facts) -> dict:
    given = {"funding_min": low, "funding_max": high, "funding_period": period}
    return {"funding": "stipend", "funding_currency": "USD", **given, **facts}


SILENT = {}
ROUGH = "The sum is rough: some of it is paid by the week, the month or the year."


@pytest.mark.parametrize(
    ("programs", "words", "notes"),
    [
        pytest.param([weeks(8, 8), weeks(10, 12)], "18 to 20 weeks", [], id="added"),
        pytest.param([weeks(52, 52), weeks(52, 104)], "2 to 3 years", [], id="whole-years"),
        pytest.param([weeks(8, 8), weeks(10)], "from 18 weeks", [], id="no-upper-bound"),
        pytest.param([weeks(8, 8), weeks(None, 4)], "8 to 12 weeks", [], id="no-lower-bound"),
        pytest.param(
            [weeks(8, 8), SILENT],
            "8 weeks",
            ["1 program doesn’t say how long it takes."],
            id="one-silent",
        ),
        pytest.param(
            [SILENT, SILENT], "", ["2 programs don’t say how long they take."], id="all-silent"
        ),
    ],
)
def test_time_is_a_range(programs, words, notes):
    assert said(*programs)["Time"] == (words, notes)


def test_the_time_of_ones_own_steps_is_nobodys_guess():
    assert said(weeks(8, 8), on_top=1)["Time"] == (
        "8 weeks",
        ["The step without a program comes on top."],
    )
    assert said(SILENT, on_top=2)["Time"][1] == [
        "1 program doesn’t say how long it takes.",
        "The steps without a program come on top.",
    ]


@pytest.mark.parametrize(
    ("programs", "words", "notes"),
    [
        pytest.param([{"cost": "free"}, {"cost": "employer_pays"}], "Nothing", [], id="nothing"),
        pytest.param(
            [costs(100, 200), costs(50, 50), {"cost": "free"}],
            "US$150 to US$250",
            [],
            id="one-currency",
        ),
        pytest.param(
            [costs(100, 100), costs(70, 70, "EUR")], "€70 and US$100", [], id="two-currencies"
        ),
        pytest.param([costs(None, 200), costs(None, 300)], "up to US$500", [], id="at-most"),
        pytest.param([costs(100, 200), costs(100, None)], "from US$200", [], id="at-least"),
        pytest.param([costs(0, 0)], "US$0", [], id="zero"),
        pytest.param(
            [costs(100, 100), {"cost": "paid"}, SILENT],
            "US$100",
            [
                "1 program costs money, and doesn’t say how much.",
                "1 program doesn’t say what it costs.",
            ],
            id="unknown-amounts",
        ),
        pytest.param(
            [{"cost": "varies"}, {"cost": "varies"}],
            "",
            ["2 programs do not cost the same for everybody."],
            id="varies",
        ),
        pytest.param(
            [costs(900, 900, cost="deferred"), {"cost": "free"}],
            "US$900",
            ["1 program is paid later, once you earn."],
            id="deferred",
        ),
    ],
)
def test_cost_is_a_range_for_each_currency(programs, words, notes):
    assert said(*programs)["You pay"] == (words, notes)


@pytest.mark.parametrize(
    ("programs", "words", "notes"),
    [
        pytest.param([{"funding": "none"}] * 2, "Nothing", [], id="nothing"),
        pytest.param([pays(500, 800), pays(200, 200)], "US$700 to US$1,000", [], id="added"),
        pytest.param(
            [pays(2000, 2000, "month", **weeks(26, 52))],
            "US$12,000 to US$24,000",
            [ROUGH],
            id="by-the-month",
        ),
        pytest.param([pays(70, 70, "week", **weeks(10, 10))], "US$700", [ROUGH], id="by-the-week"),
        pytest.param(
            [pays(40_000, 60_000, "year", **weeks(26, 26)), pays(1000, 1000)],
            "US$21,000 to US$31,000",
            [ROUGH],
            id="by-the-year-and-in-all",
        ),
        pytest.param(
            [pays(2000, 2000, "month"), pays(500, 500)],
            "US$500 and US$2,000 a month",
            [],
            id="by-the-month-for-nobody-knows-how-long",
        ),
        pytest.param(
            [pays(2000, 2000, "month", **weeks(26))], "from US$12,000", [ROUGH], id="at-least"
        ),
        pytest.param(
            [pays(500, 500), {"funding": "salary"}, {"funding": "none"}, SILENT],
            "US$500",
            [
                "1 program gives money, and doesn’t say how much.",
                "1 program pays you nothing.",
                "1 program doesn’t say whether it pays you.",
            ],
            id="unknown-amounts",
        ),
    ],
)
def test_funding_is_a_range_over_the_whole_time(programs, words, notes):
    assert said(*programs)["You get"] == (words, notes)

import pytest

from programs.dates import PartialDate
from programs.expected import expected
from programs.presentation.deadlines import entry_of, month_words
from programs.presentation.windows import Usual, Window
from tests.factories import TODAY


def window(opens="", closes="", starts="", note="", has_opened=True) -> Window:
    dates = (PartialDate.parse(text) if text else None for text in (opens, closes, starts))
    return Window(1, "2027 cohort", *dates, note, has_opened)


@pytest.mark.parametrize(
    ("one", "month", "words", "notes"),
    [
        (
            window("2026-11-01", "2026-12-04"),
            "2026-12",
            "Closes 4 December 2026 in 12 days",
            "2027 cohort, opened 1 November 2026",
        ),
        (window(closes="2026-11-22"), "2026-11", "Closes 22 November 2026 today", "2027 cohort"),
        (
            window(closes="2026-11-23", note="23:59 UTC"),
            "2026-11",
            "Closes 23 November 2026 tomorrow",
            "2027 cohort, 23:59 UTC",
        ),
        (
            window("2027-01", "2027-03", "2027-09", has_opened=False),
            "2027-03",
            "Closes in March 2027, day not stated",
            "2027 cohort, opens in January 2027, starts in September 2027",
        ),
        (window(closes="2027"), "2027", "Closes in 2027, month not stated", "2027 cohort"),
        (
            window("2027-01-05", has_opened=False),
            "",
            "Opens 5 January 2027, doesn’t say when it closes",
            "2027 cohort",
        ),
        (
            window(starts="2027"),
            "",
            "Doesn’t say when it opens or closes",
            "2027 cohort, starts in 2027",
        ),
    ],
    ids=["day", "today", "tomorrow", "month", "year", "no deadline", "start alone"],
)
def test_a_deadline_is_as_precise_as_its_source(one, month, words, notes):
    entry = entry_of(one, TODAY)

    assert (entry.month, f"{entry.words} {entry.left}".strip()) == (month, words)
    assert ", ".join(entry.notes) == notes


def test_only_what_can_be_applied_for_now_is_open():
    assert entry_of(window(closes="2027"), TODAY).is_open
    assert not entry_of(window("2027-01", "2027-02", has_opened=False), TODAY).is_open
    assert not entry_of(window(starts="2027"), TODAY).is_open


def test_what_is_expected_says_so_and_from_how_many_rounds():
    past = [(None, PartialDate.parse(day)) for day in ("2025-12-12", "2024-12-15")]

    entry = entry_of(Usual(1, expected(past, TODAY)), TODAY)

    assert entry.month == "2026-12"
    assert entry.words == "Usually closes in mid-December"
    assert entry.notes == ("expected from 2 past rounds, not announced",)
    assert not entry.is_open


def test_a_month_is_said_as_far_as_it_is_known():
    known = [month_words(key) for key in ("2027-03", "2027", "")]

    assert known == ["March 2027", "2027, month not stated", ""]

"""What changed about the rounds of a program, in sentences."""

from typing import Any

import pytest

from programs.presentation.round_changes import round_sentences


def one(label: str = "2027 cohort", **dates: Any) -> dict[str, Any]:
    blank = {"opens_on": None, "closes_on": None, "starts_on": None, "closes_at_note": ""}
    return {"label": label, **blank, "cancelled": False, **dates}


CASES = {
    "deadline": (
        [one(closes_on="2027-01-10")],
        [one(closes_on="2027-01-15")],
        "Applications now close on 15 January 2027 (was 10 January)",
    ),
    "deadline of another year": (
        [one(closes_on="2026-12-31")],
        [one(closes_on="2027-01")],
        "Applications now close in January 2027 (was 31 December 2026)",
    ),
    "deadline of one of two": (
        [one(closes_on="2027-01-10"), one("Fall")],
        [one(closes_on="2027"), one("Fall")],
        "Applications for 2027 cohort now close in 2027 (was 10 January)",
    ),
    "deadline said": (
        [one()],
        [one(closes_on="2027-01-10")],
        "Applications close on 10 January 2027 (before, it didn’t say)",
    ),
    "deadline unsaid": (
        [one(closes_on="2027-01-10")],
        [one()],
        "No longer says when applications close (was 10 January 2027)",
    ),
    "opening": (
        [one(opens_on="2026-11-01")],
        [one(opens_on="2026-12-01")],
        "Applications now open on 1 December 2026 (was 1 November)",
    ),
    "start": (
        [one(starts_on="2027-06")],
        [one(starts_on="2027-07")],
        "It now starts in July 2027 (was June)",
    ),
    "start unsaid": (
        [one(starts_on="2027-06"), one("Fall")],
        [one(), one("Fall")],
        "No longer says when 2027 cohort starts (was June 2027)",
    ),
    "hour": (
        [one()],
        [one(closes_at_note="17:00 CET")],
        "Closing time: now 17:00 CET (was: doesn’t say)",
    ),
    "canceled": (
        [one()],
        [one(cancelled=True)],
        "2027 cohort was canceled",
    ),
    "new round": (
        [],
        [one(opens_on="2026-12-01", closes_on="2027-01", starts_on="2027")],
        "New round, 2027 cohort: opens on 1 December 2026, closes in January 2027, starts in 2027",
    ),
    "round gone": (
        [one()],
        [],
        "2027 cohort is no longer among its rounds",
    ),
}


@pytest.mark.parametrize(("before", "after", "sentence"), CASES.values(), ids=CASES)
def test_a_change_reads_as_a_sentence(before, after, sentence):
    assert list(round_sentences(before, after)) == [sentence]


def test_rounds_that_stay_as_they_are_say_nothing():
    rounds = [one(closes_on="2027"), one("Fall")]

    assert list(round_sentences(rounds, rounds[::-1])) == []

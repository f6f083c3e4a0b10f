import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.dates import PartialDate
from programs.models import ApplicationRound
from programs.presentation.rounds import expected_round, timeline
from tests.factories import TODAY, ProgramFactory, RoundFactory

DATES = [None, "2025", "2026", "2027", "2026-10", "2026-11", "2026-12", "2026-11-21", "2026-11-22"]
DATES += ["2026-11-23", "2026-01-15", "2027-03-01"]


def round_of(opens=None, closes=None, starts=None, **others):
    dates = {"opens_on": opens, "closes_on": closes, "starts_on": starts}
    parsed = {name: PartialDate.parse(text) if text else None for name, text in dates.items()}
    return ApplicationRound(label=f"{opens} {closes} {starts}", **parsed, **others)


@pytest.mark.django_db
def test_groups_are_those_of_the_queries():
    program = ProgramFactory()
    for opens in DATES:
        for closes in DATES:
            if not (opens and closes) or opens <= closes or opens.startswith(closes):
                label = f"{opens} {closes}"
                RoundFactory(program=program, label=label, opens_on=opens, closes_on=closes)
    RoundFactory(program=program, label="off", closes_on="2027-03-01", cancelled=True)

    found = timeline(program.rounds.all(), TODAY)

    def labels(rounds):
        return {one.label for one in rounds}

    assert labels(found.open) == labels(program.rounds.open_on(TODAY)) > set()
    over = labels(program.rounds.over_by(TODAY))
    # "Opens in 2026, closes on 15 January 2026" may only seem to open later: it is over.
    assert labels(found.upcoming) == labels(program.rounds.opening_after(TODAY)) - over > set()
    assert labels(found.past) == over > set()


@given(st.lists(st.tuples(*[st.sampled_from(DATES)] * 3)))
def test_no_round_is_lost_or_shown_twice(dates):
    rounds = [round_of(*one) for one in dates]

    found = timeline(rounds, TODAY)

    grouped = [*found.open, *found.unclear, *found.upcoming, *found.past]
    assert sorted(one.label for one in grouped) == sorted(one.label for one in rounds)


def test_past_rounds_come_newest_first_and_others_soonest_first():
    closings = ["2024-01-01", "2025-01-01", "2027-02-01", "2026-12-01"]

    found = timeline([round_of(closes=one) for one in closings], TODAY)

    assert [str(one.closes_on) for one in found.past] == ["2025-01-01", "2024-01-01"]
    assert [str(one.closes_on) for one in found.open] == ["2026-12-01", "2027-02-01"]


def test_expected_round_follows_past_ones_that_were_not_canceled():
    day = TODAY

    for cancelled, told in ((False, "closes in January"), (True, None)):
        rounds = [round_of(closes=f"{year}-01", cancelled=cancelled) for year in (2026, 2025)]
        found = expected_round(rounds, day)
        assert (found and found.told) == told

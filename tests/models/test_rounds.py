import datetime

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.ledger import recording
from programs.models import ApplicationRound
from tests.factories import TODAY, ProgramFactory, RoundFactory
from tests.strategies import RoundDates, days_around, round_dates

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = "2026-11-21", "2026-11-23"
THIS_DAY, THIS_MONTH, THIS_YEAR = "2026-11-22", "2026-11", "2026"
LAST_MONTH, NEXT_MONTH = "2026-10", "2026-12"


def days_from_today(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("dates", "is_open"),
    [
        pytest.param({"opens_on": THIS_DAY, "closes_on": TOMORROW}, True, id="opens-today"),
        pytest.param({"opens_on": TOMORROW, "closes_on": TOMORROW}, False, id="opens-tomorrow"),
        pytest.param({"opens_on": YESTERDAY, "closes_on": THIS_DAY}, True, id="closes-today"),
        pytest.param({"closes_on": YESTERDAY}, False, id="closed-yesterday"),
        pytest.param({"opens_on": THIS_DAY, "closes_on": THIS_DAY}, True, id="one-day"),
        pytest.param({"closes_on": TOMORROW}, True, id="opening-not-stated"),
        pytest.param({"opens_on": YESTERDAY}, False, id="deadline-not-stated"),
        pytest.param({"starts_on": TOMORROW}, False, id="only-the-start-stated"),
        pytest.param({}, False, id="nothing-stated"),
        pytest.param({"closes_on": THIS_MONTH}, True, id="closes-this-month"),
        pytest.param({"closes_on": LAST_MONTH}, False, id="closed-last-month"),
        pytest.param({"closes_on": THIS_YEAR}, True, id="closes-this-year"),
        pytest.param({"opens_on": THIS_MONTH, "closes_on": NEXT_MONTH}, False, id="opens-in-month"),
        pytest.param({"opens_on": LAST_MONTH, "closes_on": NEXT_MONTH}, True, id="opened-in-month"),
        pytest.param({"closes_on": TOMORROW, "cancelled": True}, False, id="cancelled"),
    ],
)
def test_a_round_is_open_while_its_stated_deadline_is_not_over(dates: dict, is_open: bool):
    RoundFactory(**dates)

    assert ApplicationRound.objects.open_on(TODAY).exists() == is_open


@pytest.mark.parametrize(
    ("dates", "opens"),
    [
        pytest.param({"opens_on": THIS_DAY}, False, id="today"),
        pytest.param({"opens_on": TOMORROW}, True, id="tomorrow"),
        pytest.param({"opens_on": THIS_MONTH}, True, id="in-a-month-that-is-not-over"),
        pytest.param({"opens_on": LAST_MONTH}, False, id="in-a-month-that-is-over"),
        pytest.param({"opens_on": THIS_YEAR}, True, id="in-a-year-that-is-not-over"),
        pytest.param({"opens_on": TOMORROW, "cancelled": True}, False, id="cancelled"),
        pytest.param({"closes_on": TOMORROW}, False, id="not-stated"),
        pytest.param(
            {"opens_on": THIS_YEAR, "closes_on": YESTERDAY}, False, id="in-this-year-but-closed"
        ),
    ],
)
def test_a_round_opens_later_if_its_opening_is_not_over(dates: dict, opens: bool):
    RoundFactory(**dates)

    assert ApplicationRound.objects.opening_after(TODAY).exists() == opens


@pytest.mark.parametrize(
    ("dates", "is_over"),
    [
        pytest.param({"closes_on": YESTERDAY}, True, id="closed-yesterday"),
        pytest.param({"closes_on": THIS_DAY}, False, id="closes-today"),
        pytest.param({"closes_on": THIS_MONTH}, False, id="closes-this-month"),
        pytest.param({"closes_on": LAST_MONTH}, True, id="closed-last-month"),
        pytest.param({"closes_on": YESTERDAY, "starts_on": TOMORROW}, True, id="closed-not-begun"),
        pytest.param({"starts_on": YESTERDAY}, True, id="begun-without-a-deadline"),
        pytest.param({"starts_on": THIS_DAY}, False, id="begins-today"),
        pytest.param({"opens_on": YESTERDAY, "starts_on": TOMORROW}, False, id="opened-not-begun"),
        pytest.param({"opens_on": YESTERDAY}, True, id="opened-and-nothing-else-stated"),
        pytest.param({"opens_on": THIS_DAY}, False, id="opens-today"),
        pytest.param({}, False, id="nothing-stated"),
        pytest.param({"closes_on": TOMORROW, "cancelled": True}, True, id="cancelled"),
    ],
)
def test_a_round_is_over_when_the_last_stated_date_is(dates: dict, is_over: bool):
    RoundFactory(**dates)

    assert ApplicationRound.objects.over_by(TODAY).exists() == is_over


def test_a_month_as_deadline_holds_to_its_last_day():
    RoundFactory(closes_on=THIS_MONTH)

    open_on = [
        day
        for day in (days_from_today(number) for number in (7, 8, 9, 10))
        if ApplicationRound.objects.open_on(day).exists()
    ]

    assert open_on == [datetime.date(2026, 11, 29), datetime.date(2026, 11, 30)]


def test_a_month_as_opening_holds_from_the_day_after_it():
    RoundFactory(opens_on=THIS_MONTH, closes_on="2027-01")

    assert [
        ApplicationRound.objects.open_on(day).exists()
        for day in (datetime.date(2026, 11, 29), datetime.date(2026, 11, 30))
    ] == [False, True]


@settings(max_examples=40)
@given(rounds=st.lists(round_dates(2026, 2027), min_size=1, max_size=12), data=st.data())
def test_queries_agree_with_dates_held_one_by_one(rounds: list[RoundDates], data: st.DataObject):
    day = data.draw(days_around(rounds))
    objects = ApplicationRound.objects

    with transaction.atomic():
        program = ProgramFactory()
        with recording([program]):
            objects.bulk_create(
                ApplicationRound(program=program, label=f"{number}", **vars(one))
                for number, one in enumerate(rounds)
            )
        found = [
            {int(one.label) for one in query}
            for query in (objects.open_on(day), objects.opening_after(day), objects.over_by(day))
        ]
        transaction.set_rollback(True)

    assert found == [
        {number for number, one in enumerate(rounds) if holds(one, day)}
        for holds in (RoundDates.is_open_on, RoundDates.opens_after, RoundDates.is_over_by)
    ]


@given(one=round_dates(2026, 2027), data=st.data())
def test_no_round_is_in_two_places_at_once(one: RoundDates, data: st.DataObject):
    day = data.draw(days_around([one]))

    places = [one.is_open_on(day), one.opens_after(day), one.is_over_by(day)]

    assert sum(places) <= 1


@pytest.mark.parametrize(
    ("dates", "start"),
    [
        pytest.param({}, None, id="nothing-stated"),
        pytest.param({"starts_on": TOMORROW}, TOMORROW, id="ahead"),
        pytest.param({"starts_on": THIS_MONTH}, THIS_MONTH, id="perhaps-ahead"),
        pytest.param({"starts_on": YESTERDAY}, None, id="over"),
        pytest.param({"starts_on": TOMORROW, "closes_on": YESTERDAY}, None, id="too-late-to-apply"),
        pytest.param({"starts_on": NEXT_MONTH, "closes_on": TOMORROW}, NEXT_MONTH, id="open"),
        pytest.param({"starts_on": YESTERDAY, "closes_on": TOMORROW}, None, id="began-already"),
    ],
)
def test_the_next_start_is_one_that_somebody_can_still_apply_for(dates, start):
    RoundFactory(**dates)

    found = ApplicationRound.objects.get().next_start(TODAY)

    assert (str(found) if found else None) == start

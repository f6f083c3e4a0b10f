import datetime

import pytest

from programs.choices import Opening, Publication, Status
from programs.dates import PartialDate
from programs.ledger import recording
from programs.models import Program
from tests.factories import TODAY, CheckFactory, ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = "2026-11-21", "2026-11-23"


def on(day: datetime.date = TODAY) -> Program:
    """Return the one program, with what its rounds say on the day."""
    return Program.objects.with_rounds_on(day).get()


def slugs(query) -> set[str]:
    return {program.slug for program in query}


# --- What visitors may see, what runs --------------------------------------------------------


@pytest.mark.parametrize("publication", Publication.values)
def test_only_what_is_published_may_be_seen(publication: str):
    ProgramFactory(publication=publication)

    seen = Program.objects.published().exists()

    assert seen == (publication == Publication.PUBLISHED)


def test_published_ones_are_returned_in_the_order_asked_for(django_assert_num_queries):
    first, draft, last = ProgramFactory(), ProgramFactory(draft=True), ProgramFactory()

    with django_assert_num_queries(1):
        found = Program.objects.published_among([last.pk, draft.pk, 0, first.pk])

    assert found == [last, first]


@pytest.mark.parametrize("status", Status.values)
def test_all_but_the_closed_count_as_running(status: str):
    ProgramFactory(status=status)

    assert Program.objects.running().exists() == (status != Status.CLOSED)


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("rolling", [True, False, None], ids=["yes", "no", "unstated"])
def test_all_year_round_takes_a_program_that_is_known_to_run(status: str, rolling: bool | None):
    ProgramFactory(status=status, rolling=rolling)

    found = Program.objects.rolling().exists()

    assert found == (status == Status.ACTIVE and rolling is True)


# --- Opening ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("traits", "opening", "closes_on"),
    [
        pytest.param({"open": True}, Opening.NOW, "2027-02-20", id="open"),
        pytest.param({"closing_soon": True}, Opening.NOW, "2026-12-04", id="closing-soon"),
        pytest.param({"opening_later": True}, Opening.SOON, None, id="opening-later"),
        pytest.param({"over": True}, Opening.UNKNOWN, None, id="over"),
        pytest.param({"rolling": True}, Opening.ROLLING, None, id="rolling"),
        pytest.param({"rolling": False}, Opening.UNKNOWN, None, id="not-rolling"),
        pytest.param({}, Opening.UNKNOWN, None, id="nothing-stated"),
        pytest.param({"unstated": True}, Opening.UNKNOWN, None, id="not-known-to-run"),
        pytest.param(
            {"unstated": True, "open": True}, Opening.NOW, "2027-02-20", id="not-known-but-open"
        ),
        pytest.param(
            {"unstated": True, "rolling": True}, Opening.UNKNOWN, None, id="not-known-and-rolling"
        ),
        pytest.param(
            {"unstated": True, "opening_later": True}, Opening.SOON, None, id="not-known-but-soon"
        ),
        pytest.param(
            {"rolling": True, "open": True}, Opening.NOW, "2027-02-20", id="rolling-and-open"
        ),
        pytest.param(
            {"rolling": True, "opening_later": True}, Opening.ROLLING, None, id="rolling-and-later"
        ),
        pytest.param({"rolling": True, "over": True}, Opening.ROLLING, None, id="rolling-and-over"),
        pytest.param({"closed": True, "open": True}, Opening.UNKNOWN, None, id="closed"),
        pytest.param({"closed": True, "rolling": True}, Opening.UNKNOWN, None, id="closed-rolling"),
        pytest.param(
            {"status": Status.PAUSED, "open": True}, Opening.UNKNOWN, None, id="paused-and-open"
        ),
        pytest.param(
            {"status": Status.PAUSED, "opening_later": True}, Opening.UNKNOWN, None, id="paused"
        ),
    ],
)
def test_a_program_opens_as_its_rounds_and_its_life_say(
    traits: dict, opening: Opening, closes_on: str | None
):
    ProgramFactory(**traits)

    program = on()

    assert (program.opening, program.closes_on and str(program.closes_on)) == (opening, closes_on)


@pytest.mark.parametrize(
    ("dates", "opening"),
    [
        pytest.param({"opens_on": "2026-11-22", "closes_on": "2026-12"}, "now", id="opens-today"),
        pytest.param({"opens_on": TOMORROW, "closes_on": "2026-12"}, "soon", id="opens-tomorrow"),
        pytest.param({"closes_on": "2026-11-22"}, "now", id="closes-today"),
        pytest.param({"closes_on": YESTERDAY}, "unknown", id="closed-yesterday"),
        pytest.param({"closes_on": "2026-11"}, "now", id="closes-this-month"),
        pytest.param({"closes_on": "2026-10"}, "unknown", id="closed-last-month"),
        pytest.param({"opens_on": "2026-11", "closes_on": "2026-12"}, "soon", id="opens-in-month"),
        pytest.param({"opens_on": YESTERDAY}, "unknown", id="opened-without-a-deadline"),
        pytest.param({"closes_on": TOMORROW, "cancelled": True}, "unknown", id="cancelled"),
        pytest.param({"opens_on": TOMORROW, "cancelled": True}, "unknown", id="later-cancelled"),
    ],
)
def test_one_round_decides_at_its_boundaries(dates: dict, opening: str):
    RoundFactory(**dates)

    assert on().opening == opening


def test_a_program_closes_when_the_first_of_its_open_rounds_does():
    program = ProgramFactory(open=True)
    RoundFactory(program=program, closes_on="2026-12-15")
    RoundFactory(program=program, closes_on=YESTERDAY)

    assert on().closes_on == PartialDate(2026, 12, 15)


def test_a_cancelled_round_does_not_hide_the_next():
    program = ProgramFactory(opening_later=True)
    RoundFactory(program=program, closes_on=TOMORROW, cancelled=True)

    assert (on().opening, on().closes_on) == (Opening.SOON, None)


def test_rounds_of_another_program_do_not_count():
    ProgramFactory(open=True)
    other = ProgramFactory()

    assert Program.objects.with_rounds_on(TODAY).get(pk=other.pk).opening == Opening.UNKNOWN


def test_several_rounds_give_one_row():
    program = ProgramFactory(open=True)
    RoundFactory(program=program, closes_on="2026-12-15")

    assert Program.objects.with_rounds_on(TODAY).count() == 1


def test_open_on_keeps_what_has_an_open_round():
    ProgramFactory(slug="open", open=True)
    ProgramFactory(slug="rolling", rolling=True)
    ProgramFactory(slug="later", opening_later=True)
    ProgramFactory(slug="closed", closed=True, open=True)

    assert slugs(Program.objects.open_on(TODAY)) == {"open"}


# --- Closing soon ----------------------------------------------------------------------------


def test_closing_soon_is_within_sixty_days_unless_told():
    for slug, day in {"on-day-60": "2027-01-21", "on-day-61": "2027-01-22"}.items():
        RoundFactory(program=ProgramFactory(slug=slug), closes_on=day)

    assert slugs(Program.objects.closing_soon(TODAY)) == {"on-day-60"}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(11, set(), id="the-day-before"),
        pytest.param(12, {"one"}, id="the-day-itself"),
    ],
)
def test_closing_soon_counts_the_last_day(days: int, found: set[str]):
    ProgramFactory(slug="one", closing_soon=True)

    assert slugs(Program.objects.closing_soon(TODAY, days=days)) == found


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({"open": True}, id="closes-later"),
        pytest.param({"opening_later": True}, id="not-open-yet"),
        pytest.param({"over": True}, id="over"),
        pytest.param({"rolling": True}, id="all-year-round"),
        pytest.param({"closed": True, "closing_soon": True}, id="closed"),
        pytest.param({"status": Status.PAUSED, "closing_soon": True}, id="paused"),
    ],
)
def test_what_does_not_close_soon_is_left_out(traits: dict):
    ProgramFactory(**traits)

    assert not Program.objects.closing_soon(TODAY).exists()


def test_a_month_as_deadline_closes_soon_from_the_first_day_it_can_mean():
    RoundFactory(closes_on="2026-12")

    assert [Program.objects.closing_soon(TODAY, days=days).exists() for days in (8, 9)] == [
        False,
        True,
    ]


def test_the_soonest_comes_first_and_names_settle_a_tie():
    for name, closes_on in [("C", "2026-12-01"), ("B", "2026-12"), ("A", "2026-12-01")]:
        RoundFactory(program=ProgramFactory(name=name), closes_on=closes_on)

    names = [program.name for program in Program.objects.closing_soon(TODAY)]

    assert names == ["B", "A", "C"]


# --- Last check ------------------------------------------------------------------------------


def test_a_program_that_nobody_checked_has_no_last_check():
    ProgramFactory()

    assert Program.objects.with_last_check().get().checked_at is None


def test_the_last_check_is_the_newest():
    program = ProgramFactory()
    moments = [datetime.datetime(2026, month, 1, tzinfo=datetime.UTC) for month in (3, 9, 6)]
    for moment in moments:
        CheckFactory(program=program, at=moment)

    assert Program.objects.with_last_check().get().checked_at == moments[1]


def test_an_edit_is_not_a_check():
    program = ProgramFactory()
    check = CheckFactory(program=program)

    with recording([program]):
        program.name = "Another name"
        program.save()

    assert Program.objects.with_last_check().get().checked_at == check.at


def test_all_that_is_added_stands_together():
    program = ProgramFactory(open=True, topics=["nlp", "vision"])
    CheckFactory.create_batch(2, program=program)
    RoundFactory(program=program, closes_on="2026-12-15")

    found = Program.objects.published().running().with_last_check().closing_soon(TODAY)

    assert [(one.slug, one.checked_at is None) for one in found] == [(program.slug, False)]

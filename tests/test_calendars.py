"""Calendars of deadlines, read back by two parsers that are not ours."""

import datetime

import icalendar
import pytest
import vobject

from programs.calendars import calendar_parts
from programs.ledger import recording
from programs.models import Program
from tests.factories import TODAY, ProgramFactory, RoundFactory, in_days

pytestmark = pytest.mark.django_db


def written(*programs: Program, name: str = "Deadlines", day: datetime.date = TODAY) -> bytes:
    parts = calendar_parts(
        [one.pk for one in programs],
        day,
        name=name,
        about="About it.",
        address="https://site.example/programs/",
        host="site.example",
        absolute="https://site.example{}".format,
    )
    return b"".join(parts)


def events(*programs: Program, **options) -> list[icalendar.Event]:
    data = written(*programs, **options)
    read = vobject.readOne(data.decode())
    found = icalendar.Calendar.from_ical(data).events
    other = read.contents.get("vevent", [])
    assert [str(one["UID"]) for one in found] == [one.uid.value for one in other]
    assert [str(one["SUMMARY"]) for one in found] == [one.summary.value for one in other]
    assert [one.start for one in found] == [one.dtstart.value for one in other]
    return found


def valid(data: bytes) -> list[str]:
    """Return the names of the components of a calendar in which two parsers find no fault."""
    read = icalendar.Calendar.from_ical(data)
    assert [one.errors for one in read.walk() if one.errors] == []
    other = vobject.readOne(data.decode())
    other.validate(raiseException=True)
    names = [one.name for one in read.subcomponents]
    assert [one.name for one in other.components()] == names
    return names


def days(event: icalendar.Event) -> tuple[datetime.date, datetime.date]:
    """Return the first day and the last one."""
    assert not isinstance(event.start, datetime.datetime)
    return event.start, event.end - datetime.timedelta(days=1)


def test_a_deadline_is_one_day_wherever_the_reader_is():
    program = ProgramFactory(name="Robot Lab", slug="robots")
    RoundFactory(program=program, label="2027", closes_on="2027-01-15", closes_at_note="17:00 CET")

    data = written(program)
    (event,) = events(program)

    assert days(event) == (datetime.date(2027, 1, 15),) * 2
    assert b"DTSTART;VALUE=DATE:20270115\r\n" in data
    assert event["SUMMARY"] == "Robot Lab closes"
    assert "2027: applications close on 15 January 2027, 17:00 CET." in event["DESCRIPTION"]
    assert event["URL"] == "https://site.example/programs/robots/"
    assert event["STATUS"] == "CONFIRMED"
    assert b"DTSTAMP:20" in data
    assert b"TZID" not in data


def test_a_month_is_never_told_as_a_day():
    program = ProgramFactory(name="Robot Lab")
    RoundFactory(program=program, closes_on="2027-03")

    (event,) = events(program)

    assert days(event) == (datetime.date(2027, 3, 1), datetime.date(2027, 3, 31))
    assert event["SUMMARY"] == "Robot Lab closes in March 2027 (day not stated)"


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_on": "2027"},
        {"closes_on": None, "opens_on": in_days(9)},
        {"closes_on": in_days(-1)},
        {"closes_on": in_days(9), "cancelled": True},
    ],
    ids=["year alone", "no deadline", "over", "canceled"],
)
def test_what_has_no_deadline_ahead_has_no_event(fields):
    program = ProgramFactory()
    RoundFactory(program=program, **fields)

    assert events(program) == []


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_a_program_that_opens_nothing_has_no_event(status):
    assert events(ProgramFactory(status=status, open=True)) == []


def test_hidden_programs_have_no_event():
    assert events(ProgramFactory(draft=True, open=True)) == []


def past(program: Program, *dates: str) -> Program:
    for closed in dates:
        RoundFactory(program=program, closes_on=closed)
    return program


def test_what_past_rounds_let_one_expect_is_tentative_and_says_so():
    program = past(ProgramFactory(name="Robot Lab"), "2024-12-12", "2025-12-14")

    (event,) = events(program)

    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"] == "Expected: Robot Lab usually closes in mid-December"
    assert days(event) == (datetime.date(2026, 12, 11), datetime.date(2026, 12, 20))
    assert "not announced" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (("2024-02-27", "2025-02-26"), "2027-02-21", "2027-02-28"),
        (("2024-03", "2025-03"), "2027-03-01", "2027-03-31"),
        (("2024-12-02", "2025-12-04"), "2026-12-01", "2026-12-10"),
    ],
    ids=["late", "month", "early"],
)
def test_an_expected_deadline_lasts_as_long_as_its_words_mean(dates, first, last):
    (event,) = events(past(ProgramFactory(), *dates))

    assert tuple(day.isoformat() for day in days(event)) == (first, last)


def test_nothing_is_expected_beside_what_is_announced():
    program = past(ProgramFactory(name="Robot Lab"), "2024-12-12", "2025-12-14", "2027-01-15")

    assert [event["SUMMARY"] for event in events(program)] == ["Robot Lab closes"]


@pytest.mark.parametrize("fields", [{"status": "unknown"}, {"rolling": True}, {"status": "closed"}])
def test_nothing_is_expected_of_what_may_not_run_or_always_takes_people(fields):
    assert events(past(ProgramFactory(**fields), "2024-12-12", "2025-12-14")) == []


def test_events_come_in_the_order_of_the_programs():
    programs = [ProgramFactory(open=True, name=name) for name in ("B", "C", "A")]

    found = [event["SUMMARY"] for event in events(*programs)]

    assert found == ["B closes", "C closes", "A closes"]


def test_an_edit_keeps_the_event_and_counts():
    program = ProgramFactory(open=True)
    (before,) = events(program)
    with recording([program], at=datetime.datetime(2036, 11, 23, 12, tzinfo=datetime.UTC)):
        program.rounds.update(closes_on="2027-05-01", label="Spring")
        Program.objects.update(slug="renamed", name="Other")

    (after,) = events(program)

    assert after["UID"] == before["UID"]
    assert before["SEQUENCE"] == 0
    assert after["SEQUENCE"] == 2
    assert after["LAST-MODIFIED"].dt.isoformat() == "2036-11-23T12:00:00+00:00"
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt


def test_what_an_event_does_not_show_counts_for_nothing():
    program = ProgramFactory(open=True)
    before = written(program)
    with recording([program]):
        Program.objects.update(cost="free")

    assert written(program) == before


def test_keys_are_of_this_site_and_no_two_are_equal():
    one, two = ProgramFactory(open=True), ProgramFactory(open=True)
    RoundFactory(program=one, closes_on=in_days(99))
    past(two, "2024-12-12")

    keys = [str(event["UID"]) for event in events(one, two)]

    assert len(keys) == len(set(keys)) == 3
    assert all(key.endswith("@site.example") for key in keys)


def test_a_calendar_says_what_it_is_and_when_to_ask_again():
    data = written(name="Deadlines · Type: Residencies, “x”; y")
    read = icalendar.Calendar.from_ical(data)

    assert read["NAME"] == "Deadlines · Type: Residencies, “x”; y"
    assert read["X-WR-CALNAME"] == read["NAME"]
    assert read["REFRESH-INTERVAL"].dt == datetime.timedelta(days=1)
    assert read["URL"] == "https://site.example/programs/"
    assert vobject.readOne(data.decode()).name == "VCALENDAR"


@pytest.mark.parametrize(
    "name",
    [
        "A, B; C: D \\ E",
        "Two\nlines",
        "Ünï 机器学习 " * 8,
        "\x0bVertical\x00",
        'Quoted "it" ' + "long " * 30,
        "Slash\\",
    ],
    ids=["marks", "lines", "scripts", "control", "long", "slash"],
)
def test_whatever_a_name_holds_is_read_back(name):
    name = name[:190]
    program = ProgramFactory.build(name=name)
    shown = ProgramFactory(open=True)
    with recording([shown]):
        Program.objects.update(name=program.name.replace("\x00", ""))

    data = written(shown)
    (event,) = events(shown)

    expected = name.replace("\x00", "").replace("\x0b", " ")
    assert event["SUMMARY"] == f"{expected} closes"
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize("made", [0, 1], ids=["no program", "no deadline"])
def test_a_calendar_without_deadlines_has_the_component_that_it_must_have(made):
    data = written(*ProgramFactory.create_batch(made))

    assert valid(data) == ["VTIMEZONE"]
    zone = icalendar.Calendar.from_ical(data).timezones[0]
    assert zone.to_tz().utcoffset(datetime.datetime(2026, 11, 22)) == datetime.timedelta()
    assert (
        vobject.readOne(data.decode()).vtimezone.tzinfo.utcoffset(datetime.datetime(2026, 11, 22))
        == datetime.timedelta()
    )


def test_a_calendar_with_deadlines_has_nothing_else():
    data = written(ProgramFactory(open=True), ProgramFactory(), ProgramFactory(open=True))

    assert valid(data) == ["VEVENT", "VEVENT"]


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_programs(count, django_assert_num_queries):
    programs = [ProgramFactory(open=True) for _ in range(count)]

    with django_assert_num_queries(3):
        written(*programs)

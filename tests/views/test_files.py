"""What stands in the files that a list is taken along as."""

import datetime
import random

import icalendar
import pytest

from programs.catalogue import touching
from programs.csv_import import COLUMNS, make_plan, read_bytes, store_plan
from programs.presentation.program_json import _FACTS
from tests.factories import (
    TODAY,
    CheckFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    in_days,
)
from tests.random_programs import make_programs
from tests.views.taking import asked, content, in_csv, in_json

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


# --- CSV -------------------------------------------------------------------------------------


def test_the_file_of_a_query_changes_nothing_where_it_is_imported(client):
    make_programs(random.Random(3), 12)
    data = content(client, "csv", "sort=name&status=active&status=closed&status=unknown")

    batch = store_plan(make_plan(read_bytes(data, "programs.csv", COLUMNS)))

    counts = {action: count for action, count in batch.counts.items() if count}
    assert counts == {"unchanged": len(data.decode().splitlines()) - 1}


def test_a_file_of_no_program_has_its_columns(client):
    assert content(client, "csv").decode().splitlines() == [",".join(COLUMNS)]


def test_files_are_written_part_by_part(client, monkeypatch):
    monkeypatch.setattr("programs.exports._CHUNK", 2)
    for name in "ABCDE":
        ProgramFactory(name=name, slug=name.lower())

    answer = asked(client, "csv", "sort=name")
    parts = list(answer.streaming_content)

    assert [part.count(b"\r\n") for part in parts if part] == [3, 2, 1]
    assert in_csv(client, "sort=name") == ["a", "b", "c", "d", "e"]
    assert [one["slug"] for one in in_json(client, "sort=name")["programs"]] == list("abcde")


# --- JSON ------------------------------------------------------------------------------------


def test_a_program_in_json_says_what_is_stated_and_null_where_nothing_is(client):
    program = ProgramFactory(
        slug="robots",
        organization=OrganizationFactory(name="The Lab", url=""),
        degree_minimum="none",
        mentorship=False,
        funding="none",
        minimum_age=0,
        topics=["nlp"],
        locations=["Toronto, CA"],
    )
    RoundFactory(program=program, label="2027", opens_on=in_days(-9), closes_on="2027-03")
    CheckFactory(program=program, fields=["cost"])

    (found,) = in_json(client)["programs"]

    assert list(found) == [
        *("page", "organization"),
        *_FACTS,
        *("opening", "closes_on", "checked_on", "checked_in_full"),
    ]
    assert found["page"] == "http://testserver/programs/robots/"
    assert found["organization"] == {"name": "The Lab", "url": None}
    assert (found["funding"], found["mentorship"], found["minimum_age"]) == ("none", False, 0)
    assert (found["sponsors_visa"], found["format"], found["audiences"]) == (None, None, [])
    assert (found["topics"], found["locations"]) == (["nlp"], ["Toronto, CA"])
    assert found["rounds"] == [
        {
            "label": "2027",
            "opens_on": in_days(-9),
            "closes_on": "2027-03",
            "starts_on": None,
            "closes_at_note": None,
            "cancelled": False,
        }
    ]
    assert (found["opening"], found["closes_on"]) == ("now", "2027-03")
    assert (found["checked_on"], found["checked_in_full"]) == ("2026-11-20", False)


def test_json_says_what_it_is_about(client):
    ProgramFactory(program_type="residency")

    data = in_json(client, "program_type=residency&sort=name")

    assert data["title"] == "Type: Residencies"
    assert data["query"] == {"program_type": ["residency"]}
    assert (data["sort"], data["day"], data["count"]) == ("name", "2026-11-22", 1)
    assert data["links"]["page"] == "http://testserver/programs/?program_type=residency&sort=name"
    for address in data["links"].values():
        assert client.get(address).status_code == 200
    assert in_json(client)["title"] == "All programs"
    assert in_json(client, "degree=phd")["programs"] == []


# --- Calendar --------------------------------------------------------------------------------


def test_the_name_of_a_calendar_says_its_filters(client):
    data = content(client, "ics", "program_type=residency&degree=none&q=robots")
    read = icalendar.Calendar.from_ical(data)

    words = "Deadlines · Search: “robots”, Type: Residencies, Degree asked: No degree"
    assert read["X-WR-CALNAME"] == words


def test_a_calendar_is_the_same_until_something_changes(client, monkeypatch):
    ProgramFactory(open=True)
    before = content(client, "ics")
    with touching():
        OrganizationFactory()
    later = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert content(client, "ics") == before


# --- Cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "queries"), [("csv", 10), ("json", 8), ("ics", 4)], ids=["csv", "json", "ics"]
)
@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_programs(
    client, name, queries, count, django_assert_num_queries
):
    ProgramFactory.create_batch(count, open=True)
    content(client, name)

    with django_assert_num_queries(queries):
        content(client, name)

"""What a list can be taken along as: for any query the same programs, in the same order."""

import csv
import datetime
import io
import json
import random
import re
from html import unescape

import feedparser
import icalendar
import pytest
import vobject
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.catalogue import touching
from programs.csv_import import COLUMNS, make_plan, read_bytes, store_plan
from programs.ledger import recording
from programs.models import Program
from programs.presentation.program_json import _FACTS
from tests.factories import (
    TODAY,
    CheckFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    in_days,
)
from tests.random_programs import SEARCHES, address_of, make_programs, queries
from tests.views.reading import get

pytestmark = pytest.mark.django_db

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "atom": "application/atom+xml; charset=utf-8",
}
every_format = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def asked(client: Client, name: str, query: str = "", **headers: str):
    return client.get(f"/programs.{name}", QUERY_STRING=query, headers=headers)


def content(client: Client, name: str, query: str = "") -> bytes:
    answer = asked(client, name, query)
    assert answer.status_code == 200
    return answer.getvalue()


def slug_of(address: str) -> str:
    return re.fullmatch(r"http://testserver/programs/([^/]+)/", address)[1]


def in_page(client: Client, query: str) -> list[str]:
    """Return the slugs of all pages of the list."""
    slugs, number = [], 1
    while True:
        html = get(client, f"{query}&page={number}")
        slugs += re.findall(r'<h2><a href="/programs/([^"/]+)/">', html)
        if 'rel="next"' not in html:
            return slugs
        number += 1


def in_csv(client: Client, query: str) -> list[str]:
    return [
        row["slug"] for row in csv.DictReader(io.StringIO(content(client, "csv", query).decode()))
    ]


def in_json(client: Client, query: str = "") -> dict:
    return json.loads(content(client, "json", query))


def in_ics(client: Client, query: str) -> list[str]:
    """Return the slug of each event's program, read by two parsers."""
    data = content(client, "ics", query)
    found = [slug_of(str(event["URL"])) for event in icalendar.Calendar.from_ical(data).events]
    other = vobject.readOne(data.decode()).contents.get("vevent", [])
    assert [slug_of(event.url.value) for event in other] == found
    return found


def in_atom(client: Client, query: str) -> set[str]:
    read = feedparser.parse(content(client, "atom", query))
    assert not read.bozo, read.bozo_exception
    own = [entry for entry in read.entries if "in one go" not in entry.title]
    links = [entry.link for entry in own]
    links += [
        unescape(address)
        for entry in read.entries
        for address in re.findall(r'<a href="([^"]+)"', entry.summary)
    ]
    return {slug_of(link) for link in links}


# --- The law ---------------------------------------------------------------------------------

addresses = st.tuples(
    queries,
    st.none() | st.sampled_from(SEARCHES),
    st.none() | st.sampled_from(["closing", "name", "newest", "checked"]),
    st.none() | st.sampled_from(["2", "99", "x"]),
)


def text_of(address) -> str:
    query, search, sort, page = address
    data = address_of(query)
    for name, value in (("q", search), ("sort", sort), ("page", page)):
        if value:
            data[name] = value
    return data.urlencode()


@pytest.fixture
def many() -> list[Program]:
    dice = random.Random(7)
    made = make_programs(dice, 70)
    # Together, and one after another: some moments are told as one entry, some are not.
    with recording(made[:10]):
        Program.objects.filter(pk__in=[one.pk for one in made[:10]]).update(minimum_age=18)
    for program in made[10:30]:
        with recording([program]):
            Program.objects.filter(pk=program.pk).update(minimum_age=21)
    for program in made[::9]:
        CheckFactory(program=program)
        RoundFactory(program=program, label="Spring", closes_on="2027-03")
    return made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=addresses)
def test_every_format_names_the_programs_of_the_page_in_its_order(client, many, address):
    query = text_of(address)
    without_page = text_of((*address[:3], None))

    listed = in_page(client, without_page)
    data = in_json(client, query)

    assert [program["slug"] for program in data["programs"]] == listed
    assert data["count"] == len(listed)
    assert in_csv(client, query) == listed
    dated = in_ics(client, query)
    assert list(dict.fromkeys(dated)) == [slug for slug in listed if slug in set(dated)]
    assert {program["slug"] for program in data["programs"] if program["closes_on"]} <= set(dated)
    closed = [] if "status" in address[0] else in_csv(client, f"{without_page}&status=closed")
    assert in_atom(client, query) <= {*listed, *closed}


# --- What all of them share ------------------------------------------------------------------


@every_format
def test_it_is_what_it_says_and_any_cache_may_keep_it(client, name):
    ProgramFactory(open=True)

    answer = asked(client, name)

    assert answer.headers["Content-Type"] == FORMATS[name]
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not answer.cookies
    known = answer.headers["ETag"]
    assert asked(client, name, **{"if-none-match": known}).status_code == 304
    assert content(client, name) == content(client, name)


@every_format
def test_an_edit_makes_it_another_one(client, name):
    program = ProgramFactory(open=True, name="Old")
    before = asked(client, name).headers["ETag"]
    with recording([program]):
        Program.objects.update(name="New")

    assert asked(client, name).headers["ETag"] != before
    assert b"New" in content(client, name)


@every_format
def test_its_head_alone_can_be_asked_for(client, name, django_assert_max_num_queries):
    ProgramFactory(open=True)
    client.get("/programs/")

    with django_assert_max_num_queries(20):
        answer = client.head(f"/programs.{name}", QUERY_STRING="degree=x")

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"] == asked(client, name, "degree=x").headers["ETag"]
    assert answer.headers["Content-Type"] == FORMATS[name]
    assert "We ignored degree" in answer.headers["X-Notice"]


@every_format
def test_it_is_sent_compressed_to_who_wants_that(client, name):
    ProgramFactory.create_batch(3, open=True)

    answer = asked(client, name, **{"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["ETag"].startswith("W/")


@every_format
def test_nothing_can_be_posted_to_it(client, name):
    assert client.post(f"/programs.{name}").status_code == 405


@every_format
@pytest.mark.parametrize(
    "query",
    ["q=%00&degree=%00", f"page={'9' * 400}&max_weeks={'9' * 400}", "topic=%F0%9F%A4%96%0D%0AX:y"],
    ids=["NUL", "huge", "line break"],
)
def test_nothing_that_an_address_can_hold_is_an_error(client, name, query):
    ProgramFactory(open=True)

    answer = asked(client, name, query)

    assert answer.status_code == 200
    assert answer.headers["X-Notice"].isascii()


@every_format
def test_what_is_right_needs_no_notice(client, name):
    assert "X-Notice" not in asked(client, name, "degree=phd")


def test_what_was_ignored_is_told_in_the_words_of_the_page(client):
    ProgramFactory(open=True)
    sentence = "We ignored degree “doctor”: it is not one of none, bachelor, master, phd, unstated."

    assert sentence in unescape(get(client, "degree=doctor"))
    assert in_json(client, "degree=doctor")["ignored"] == [sentence]
    calendar = icalendar.Calendar.from_ical(content(client, "ics", "degree=doctor"))
    assert sentence in calendar["DESCRIPTION"]
    feed = feedparser.parse(content(client, "atom", "degree=doctor")).feed
    assert sentence in feed.subtitle
    header = asked(client, "csv", "degree=doctor").headers["X-Notice"]
    assert header == sentence.replace("“", '"').replace("”", '"')


@every_format
def test_nothing_of_a_hidden_program_is_in_it(client, name):
    hidden = ProgramFactory(draft=True, slug="secret", name="Secret", open=True)
    ProgramFactory(open=True, successor=hidden)

    assert b"ecret" not in content(client, name)


@every_format
def test_a_program_that_is_hidden_while_it_is_sent_is_left_out(client, name, monkeypatch):
    ProgramFactory(open=True, name="Kept")
    leaving = ProgramFactory(open=True, name="Leaving")
    client.get("/programs/")
    with recording([leaving]):
        Program.objects.filter(pk=leaving.pk).update(publication="archived")
    monkeypatch.setattr("programs.catalogue.keeper.read_version", lambda: 10**6)
    monkeypatch.setattr("programs.catalogue.keeper.changed_since", lambda *_, **__: [])

    found = content(client, name)

    assert b"Kept" in found
    assert b"Leaving" not in found


# --- The page --------------------------------------------------------------------------------


def test_the_page_links_to_its_formats_with_its_query(client):
    ProgramFactory(program_type="residency", open=True)

    html = get(client, "program_type=residency&sort=name&page=1&degree=x")

    for name in FORMATS:
        address = f"/programs.{name}?program_type=residency&amp;sort=name"
        assert html.count(f'href="{address}"') == 2
    assert html.count('<link rel="alternate"') == len(FORMATS)
    assert "Take this list with you" in html


def test_the_plain_list_links_to_plain_addresses(client):
    ProgramFactory()

    assert '<a href="/programs.csv"' in get(client)


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

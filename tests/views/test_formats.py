"""What a list can be taken along as: for any query the same programs, in the same order."""

import random
from html import unescape

import feedparser
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.ledger import recording
from programs.models import Program
from tests.api.reading import walk
from tests.factories import (
    TODAY,
    CheckFactory,
    ProgramFactory,
    RoundFactory,
)
from tests.random_programs import SEARCHES, address_of, make_programs, queries
from tests.views.reading import SHARED, get
from tests.views.taking import (
    FORMATS,
    asked,
    content,
    in_atom,
    in_changes,
    in_csv,
    in_ics,
    in_json,
    in_page,
)

pytestmark = pytest.mark.django_db

every_format = pytest.mark.parametrize("name", FORMATS)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


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


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(address=addresses)
def test_every_format_names_the_programs_of_the_page_in_its_order(client, many, address):
    query = text_of(address)
    without_page = text_of((*address[:3], None))

    listed = in_page(client, without_page)
    data = in_json(client, query)

    assert [program["slug"] for program in data["programs"]] == listed
    assert data["count"] == len(listed)
    assert in_csv(client, query) == listed
    assert in_atom(client, query) == listed
    assert walk(client, f"programs/?{without_page}&page_size=100") == listed
    dated = in_ics(client, query)
    assert list(dict.fromkeys(dated)) == [slug for slug in listed if slug in set(dated)]
    assert {program["slug"] for program in data["programs"] if program["closes_on"]} <= set(dated)
    closed = [] if "status" in address[0] else in_csv(client, f"{without_page}&status=closed")
    assert in_changes(client, query) <= {*listed, *closed}


# --- What all of them share ------------------------------------------------------------------


@every_format
def test_it_is_what_it_says_and_any_cache_may_keep_it(client, name):
    ProgramFactory(open=True)

    answer = asked(client, name)

    assert answer.headers["Content-Type"] == FORMATS[name]
    assert answer.headers["Cache-Control"] == SHARED
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
    assert list(answer.streaming_content) == []
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

    paths = [*(f"/programs.{name}" for name in FORMATS), "/changes.atom"]
    for path in paths:
        assert html.count(f'href="{path}?program_type=residency&amp;sort=name"') == 2
    assert html.count('<link rel="alternate"') == len(paths)
    assert "Take this list with you" in html


def test_the_plain_list_links_to_plain_addresses(client):
    ProgramFactory()

    assert '<a href="/programs.csv"' in get(client)

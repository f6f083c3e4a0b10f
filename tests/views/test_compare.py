import csv
import datetime
import io
import random
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import feedparser
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from programs.models import Program
from programs.shortlist import MOST
from tests.factories import TODAY, CheckFactory, ProgramFactory, RedirectFactory, RoundFactory
from tests.random_programs import make_programs
from tests.views.reading import headings, link, words

pytestmark = pytest.mark.django_db

HOSTILE = {
    "NUL": "p=%00&add=%00&only=%00",
    "broken percent": "p=%&add=%zz&only=%ff",
    "signs": "p=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&add=%3Cscript%3E",
    "long": f"p={'x' * 3_900}&add={'y' * 3_900}",
    "many": "&".join(f"p=nothing-{number}" for number in range(500)),
    "blank": "p=&p=&add=&only=",
}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client: Client, *slugs: str, extra: str = "") -> str:
    query = "&".join(["&".join(f"p={slug}" for slug in slugs), extra]).strip("&")
    answer = client.get("/compare/", QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    """The names over the columns."""
    found = re.findall(r'class="compare__name" href="[^"]+">(.*?)</a>', html)
    return [unescape(name) for name in found]


def shown_rows(html: str) -> list[tuple[str, bool, list[str]]]:
    """Label, whether it is marked, and what is read in each cell."""
    found = re.findall(
        r'<tr role="row"( data-differs)?>\s*(<th role="rowheader".*?)</tr>', html, re.S
    )
    rows = []
    for marked, row in found:
        label = re.search(r'scope="row">([^<]+)', row)[1].strip()
        assert ("differs" in re.sub(r"<td.*", "", row, flags=re.S)) is bool(marked)
        cells = re.findall(r'</span> <span(?: class="unsaid")?>(.*?)</span></td>', row, re.S)
        rows.append((label, bool(marked), [re.sub(r"<[^>]+>", "", cell) for cell in cells]))
    return rows


# --- What the address names ------------------------------------------------------------------


def test_programs_stand_in_the_order_of_the_address(client):
    for slug in ("a", "b", "c"):
        ProgramFactory(slug=slug, name=f"Program {slug}")

    html = get(client, "c", "a", "c", "b")

    assert headings(html) == ["3 programs side by side"]
    assert names(html) == ["Program c", "Program a", "Program b"]


def test_an_empty_address_explains_itself(client):
    html = get(client)

    assert headings(html) == ["Compare programs"]
    assert link(html, "the programs") == "/programs/"
    assert "<table" not in html


def test_unknown_names_are_told_and_looked_for(client):
    ProgramFactory(slug="robot-lab", name="Robot Lab")

    html = get(client, "robot", "robot-lab")

    assert "No program is called “robot” here." in words(html)
    assert names(html) == ["Robot Lab"]
    found = client.get("/compare/" + link(html, "Look for it")).content.decode()
    assert names(found) == ["Robot Lab"]
    assert "We found no other program for “robot”." in words(found)


def test_a_draft_is_not_given_away(client):
    ProgramFactory(slug="hidden", name="Secret Lab", draft=True)

    html = get(client, "hidden")

    assert "No program is called “hidden” here." in words(html)
    assert "Secret" not in html


def test_merged_names_lead_to_what_they_are_part_of(client):
    RedirectFactory(old_slug="old", program=ProgramFactory(slug="kept", name="Kept"))

    html = get(client, "old")

    assert names(html) == ["Kept"]
    assert "“old” has become part of Kept, which stands in its place." in words(html)
    assert 'data-compared="kept"' in html


def test_closed_programs_stay_and_say_so(client):
    ProgramFactory(slug="gone", name="Gone", closed=True)

    assert "Gone Closed" in words(get(client, "gone"))


def test_a_thirteenth_program_is_left_out_by_name(client):
    made = ProgramFactory.create_batch(MOST + 1)

    html = get(client, *(one.slug for one in made))

    assert len(names(html)) == MOST
    told = f"12 programs can stand side by side, so these are left out: {made[-1].name}."
    assert told in words(html)
    assert "There are 12 already, which is the most." in words(html)


def test_names_that_nobody_looks_up_are_counted(client):
    html = get(client, *(f"nothing-{number}" for number in range(100)))

    assert "so these are left out: 40 more." in words(html)


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", ["/compare/", "/compare.csv"])
def test_no_address_is_an_error(client, path, query):
    answer = client.get(path, QUERY_STRING=query)

    assert answer.status_code == 200
    assert b"<script>" not in answer.content


# --- What it says ----------------------------------------------------------------------------


def test_each_column_says_how_fresh_it_is(client):
    ProgramFactory(slug="old", source_date="2019")
    CheckFactory(program=ProgramFactory(slug="new"))

    freshness = {label: cells for label, _, cells in shown_rows(get(client, "old", "new"))}

    assert freshness["How fresh"] == [
        "From a source of 2019, not yet checked",
        "Checked 20 November 2026",
    ]


def test_each_column_leads_to_its_pages_and_out(client):
    for slug in ("a", "b"):
        ProgramFactory(slug=slug)

    html = get(client, "a", "b", extra="only=differs")

    assert link(html, "Official page") == "https://example.org/a"
    assert link(html, "Take out") == "?p=b&only=differs"


def test_what_differs_can_stand_alone(client):
    ProgramFactory(slug="a", cost="free", format="online")
    ProgramFactory(slug="b", cost="paid", format="online")
    html = get(client, "a", "b")

    alone = client.get("/compare/" + link(html, "Only what differs")).content.decode()

    labels = [label for label, _, _ in shown_rows(alone)]
    assert "You pay" in labels
    assert "Format" not in labels
    assert "What it is like" not in words(alone)
    assert link(alone, "Show all lines") == "?p=a&p=b"


def test_a_program_is_found_and_added(client):
    ProgramFactory(slug="a", name="Robot School")
    ProgramFactory(slug="b", name="Robot Lab")
    ProgramFactory(slug="c", name="Robot Year", closed=True)

    html = get(client, "a", extra="add=robot")

    assert link(html, "Add Robot Lab") == "?p=a&p=b"
    assert link(html, "Add Robot Year") == "?p=a&p=c"
    assert "Add Robot School" not in html


def test_no_search_engine_keeps_combinations(client):
    ProgramFactory(slug="a")
    noindex = '<meta name="robots" content="noindex, follow">'

    assert noindex in get(client, "a")
    assert noindex not in get(client)
    assert '<link rel="canonical" href="http://testserver/compare/">' in get(client, "a")
    robots = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /compare/?", "Disallow: /compare.csv"} <= {*robots}


def test_lists_and_pages_lead_to_it(client):
    ProgramFactory(slug="robots", name="Robot Lab")

    for address in ("/programs/", "/programs/robots/", "/match/?degree=phd"):
        html = client.get(address).content.decode()
        assert link(html, "Compare Robot Lab") == "/compare/?p=robots"


# --- The file --------------------------------------------------------------------------------


def test_the_file_has_the_same_programs_in_the_same_order(client):
    for slug in ("a", "b", "c"):
        ProgramFactory(slug=slug)
    RedirectFactory(old_slug="old", program=Program.objects.get(slug="a"))
    html = get(client, "c", "old", "nothing", "b")

    answer = client.get(link(html, "Spreadsheet (CSV)"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["slug"] for row in rows] == ["c", "a", "b"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "careerpaths-comparison.csv" in answer.headers["Content-Disposition"]


# --- Bounds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, MOST])
def test_queries_do_not_grow_with_the_programs(client, django_assert_num_queries, number):
    made = ProgramFactory.create_batch(
        number, open=True, topics=["nlp"], roles=["ml-engineer"], locations=["Toronto, CA"]
    )
    slugs = [one.slug for one in made]
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(8):
        get(client, *slugs)


def test_looking_for_names_takes_two_more(client, django_assert_num_queries):
    made = ProgramFactory.create_batch(5, topics=["nlp"], locations=["Toronto, CA"])
    client.get("/about/")

    with django_assert_num_queries(10):
        get(client, made[0].slug, "nothing", extra="add=program")


def test_any_cache_may_keep_it(client):
    ProgramFactory(slug="a")

    for address in ("/compare/?p=a", "/compare.csv?p=a"):
        answer = client.get(address)
        again = client.get(address, headers={"if-none-match": answer.headers["ETag"]})
        assert not answer.cookies
        assert again.status_code == 304


# --- For any programs ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slugs(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """Random programs, made once: the law below only reads."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_programs(random.Random(7), 24)
        yield list(Program.objects.published().order_by("pk").values_list("slug", flat=True))
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(data=st.data())
def test_rows_are_marked_if_and_only_if_their_words_differ(slugs, data):
    chosen = data.draw(st.lists(st.sampled_from(slugs), min_size=1, max_size=MOST, unique=True))
    client = Client()

    rows = shown_rows(get(client, *chosen))
    alone = shown_rows(get(client, *chosen, extra="only=differs"))

    assert len(rows) > 25
    for label, marked, cells in rows:
        assert len(cells) == len(chosen), label
        assert all(cells), label
        assert marked is (len({*cells}) > 1), label
    assert alone == [row for row in rows if row[1]]


def test_deadlines_of_the_comparison_are_a_calendar(client):
    robots = ProgramFactory(slug="robots")
    RoundFactory(program=robots, closes_on="2030-03-01")
    other = ProgramFactory(slug="other")
    RoundFactory(program=other, closes_on="2030-04-01")

    answer = client.get("/compare.ics?p=robots")

    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.date(2030, 3, 1)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_what_changes_of_the_comparison_is_a_feed(client):
    robots = ProgramFactory(slug="robots", name="Robot Lab")
    ProgramFactory(slug="other")

    feed = feedparser.parse(client.get("/compare.atom?p=robots&p=nothing").content)

    assert not feed.bozo
    assert robots.name in feed.feed.title
    assert len(feed.entries) == 1
    assert feed.feed.link == "http://testserver/compare/?p=robots"


@pytest.mark.parametrize("name", ["atom", "csv", "ics"])
def test_a_comparison_of_nothing_is_an_empty_file(client, name):
    assert client.get(f"/compare.{name}").status_code == 200

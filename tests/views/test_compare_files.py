"""The comparison to take along: what its table, calendar and feed hold, and what they tell."""

import csv
import datetime
import io

import feedparser
import pytest
from icalendar import Calendar

from programs.models import Program
from programs.shortlist import MOST
from tests.factories import TODAY, ProgramFactory, RedirectFactory, RoundFactory
from tests.views.reading import link, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def test_the_file_has_the_same_programs_in_the_same_order(client):
    for slug in ("a", "b", "c"):
        ProgramFactory(slug=slug)
    RedirectFactory(old_slug="old", program=Program.objects.get(slug="a"))
    html = client.get("/compare/?p=c&p=old&p=nothing&p=b").content.decode()

    answer = client.get(link(html, "Spreadsheet (CSV)"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
    assert [row["slug"] for row in rows] == ["c", "a", "b"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "careerpaths-comparison.csv" in answer.headers["Content-Disposition"]


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
def test_files_name_what_they_leave_out_as_the_page_does(client, name):
    made = ProgramFactory.create_batch(MOST + 1)
    ProgramFactory(slug="hidden", name="Secret Lab", draft=True)
    RedirectFactory(old_slug="old", program=made[1])
    slugs = [made[0].slug, "nothing", made[0].slug, "old", *(one.slug for one in made), "hidden"]
    query = "&".join(f"p={slug}" for slug in slugs)
    on_page = words(client.get(f"/compare/?{query}").content.decode())

    answer = client.get(f"/compare.{name}?{query}")

    told = [
        f"The address names {made[0].name} more than once; it counts once.",
        f"“old” has become part of {made[1].name}, which stands in its place.",
        "No program is called “nothing” here.",
        "No program is called “hidden” here.",
        f"12 programs can stand side by side, so these are left out: {made[-1].name}.",
    ]
    assert answer.headers["X-Notice"] == " ".join(told).replace("“", '"').replace("”", '"')
    for sentence in told:
        assert sentence in on_page
    if name == "atom":
        assert feedparser.parse(answer.content).feed.subtitle.endswith(" ".join(told))
    if name == "ics":
        about = Calendar.from_ical(answer.content)["X-WR-CALDESC"]
        assert about.endswith(" ".join(told))


@pytest.mark.parametrize("name", ["atom", "csv", "ics"])
def test_a_notice_stays_a_header_that_servers_pass_on(client, name):
    query = "&".join(f"p=%F0%9F%A4%96{'x' * 90}{number}" for number in range(60))

    answer = client.get(f"/compare.{name}?{query}")

    assert answer.headers["X-Notice"].startswith('No program is called "')
    assert len(answer.headers["X-Notice"]) == 2_000


def test_closed_programs_are_in_every_file(client):
    gone = ProgramFactory(slug="gone", name="Gone School", closed=True)

    table = client.get("/compare.csv?p=gone").content.decode()
    feed = feedparser.parse(client.get("/compare.atom?p=gone").content)
    calendar = Calendar.from_ical(client.get("/compare.ics?p=gone").content)

    assert [row["slug"] for row in csv.DictReader(io.StringIO(table, newline=""))] == ["gone"]
    assert gone.name in feed.feed.title
    assert gone.name in calendar["X-WR-CALNAME"]


@pytest.mark.parametrize("name", ["atom", "csv", "ics"])
def test_a_comparison_of_nothing_is_an_empty_file(client, name):
    assert client.get(f"/compare.{name}").status_code == 200

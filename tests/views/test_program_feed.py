"""The programs of a list as a feed: one entry for each, with what was told of it last."""

import datetime
import re

import feedparser
import pytest

from programs.ledger import recording
from programs.models import Change, Program
from tests.factories import TODAY, ProgramFactory
from tests.views.changing import at, edit, made, page
from tests.views.reading import words
from tests.views.taking import asked, content, entries_of, in_atom

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def entries(client, query: str = "") -> list[feedparser.FeedParserDict]:
    return entries_of(content(client, "atom", query))


def head(client, query: str = "") -> feedparser.FeedParserDict:
    return feedparser.parse(content(client, "atom", query)).feed


def listed(summary: str) -> list[str]:
    return re.findall("<li>(.*?)</li>", summary)


def test_a_feed_says_its_filters_and_where_it_is(client):
    made(3, program_type="residency")

    read = head(client, "program_type=residency&q=program")

    assert read.title == "Programs · Search: “program”, Type: Residencies"
    assert head(client).title == "All programs"
    assert read.link == "http://testserver/programs/?q=program&program_type=residency"
    assert read.id.startswith("tag:testserver,2026:programs.atom?")
    hrefs = {one.rel: one.href for one in read.links}
    assert hrefs["self"].startswith("http://testserver/programs.atom?")
    assert read.updated == "2026-11-04T12:00:00+00:00"


def test_an_entry_is_a_program_with_what_changed_last(client):
    program = made(name="A & <B>", slug="robots", summary="Robots & more.")
    edit(2, program, cost="free", mentorship=True)
    edit(1, program, sponsors_visa=True)

    (entry,) = entries(client)

    assert entry.title == "A & <B>"
    assert entry.link == "http://testserver/programs/robots/"
    assert entry.published == "2026-11-01T12:00:00+00:00"
    assert entry.updated == "2026-11-03T12:00:00+00:00"
    assert entry.summary.startswith("<p>Robots &amp; more.</p><p>Changed last on 3 November 2026:")
    assert listed(entry.summary) == [
        "Now free (was: doesn’t say)",
        "Mentor: now yes (was: doesn’t say)",
    ]
    for sentence in listed(entry.summary):
        assert sentence in words(page(client))


def test_of_a_program_that_never_changed_it_says_when_it_was_added(client):
    made(4, summary="A year of robots.")

    (entry,) = entries(client)

    assert entry.summary == "<p>A year of robots.</p><p>Added on 5 November 2026.</p>"
    assert entry.published == entry.updated == "2026-11-05T12:00:00+00:00"


def test_the_id_of_an_entry_is_the_programs_for_good(client):
    program = made(slug="robots")
    before = entries(client)[0].id
    edit(1, program, slug="robot-year", cost="free")

    (entry,) = entries(client)

    assert entry.id == before == f"tag:testserver,2026:programs/{program.pk}"
    assert entry.link == "http://testserver/programs/robot-year/"
    assert entry.id == entries(client, "cost=free&sort=name")[0].id


def test_what_visitors_are_not_told_does_not_make_it_newer(client):
    program = made(draft=True)
    edit(1, program, cost="free")
    edit(2, program, publication="published")
    edit(4, program, mentorship=True)
    edit(5, program, source_url="https://source.example", status_basis="inferred")

    (entry,) = entries(client)

    assert (entry.published[:10], entry.updated[:10]) == ("2026-11-03", "2026-11-05")
    assert listed(entry.summary) == ["Mentor: now yes (was: doesn’t say)"]


def test_what_comes_back_is_added_again_and_was_published_first(client):
    program = made()
    edit(1, program, publication="archived", cost="free")
    edit(2, program, cost="paid")
    edit(3, program, publication="published")

    (entry,) = entries(client)

    assert (entry.published[:10], entry.updated[:10]) == ("2026-11-01", "2026-11-04")
    assert entry.summary.endswith("<p>Added on 4 November 2026.</p>")


def test_a_change_that_nobody_can_read_leaves_what_was_told_before(client):
    program = made()
    edit(1, program, cost="free")
    edit(2, program, cost_currency="EUR")

    (entry,) = entries(client)

    assert entry.updated == "2026-11-02T12:00:00+00:00"
    assert listed(entry.summary) == ["Now free (was: doesn’t say)"]


def test_a_program_that_the_ledger_does_not_know_is_in_it_too(client):
    program = ProgramFactory(summary="Old.")
    Change.objects.all().delete()

    (entry,) = entries(client)

    assert entry.updated_parsed[:6] == program.created_at.timetuple()[:6]


def test_a_feed_without_programs_is_as_old_as_the_day(client):
    assert entries(client, "degree=phd") == []
    assert head(client, "degree=phd").updated == f"{TODAY}T00:00:00+00:00"


def test_it_is_the_same_until_something_changes(client, monkeypatch):
    made()
    before = content(client, "atom")
    later = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert content(client, "atom") == before


@pytest.mark.parametrize(
    "text",
    ["Robot\x0bLab\x1f\ufffe", "]]> &amp; <b>&#0;", "🤖 \u2028 \x85 é\u0301 \u202e", "<![CDATA["],
    ids=["control", "markup", "beyond ASCII", "CDATA"],
)
def test_it_is_well_formed_whatever_a_program_is_called(client, text):
    program = made(name=f"{text} Lab", summary=text)
    edit(1, program, cost_note=text)

    (entry,) = entries(client)

    assert entry.title.endswith("Lab")
    assert "Changed last" in entry.summary


def test_it_is_written_part_by_part_in_the_order_of_the_list(client, monkeypatch):
    monkeypatch.setattr("programs.presentation.news._CHUNK", 2)
    for number, name in enumerate("ABCDE"):
        edit(6 - number, made(number, name=name, slug=name.lower()), cost="free")

    parts = list(asked(client, "atom", "sort=name").streaming_content)

    assert [part.count(b"<entry>") for part in parts] == [2, 2, 1, 0]
    assert in_atom(client, "sort=name") == list("abcde")
    assert [entry.updated[8:10] for entry in entries(client, "sort=name")] == [
        *("07", "06", "05", "04"),
        "05",
    ]


@pytest.mark.parametrize("count", [1, 5, 30])
def test_queries_do_not_grow_with_the_programs(client, count, django_assert_max_num_queries):
    programs = [made(topics=["nlp"], audiences=["women"], roles=["x"]) for _ in range(count)]
    edit(1, *programs, cost="free")
    for day, program in enumerate(programs, start=2):
        edit(day, program, mentorship=True)
        with recording([program], at=at(day + 40)):
            Program.objects.filter(pk=program.pk).update(cost_currency="EUR")
    content(client, "atom")

    with django_assert_max_num_queries(32):
        content(client, "atom")

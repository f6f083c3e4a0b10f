"""What changed, as a page and as feeds: of all programs, of a query, and of one."""

import datetime
import re

import feedparser
import pytest
from django.test import Client

from programs.ledger import recording
from programs.models import Change, Program
from tests.factories import (
    TODAY,
    EvidenceFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    UserFactory,
)
from tests.views.reading import headings, link, words

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def at(day: int) -> datetime.datetime:
    return START + datetime.timedelta(days=day)


def made(day: int = 0, **fields) -> Program:
    program = ProgramFactory(**fields)
    program.changes.update(at=at(day))
    return program


def edit(day: int, *programs: Program, **fields) -> None:
    with recording(programs, at=at(day), by=UserFactory(), reason="A secret reason"):
        Program.objects.filter(pk__in=[one.pk for one in programs]).update(**fields)


def page(client: Client, query: str = "", address: str = "/changes/") -> str:
    answer = client.get(address, QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def feed(client: Client, query: str = "", address: str = "/changes.atom"):
    answer = client.get(address, QUERY_STRING=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.bozo_exception
    return read


def titles(client: Client, query: str = "", address: str = "/changes.atom") -> list[str]:
    return [entry.title for entry in feed(client, query, address).entries]


# --- The page --------------------------------------------------------------------------------


def test_changes_are_told_by_day_in_sentences_the_newest_first(client):
    program = made(name="Robot Lab", slug="robots", summary="A year of robots.")
    edit(3, program, degree_minimum="bachelor")
    edit(5, program, sponsors_visa=True)

    html = page(client)

    assert headings(html) == ["What changed"]
    said = words(html)
    assert "6 November 2026 Robot Lab Now sponsors a visa (was: doesn’t say)" in said
    assert "4 November 2026 Robot Lab Now asks for a bachelor’s degree (was: doesn’t say)" in said
    assert "1 November 2026 Added: Robot Lab A year of robots." in said
    assert link(html, "Robot Lab") == "/programs/robots/"


def test_what_is_for_curators_is_on_no_page(client):
    program = made(name="Robot Lab", slug="robots")
    edit(1, program, source_url="https://secret.example", status_basis="inferred", cost="free")
    with recording([program], at=at(2)):
        EvidenceFactory(program=program, quote="Secret quote", url="https://secret.example")
    edit(3, made(draft=True, name="Secret draft"), cost="free")

    for text in (page(client), client.get("/changes.atom").content.decode()):
        assert "Now free" in text
        assert "ecret" not in text
        assert "curator" not in text


def test_an_import_is_one_piece_of_news_and_each_program_keeps_its_own(client):
    programs = [made(name=f"Program {letter}") for letter in "ABCDEFGH"]
    edit(2, *programs, mentorship=True)

    assert titles(client) == [
        "8 programs were changed in one go",
        "8 programs were added in one go",
    ]
    said = words(page(client))
    assert "Program A, Program B, Program C, Program D, Program E and 3 more" in said
    assert titles(client, address=f"/programs/{programs[7].slug}/changes.atom") == [
        "Program H: Mentor: now yes (was: doesn’t say)",
        "Added: Program H",
    ]


def test_what_was_added_and_changed_at_once_is_counted_apart(client):
    programs = [made(name=f"Program {letter}") for letter in "ABCDE"]
    edit(2, *programs, mentorship=True)
    made(2)

    assert titles(client)[0] == "1 program was added and 5 programs were changed in one go"


def test_older_changes_are_a_page_away_and_lead_on(client, monkeypatch):
    monkeypatch.setattr("programs.views.changes.MOMENTS_A_PAGE", 2)
    program = made(cost="paid", program_type="residency")
    for day, cost in enumerate(("free", "paid", "free"), start=1):
        edit(day, program, cost=cost)

    first = page(client, "program_type=residency")
    older = link(first, "Older changes").removeprefix("?")
    second = page(client, older)

    assert older.startswith("program_type=residency&before=20261103T120000")
    assert "2 November 2026" in second
    assert "1 November 2026" in second
    assert "3 November 2026" not in second
    assert "Older changes" not in second
    assert link(second, "The newest changes") == "/changes/?program_type=residency"


@pytest.mark.parametrize("moment", ["x", "2026", "99999999T999999.999999Z", "%00", "9" * 400])
def test_a_moment_that_is_none_is_told_and_ignored(client, moment):
    made(name="Robot Lab")

    said = words(page(client, f"before={moment}"))

    assert "We ignored before" in said
    assert "Robot Lab" in said


def test_where_nothing_changed_it_says_so(client):
    assert "Nothing has changed yet." in words(page(client))
    assert "Nothing is older than that." in words(page(client, "before=20200101T000000.000000Z"))


def test_combinations_are_not_for_search_engines(client):
    assert "noindex" not in page(client)
    assert "noindex" in page(client, "degree=phd")


# --- Of a query ------------------------------------------------------------------------------


def test_a_query_keeps_what_happened_to_its_programs(client):
    made(name="Robot Lab", program_type="residency")
    made(1, name="Data Year", program_type="course")

    html = page(client, "program_type=residency&degree=x")

    assert "Robot Lab" in html
    assert "Data Year" not in html
    assert "In the listings of Type: Residencies, the newest first." in words(html)
    assert "We ignored degree “x”" in words(html)
    assert link(html, "Type: Residencies") == "/programs/?program_type=residency"
    assert link(html, "Follow it in a feed reader") == "/changes.atom?program_type=residency"
    assert titles(client, "program_type=course", "/programs.atom") == ["Added: Data Year"]


def test_who_follows_a_list_learns_that_a_program_closed(client):
    program = made(name="Robot Lab", program_type="residency")
    edit(2, program, status="closed")

    assert titles(client, "program_type=residency")[0] == "Robot Lab: Closed for good"
    assert titles(client, "status=active") == []


# --- Of one program --------------------------------------------------------------------------


def test_a_program_has_its_own_page_and_feed(client):
    program = made(name="Robot Lab", slug="robots")
    made(name="Other")
    edit(2, program, name="Robot School")

    html = page(client, address="/programs/robots/changes/")

    assert headings(html) == ["What changed: Robot School"]
    assert "Now called Robot School (was: Robot Lab)" in words(html)
    assert "Other" not in words(html)
    assert link(html, "Follow it in a feed reader") == "/programs/robots/changes.atom"
    own = page(client, address="/programs/robots/")
    assert link(own, "What changed") == "/programs/robots/changes/"
    assert 'type="application/atom+xml" href="/programs/robots/changes.atom"' in own


@pytest.mark.parametrize("suffix", ["changes/", "changes.atom"])
def test_a_merged_program_leads_on_and_a_hidden_one_is_not_there(client, suffix):
    made(draft=True, slug="hidden")
    RedirectFactory(old_slug="old", program=made(slug="robots"))

    answer = client.get(f"/programs/old/{suffix}")

    assert (answer.status_code, answer.url) == (301, f"/programs/robots/{suffix}")
    assert client.get(f"/programs/hidden/{suffix}").status_code == 404


# --- Feeds -----------------------------------------------------------------------------------


def test_a_feed_says_its_filters_and_where_it_is(client):
    made(program_type="residency")

    read = feed(client, "program_type=residency&q=program", "/programs.atom").feed

    assert read.title == "What changed · Search: “program”, Type: Residencies"
    assert read.link == "http://testserver/changes/?q=program&program_type=residency"
    assert read.id.startswith("tag:testserver,2026:programs.atom?")
    hrefs = {one.rel: one.href for one in read.links}
    assert hrefs["self"].startswith("http://testserver/programs.atom?")


def test_an_entry_carries_what_changed(client):
    program = made(name="A & <B>", slug="robots")
    edit(2, program, mentorship=True, cost="free")

    (entry, _) = feed(client).entries

    assert entry.title == "A & <B>: Now free (was: doesn’t say), and 1 more change"
    assert re.findall("<li>(.*?)</li>", entry.summary) == [
        "Now free (was: doesn’t say)",
        "Mentor: now yes (was: doesn’t say)",
    ]
    assert entry.link == "http://testserver/programs/robots/"
    assert entry.updated == entry.published == "2026-11-03T12:00:00+00:00"


def test_the_id_of_an_entry_follows_from_the_ledger_alone(client):
    program = made(program_type="residency")
    edit(2, program, cost="free", mentorship=True)
    first = Change.objects.filter(at=at(2)).earliest("pk")

    before = feed(client).entries[0].id
    edit(3, made(1), cost="free")
    edit(4, program, cost="paid")

    after = [entry.id for entry in feed(client).entries]
    assert before == f"tag:testserver,2026:changes/{first.pk}"
    assert after.index(before) == 2
    assert len(set(after)) == len(after)
    assert before in [entry.id for entry in feed(client, "program_type=residency").entries]


def test_a_group_is_of_its_feed(client):
    for number in range(8):
        made(program_type="residency" if number else "course")

    (of_all,), (of_some,) = (
        feed(client, query).entries for query in ("", "program_type=residency")
    )

    assert of_all.title == "8 programs were added in one go"
    assert of_some.title == "7 programs were added in one go"
    assert of_all.id != of_some.id


def test_a_feed_is_the_same_until_something_changes(client, monkeypatch):
    made()
    before = [client.get(one).content for one in ("/changes.atom", "/changes.atom?degree=phd")]
    later = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    after = [client.get(one).content for one in ("/changes.atom", "/changes.atom?degree=phd")]

    assert after == before


def test_characters_that_xml_has_no_way_to_write_are_left_out(client):
    made(name="Robot\x0bLab \x1f\ufffe", summary="\x08")

    assert titles(client) == ["Added: Robot Lab"]


def test_names_are_those_of_now_and_a_slug_that_is_gone_reads_as_words(client):
    one, two = OrganizationFactory(slug="first-lab", name="First"), OrganizationFactory(name="Two")
    program = made(organization=one)
    edit(1, program, organization=two)
    Change.objects.filter(field="organization").update(before="long-gone-lab")

    assert titles(client)[0].endswith("Now run by Two (was: Long gone lab)")


# --- Caches, crawlers and cost ---------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/changes/", "/changes.atom", "/programs/robots/changes/", "/programs/robots/changes.atom"],
)
def test_any_cache_may_keep_it_until_something_changes(client, address):
    program = made(slug="robots")
    answer = client.get(address)
    known = {"if-none-match": answer.headers["ETag"]}

    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert not answer.cookies
    assert client.get(address, headers=known).status_code == 304
    assert client.head(address).headers["ETag"] == answer.headers["ETag"]
    edit(2, program, cost="free")
    assert client.get(address, headers=known).status_code == 200


def test_crawlers_stay_out_of_filtered_formats(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    for name in ("programs.csv", "programs.ics", "programs.json", "programs.atom", "changes/"):
        assert f"Disallow: /{name}?" in lines


@pytest.mark.parametrize("address", ["/changes/", "/changes.atom"])
@pytest.mark.parametrize("count", [1, 5, 40])
def test_queries_do_not_grow_with_the_programs(
    client, count, address, django_assert_max_num_queries
):
    programs = [made(topics=["nlp"], audiences=["women"], roles=["x"]) for _ in range(count)]
    edit(1, *programs, cost="free")
    for day, program in enumerate(programs, start=2):
        edit(day, program, mentorship=True)
    client.get(address)

    with django_assert_max_num_queries(16):
        client.get(address)

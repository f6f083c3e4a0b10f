"""What changed, as a page and as feeds: of all programs, of a query, and of one."""

import pytest

from programs.ledger import recording
from tests.factories import (
    TODAY,
    EvidenceFactory,
    RedirectFactory,
)
from tests.views.changing import at, edit, made, page, titles
from tests.views.reading import SHARED, headings, link, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


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
    assert titles(client, "program_type=course") == ["Added: Data Year"]


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


# --- Caches, crawlers and cost ---------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/changes/", "/changes.atom", "/programs/robots/changes/", "/programs/robots/changes.atom"],
)
def test_any_cache_may_keep_it_until_something_changes(client, address):
    program = made(slug="robots")
    answer = client.get(address)
    known = {"if-none-match": answer.headers["ETag"]}

    assert answer.headers["Cache-Control"] == SHARED
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

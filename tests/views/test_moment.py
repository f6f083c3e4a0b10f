"""All that happened at one moment, program by program."""

import pytest

from tests.factories import TODAY
from tests.views.changing import edit, made, page
from tests.views.reading import headings, link, words

pytestmark = pytest.mark.django_db

SECOND = "/changes/20261103T120000.000000Z/"
GROUP = "1 program was added and 7 programs were changed"


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def test_each_program_of_a_group_is_there_with_what_changed(client):
    programs = [made(name=f"Program {letter}") for letter in "ABCDEFG"]
    edit(2, *programs, mentorship=True)
    made(2, name="Data Year", summary="A year of data.")

    address = link(page(client), f"{GROUP} in one go")
    said = words(page(client, address=address))

    assert address == SECOND
    assert f"{GROUP} in one go On 3 November 2026 . Program A" in said
    for letter in "ABCDEFG":
        assert f"Program {letter} Mentor: now yes (was: doesn’t say)" in said
    assert "Added: Data Year A year of data." in said
    assert link(page(client), "3 more") == SECOND


def test_a_query_narrows_it_and_all_of_it_is_a_link_away(client):
    made(2, name="Robot Lab", program_type="residency")
    made(2, name="Data Year", program_type="course")

    html = page(client, "program_type=residency&degree=x", SECOND)

    assert headings(html) == ["1 program was added"]
    assert "Robot Lab" in html
    assert "Data Year" not in html
    assert "in the listings of Type: Residencies" in words(html)
    assert "We ignored degree “x”" in words(html)
    assert link(html, "All that changed then") == SECOND
    assert link(html, "What changed") == "/changes/?program_type=residency"
    assert "noindex" in html
    assert "noindex" not in page(client, address=SECOND)


def test_where_a_query_leaves_nothing_it_says_so(client):
    made(2, program_type="course")

    said = words(page(client, "program_type=residency", SECOND))

    assert "None of these programs changed then" in said
    assert "This looks only in the listings of Type: Residencies." in said


def test_programs_that_closed_are_told_as_in_the_list_of_changes(client):
    programs = [made(name=f"Program {number}") for number in range(6)]
    edit(2, *programs, status="closed")

    assert words(page(client, address=SECOND)).count("Closed for good") == 6


def test_many_programs_come_in_pages(client):
    made_ones = [made(2, name=f"Program {number:02}") for number in range(27)]

    first = page(client, address=SECOND)
    second = page(client, "page=2", SECOND)
    beyond = words(page(client, "page=9", SECOND))

    assert "27 programs were added in one go" in words(second)
    assert first.count("<h2>Added: ") == 25
    assert second.count("<h2>Added: ") == 2
    assert all(one.name in first + second for one in made_ones)
    assert link(first, "Next") == "?page=2"
    assert "There is no page “9”: this is page 2, the last one." in beyond


def test_a_detail_that_no_page_shows_is_told_as_one(client):
    edit(2, made(), cost_currency="EUR")

    assert "A detail that no page shows" in words(page(client, address=SECOND))


def test_what_is_hidden_stays_hidden(client):
    made(2, name="Robot Lab")
    made(2, name="Secret", draft=True)

    said = page(client, address=SECOND)

    assert "1 program was added" in said
    assert "ecret" not in said


@pytest.mark.parametrize(
    "moment",
    [
        *("x", "2026", "99999999T999999.999999Z", "%00", "9" * 400, "20261103T120000.000000"),
        *("99991231T235959.999999Z", "10000101T000000.000000Z", "20200101T000000.000000Z"),
        "٢٠٢٦1103T120000.000000Z",
    ],
    ids=str,
)
def test_a_moment_at_which_nothing_happened_is_not_there(client, moment):
    made(2)

    assert client.get(f"/changes/{moment}/").status_code == 404
    assert client.get(f"/changes/{moment}/?page=x&degree=%00").status_code == 404


def test_any_cache_may_keep_it_until_something_changes(client):
    program = made(2)
    known = {"if-none-match": client.get(SECOND).headers["ETag"]}

    assert client.get(SECOND, headers=known).status_code == 304
    edit(3, program, cost="free")
    assert client.get(SECOND, headers=known).status_code == 200


def test_crawlers_stay_out_of_its_combinations(client):
    assert "Disallow: /changes/*/?" in client.get("/robots.txt").content.decode().splitlines()


@pytest.mark.parametrize("count", [1, 6, 30])
def test_queries_do_not_grow_with_the_programs(client, count, django_assert_max_num_queries):
    programs = [made(topics=["nlp"], audiences=["women"], roles=["x"]) for _ in range(count)]
    edit(2, *programs, cost="free")
    for day, program in enumerate(programs, start=3):
        edit(day, program, mentorship=True)
    client.get(SECOND)

    with django_assert_max_num_queries(16):
        client.get(SECOND)

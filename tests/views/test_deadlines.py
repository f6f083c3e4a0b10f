"""What one can still apply for, as a page."""

import re
from html import unescape

import pytest

from tests.factories import TODAY, ProgramFactory, RoundFactory
from tests.views.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client, query: str = "") -> str:
    answer = client.get("/deadlines/", QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def named(html: str, group: str) -> list[str]:
    """The programs of a group: `announced`, `undated`, `expected`, `rolling`, `unknown`."""
    found = re.search(rf'<section [^>]*aria-labelledby="{group}">(.*?)</section>', html, re.DOTALL)
    return re.findall(r'<a href="/programs/([^/"?]+)/">', found[1]) if found else []


def closing(day: str, **fields):
    return RoundFactory(program=ProgramFactory(**fields), closes_on=day).program


def yearly(slug: str, **fields):
    """Make a program that closed at this time of two years and announced nothing since."""
    program = ProgramFactory(slug=slug, **fields)
    RoundFactory(program=program, closes_on="2025-12-12")
    RoundFactory(program=program, closes_on="2024-12-15")
    return program


def test_each_program_stands_where_its_dates_are_known(client):
    closing("2027-01-05", slug="later")
    closing("2026-12-04", slug="soon")
    closing("2026-12", slug="in-december")
    RoundFactory(program=ProgramFactory(slug="starts"), starts_on="2027-03")
    yearly("usual")
    ProgramFactory(slug="always", rolling=True)
    ProgramFactory(slug="silent")
    closing("2027-01-05", slug="hidden", draft=True)
    closing("2027-01-05", slug="over", closed=True)

    html = get(client)

    assert headings(html) == ['Deadlines<span class="hidden">: 3 announced, 1 expected</span>']
    assert named(html, "announced") == ["in-december", "soon", "later"]
    assert named(html, "undated") == ["starts"]
    assert named(html, "expected") == ["usual"]
    assert named(html, "rolling") == ["always"]
    assert named(html, "unknown") == ["silent"]
    text = words(html)
    assert "December 2026 " in text
    assert "Closes in December 2026, day not stated" in text
    assert "Closes 4 December 2026 in 12 days" in text
    assert "Usually closes in mid-December" in text
    assert "expected from 2 past rounds, not announced" in text


def test_a_filter_is_that_of_the_list(client):
    closing("2027-01-05", slug="course", program_type="course")
    closing("2027-01-05", slug="grant", program_type="grant")
    yearly("yearly-grant", program_type="grant")

    html = get(client, "program_type=grant")

    assert named(html, "announced") == ["grant"]
    assert named(html, "expected") == ["yearly-grant"]
    assert 'href="/deadlines/" rel="nofollow"><span class="hidden">Remove </span>' in html
    assert 'name="program_type" value="grant" checked' in html
    assert 'content="noindex, follow"' in html


@pytest.mark.parametrize("group", ["rolling", "unknown"])
def test_what_has_no_date_is_counted_and_one_link_away(client, group):
    ProgramFactory.create_batch(11, rolling=group == "rolling", degree_minimum="none")
    yearly("usual", degree_minimum="none")
    ProgramFactory(rolling=group == "rolling")

    html = get(client, "degree=none")
    section = html[html.index(f'aria-labelledby="{group}"') :]
    address = unescape(re.search(r'<a href="(/programs/\?[^"]+)">All (\d+)', section)[1])
    count = int(re.search(r'">All (\d+)', section)[1])
    listed = client.get(address).content.decode()

    assert len(named(html, group)) == 8
    assert headings(listed) == [f"{count} programs"]
    assert count == (11 if group == "rolling" else 12)
    assert ("1 of them is above" in words(html)) is (group == "unknown")


def test_a_long_list_has_pages_and_every_month_a_way_there(client):
    for number in range(60):
        closing(f"2027-{number % 12 + 1:02d}-10", slug=f"one-{number:02d}")

    first = get(client)
    address = unescape(re.search(r'href="\?([^"]+)">All 60 deadlines', first)[1])
    pages = [get(client, f"{address}&page={number}") for number in (1, 2, 3)]

    assert len(named(first, "announced")) == 25
    assert [len(named(page, "announced")) for page in pages] == [25, 25, 10]
    assert len({slug for page in pages for slug in named(page, "announced")}) == 60
    jump = unescape(re.search(r'href="([^"]+)">Dec 2027', first)[1])
    query, anchor = jump.removeprefix("?").split("#")
    assert f'id="{anchor}"' in get(client, query)
    assert 'href="#closing-2027-01"' in first


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("show=nonsense", "We ignored show “nonsense”: it is not one of closing, undated"),
        ("show=closing&page=9", "There is no page “9”: there is only this one."),
        ("show=expected&page=x", "We ignored page “x”: it is not a page number."),
        ("degree=nonsense", "We ignored degree “nonsense”"),
    ],
    ids=["group", "page", "no number", "value"],
)
def test_what_is_not_known_is_named_and_ignored(client, query, said):
    closing("2027-01-05")

    assert said in words(get(client, query))


def test_an_empty_catalogue_has_a_page(client):
    html = get(client)

    assert headings(html) == ["No program matches"]
    assert "The list is empty so far." in words(html)


def test_filters_that_leave_nothing_count_the_ways_out(client):
    closing("2027-01-05", program_type="course")

    html = get(client, "program_type=course&degree=phd")

    assert "Without PhD: 1 program" in words(html)
    assert 'href="?program_type=course"' in html


def test_nothing_announced_is_said(client):
    ProgramFactory(slug="silent")

    html = get(client)

    assert "None of the programs has announced a deadline that is still ahead." in words(html)
    assert named(html, "unknown") == ["silent"]


QUERIES = ["", "show=closing&page=2", "program_type=course&q=program"]


@pytest.mark.parametrize("number", [3, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    for one in range(number):
        closing("2027-01-05", program_type="course")
        yearly(f"usual-{one}", program_type="course")
        ProgramFactory(rolling=True)
        ProgramFactory()
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(3):  # version, rounds, cards
        get(client)
    for query in QUERIES:
        get(client, query)
        with django_assert_num_queries(1):
            get(client, query)


def test_styles_and_scripts_are_files(client):
    closing("2027-01-05")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", get(client))

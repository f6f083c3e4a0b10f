import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.models import Program
from programs.shortlist import MOST
from tests.factories import TODAY, CheckFactory, ProgramFactory, RedirectFactory
from tests.random_programs import make_programs
from tests.views.comparing import get, names, shown_rows
from tests.views.reading import headings, link, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

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


def test_a_program_named_twice_stands_once_and_that_is_told(client):
    for slug in ("a", "b"):
        ProgramFactory(slug=slug, name=f"Program {slug}")

    html = get(client, "a", "b", "a", "a")

    assert names(html) == ["Program a", "Program b"]
    assert words(html).count("The address names Program a more than once; it counts once.") == 1


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


def test_what_only_does_not_know_is_told(client):
    for slug in ("a", "b"):
        ProgramFactory(slug=slug)

    html = get(client, "a", "b", extra="only=same")
    both = get(client, "a", "b", extra="only=Differs&only=same")

    told = "We ignored only “same”: it is not “differs”, the one value that it has."
    assert told in words(html)
    assert link(html, "Only what differs") == "?p=a&p=b&only=differs"
    assert told in words(both)
    assert link(both, "Show all lines") == "?p=a&p=b"
    assert "We ignored" not in words(get(client, "a", "b", extra="only=differs"))


def test_a_search_without_letters_offers_nothing_and_says_why(client):
    for slug in ("a", "b"):
        ProgramFactory(slug=slug)

    html = get(client, "a", extra="add=%3F%21")

    assert "We ignored the search: it has no letters or digits." in words(html)
    assert "Add Program" not in words(html)


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


def test_each_column_moves_to_either_side(client):
    for slug in ("a", "b", "c"):
        ProgramFactory(slug=slug, name=f"Program {slug}")

    html = get(client, "a", "b", "c", extra="only=differs")
    html = re.sub(r'<span class="compare__tall">\w+</span>', "", html)  # What phones show instead.

    assert link(html, "Move left Program b") == "?p=b&p=a&p=c&only=differs#at-b"
    assert link(html, "Move right Program b") == "?p=a&p=c&p=b&only=differs#at-b"
    assert 'id="at-b"' in html
    assert "Move right Program a" in words(html)
    assert "Move left Program a" not in words(html)
    assert "Move right Program c" not in words(html)


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

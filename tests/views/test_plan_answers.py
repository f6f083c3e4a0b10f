"""Plan a route: the address of a plan, its data, and that nobody keeps the answers."""

import re

import pytest
from django.test import Client

from tests.factories import TODAY, ProgramFactory
from tests.views.plan_page import ANSWERED, OPEN_TO_ALL, data, goal, page, post
from tests.views.reading import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def residency():
    return goal()


# --- What others read ------------------------------------------------------------------------


def test_json_says_the_same(client, residency):
    lab = ProgramFactory(name="Lab", builds_research=True, **OPEN_TO_ALL)

    found = data(client, f"goal=goal&{ANSWERED}")

    assert found["goal"] == {"value": "goal", "name": "Goal", "programs": 1}
    assert (found["now"], found["to_ask"], found["missing"]) == (None, None, [])
    first, own = found["routes"]
    assert [stage["program"] for stage in first["stages"]] == [lab.slug, "goal"]
    assert [stage["program"] for stage in own["stages"]] == [None, "goal"]
    assert first["stages"][0]["reasons"] == ["“Goal” asks for research experience."]
    assert [total["label"] for total in first["totals"]] == ["Time", "You pay", "You get"]


def test_the_address_of_a_plan_gives_the_same_page_and_json(client, residency):
    shared = client.get(f"/plan/?goal=goal&{ANSWERED}")

    assert shared.headers["Cache-Control"] == SHARED
    assert "Do research on your own" in shared.content.decode()
    as_json = client.get(f"/plan/?goal=goal&{ANSWERED}&format=json").json()
    assert as_json == data(client, f"goal=goal&{ANSWERED}")


# --- What nobody keeps -----------------------------------------------------------------------


def test_private_answers_stand_in_no_link_unless_that_is_ticked(client, residency):
    def link(query: str) -> str:
        return re.search(r'href="/plan/\?([^"]*)"[^>]* data-link', page(client, query))[1]

    assert link("goal=goal&degree=none&pays=no") == "goal=goal&degree=none"
    assert link("goal=goal&degree=none&pays=no&private=yes") == (
        "goal=goal&degree=none&pays=no&private=yes"
    )


@pytest.mark.parametrize("method", ["post", "get"])
def test_what_is_private_is_kept_by_no_cache_and_no_cookie(client, residency, method):
    answer = getattr(client, method)("/plan/", {"goal": "goal", "pays": "no"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_form_needs_no_token():
    assert Client(enforce_csrf_checks=True).post("/plan/").status_code == 200


def test_combinations_are_not_for_search_engines(client):
    assert "noindex" in client.get("/plan/?goal=type:course").content.decode()
    assert "noindex" not in client.get("/plan/").content.decode()


# --- Queries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 12])
def test_the_number_of_queries_does_not_grow(client, residency, django_assert_num_queries, number):
    ProgramFactory.create_batch(number, builds_research=True, **OPEN_TO_ALL)
    post(client)  # the first visit builds the catalogue

    # Its version, the goal, the programs of the ways, the guide.
    with django_assert_num_queries(4):
        post(client, f"goal=goal&{ANSWERED}")
    with django_assert_num_queries(1):
        post(client, ANSWERED)

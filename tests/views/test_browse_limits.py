"""The list of programs for crawlers and caches, and what it may cost."""

import datetime
import re

import pytest
from django.core.management import call_command

from programs.models import Program
from tests.factories import TODAY, CheckFactory, ProgramFactory
from tests.views.reading import get, listed

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize(
    ("query", "canonical", "is_indexed"),
    [
        pytest.param("", "/programs/", True, id="plain"),
        pytest.param("page=2", "/programs/?page=2", True, id="page of the plain list"),
        pytest.param("page=77", "/programs/", False, id="no such page"),
        pytest.param("degree=phd", "/programs/", False, id="filtered"),
        pytest.param("degree=phd&page=2", "/programs/", False, id="page of a filtered list"),
        pytest.param("sort=name", "/programs/", False, id="sorted"),
        pytest.param("degree=nonsense", "/programs/", False, id="nonsense"),
    ],
)
def test_crawlers_stay_out_of_combinations(client, query, canonical, is_indexed):
    ProgramFactory.create_batch(30, degree_minimum="phd")

    html = get(client, query)

    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html
    assert ('content="noindex, follow"' in html) is not is_indexed


def test_only_reading_is_allowed(client):
    assert client.head("/programs/").status_code == 200
    assert client.post("/programs/").status_code == 405


def test_scripts_and_styles_are_files(client):
    ProgramFactory(description="x")
    response = client.get("/programs/?degree=none")
    html = response.content.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", html)
    assert "unsafe" not in response.headers["Content-Security-Policy"]


BUSY = "q=program&degree=none&degree=nonsense&topic=nlp&country=US&max_weeks=99&open=unknown&page=9"


@pytest.mark.parametrize("number", [5, 30])
@pytest.mark.parametrize(
    ("query", "first", "later"),
    [
        pytest.param("", 2, 1, id="plain"),
        pytest.param(BUSY, 2, 1, id="every kind of filter"),
        pytest.param("have=phd", 2, 1, id="ladder"),
        pytest.param("sort=checked", 2, 1, id="checked"),
        pytest.param("q=program", 2, 1, id="search with closed matches"),
        pytest.param("q=progam", 2, 1, id="corrected"),
        pytest.param("degree=unstated&topic=nlp&q=zebra", 2, 1, id="closed ones only"),
        pytest.param("q=unheard", 1, 1, id="nothing found"),
    ],
)
def test_the_number_of_queries_does_not_grow(
    client, django_assert_num_queries, number, query, first, later
):
    ProgramFactory.create_batch(2, closed=True, name="Program zebra", topics=["nlp"])
    for one in ProgramFactory.create_batch(
        number,
        degree_minimum="none",
        topics=["nlp"],
        locations=["Boston, US", "remote"],
        duration_weeks_min=3,
    ):
        CheckFactory(program=one, at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(first):
        get(client, query)
    with django_assert_num_queries(later):
        get(client, query)


def test_the_starter_catalogue_weighs_less_than_60_kb(client):
    call_command("loadstarter")

    for query in ("", "page=3", "degree=none&topic=nlp", "status=closed&status=active&sort=name"):
        assert len(get(client, query).encode()) < 60_000


def test_the_starter_catalogue_agrees_with_a_count_by_hand(client):
    call_command("loadstarter")
    asked = [
        program
        for program in Program.objects.published()
        if (program.degree_minimum, program.program_type) == ("none", "residency")
        and not program.is_closed
    ]

    html = get(client, "degree=none&program_type=residency")

    assert asked
    assert sorted(listed(html)) == sorted(program.name for program in asked)

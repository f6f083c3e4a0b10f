"""A person held against every program, for other programs."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs import catalogue
from programs.choices import Degree
from programs.eligibility import Applicant, Group
from programs.matching import Match
from programs.models import Program
from tests.api.reading import read, walk
from tests.factories import TODAY, ProgramFactory
from tests.views.reading import SHARED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture(autouse=True)
def _programs():
    for number in range(3):
        ProgramFactory(slug=f"for-all-{number}", degree_minimum="none", cost="free")
        ProgramFactory(slug=f"for-doctors-{number}", degree_minimum="phd", cost="free")
        ProgramFactory(slug=f"silent-{number}")
        ProgramFactory(slug=f"for-coders-{number}", programming_level="basic", cost="paid")
        ProgramFactory(slug=f"closed-{number}", closed=True)


def test_a_walk_gives_every_group_in_its_order(client):
    match = Match(Applicant(degree=Degree.BACHELOR), catalogue.current(TODAY))
    slugs = dict(Program.objects.values_list("pk", "slug"))

    walked = walk(client, "match/?degree=bachelor&page_size=2")

    assert walked == [slugs[pk] for group in Group for pk in match.page(group, 0, 99)]
    assert len(walked) == 12


def test_one_group_alone_comes_in_parts_too(client):
    told = read(client, "match/?degree=bachelor&studying=no&group=not_for_you&page_size=2")

    assert told["count"] == 3
    assert {one["group"] for one in told["results"]} == {"not_for_you"}
    assert [one["count"] for one in told["groups"] if one["group"] == "not_for_you"] == [3]
    assert (
        len(walk(client, "match/?degree=bachelor&studying=no&group=not_for_you&page_size=2")) == 3
    )


def test_every_finding_has_its_sentence(client):
    told = read(client, "match/?degree=bachelor&studying=no&group=not_for_you&page_size=1")

    (finding, *_) = told["results"][0]["findings"]
    assert finding["criterion"] == "degree"
    assert finding["outcome"] == "not_met"
    assert "PhD" in finding["sentence"]


def test_verdicts_are_those_of_find_my_path(client):
    page = client.get("/match/?format=json&degree=bachelor&programming=none").json()
    told = read(client, "match/?degree=bachelor&programming=none")

    assert told["summary"] == page["summary"]
    assert (told["missing"], told["steps"]) == (page["missing"], page["steps"])
    assert told["results"] == [one for group in page["groups"] for one in group["programs"]]


def test_answers_that_are_not_known_are_told(client):
    told = read(client, "match/?pays=perhaps&group=best&salary=1")

    assert {one["parameter"]: one["sentence"] for one in told["ignored"]} == {
        "pays": "We ignored pays “perhaps”: it is not one of yes, no.",
        "group": "We ignored group “best”: it is not one of looks_open, open_if, ask_them, "
        "not_yet, not_for_you.",
        "salary": "We ignored “salary”: there is no such parameter here.",
    }


@pytest.mark.parametrize("query", ["pays=yes", "degree=phd&%61ge=35", "citizenships="])
def test_no_cache_keeps_a_private_answer(client, query):
    answer = client.get(f"/api/v1/match/?{query}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_other_answers_are_kept_as_pages_are(client):
    answer = client.get("/api/v1/match/?degree=phd")

    assert answer.headers["Cache-Control"] == SHARED
    assert "ETag" in answer.headers


def test_nothing_of_the_answers_is_stored_or_logged(client, caplog):
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        read(client, "match/?pays=yes&age=35&residence=NZ")
        read(client, "match/?pays=yes&residence=NZ&cursor=x", status=404)

    assert not [one for one in queries if re.match(r"INSERT|UPDATE|DELETE", one["sql"])]
    assert not [one for one in caplog.records if "NZ" in one.getMessage()]

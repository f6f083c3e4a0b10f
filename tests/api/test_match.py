"""A person held against every program, for other programs."""

import html
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
from tests.factories import TODAY, CheckFactory, EvidenceFactory, ProgramFactory
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


def test_a_finding_names_what_it_rests_on_as_find_my_path_does(client):
    program = Program.objects.get(slug="for-doctors-0")
    degree_asked = {"kind": "quote", "quote": "A PhD.", "source_date": "2026-05"}
    EvidenceFactory(program=program, field="degree_minimum", **degree_asked)
    EvidenceFactory(program=program, field="cost", kind="general_knowledge", quote="", url="")
    EvidenceFactory(program=program, field="degree_or_equivalent", quote="No way round.")
    CheckFactory(program=program, fields=["degree_minimum"])
    address = "degree=bachelor&studying=no&group=not_for_you"

    told = read(client, f"match/?{address}")["results"]
    findings = next(one for one in told if one["slug"] == "for-doctors-0")["findings"]
    degree, cost = (one for one in findings if one["criterion"] in ("degree", "cost"))

    url = {"url": "https://example.org/page"}
    said = {"kind": "paraphrase", "quote": "No way round.", "source_date": None}
    assert degree["sources"] == [degree_asked | url, said | url]
    assert (degree["checked_on"], degree["is_general_knowledge"]) == ("2026-11-20", False)
    assert (cost["sources"], cost["is_general_knowledge"], cost["checked_on"]) == ([], True, None)
    page = html.unescape(client.get(f"/match/?{address}").content.decode())
    assert "<q>A PhD.</q>" in page
    assert "Checked 20 November 2026 by a person." in page


@pytest.mark.parametrize("count", [1, 10, 25])
def test_queries_do_not_grow_with_the_programs(client, count, django_assert_max_num_queries):
    for program in ProgramFactory.create_batch(count, degree_minimum="none", cost="free"):
        EvidenceFactory(program=program, field="degree_minimum")
        CheckFactory(program=program)
    read(client, "match/?degree=bachelor&page_size=100")

    with django_assert_max_num_queries(10):
        told = read(client, "match/?degree=bachelor&page_size=100")

    assert len(told["results"]) == 12 + count


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

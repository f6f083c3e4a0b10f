"""Find my path: its addresses and forms, what is kept of them, and the same as JSON."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programs.presentation.questions import PRIVATE
from programs.starter import load_starter
from tests.factories import TODAY, CheckFactory, EvidenceFactory, ProgramFactory
from tests.views.match_page import (
    ANSWERED,
    GROUPS,
    SAYS,
    SECRETS,
    data,
    named,
    page,
    post,
    section,
    told,
)
from tests.views.reading import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def programs():
    ProgramFactory(name="Open", **SAYS)
    ProgramFactory(name="Costly", **SAYS | {"cost": "paid"})
    ProgramFactory(name="Near", research_experience="required", **SAYS)
    ProgramFactory(name="Far", **SAYS | {"degree_minimum": "phd"})


# --- One group alone -------------------------------------------------------------------------


def test_the_first_ten_of_a_group_lead_to_all_of_it(client):
    ProgramFactory.create_batch(30, **SAYS)

    html = page(client)
    first = page(client, "group=looks_open")
    second = page(client, "group=looks_open&page=2")

    assert len(named(html)) == 10
    assert 'name="group" value="looks_open">Show all 30<' in html
    assert len(named(first)) == 25
    assert len(named(second)) == 5
    assert not set(named(first)) & set(named(second))
    assert 'name="page" value="2">Next' in first
    assert 'name="page" value="1">Previous' in second
    assert '<ol class="fits" start="26">' in second
    assert '<input type="hidden" form="answers" name="group" value="looks_open">' in second


def test_the_button_back_wins_over_the_group(client, programs):
    html = page(client, "group=looks_open&group=")

    assert all(f'id="{group}"' in html for group in GROUPS)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("group=mine", "We ignored group “mine”: it is not one of looks_open, open_if,"),
        ("group=open_if&page=9", "There is no page “9”: there is only this one."),
        ("group=open_if&page=x", "We ignored page “x”: it is not a page number."),
        ("degree=masters", "We ignored degree “masters”: it is not one of none,"),
    ],
)
def test_what_is_ignored_is_told(client, programs, query, sentence):
    assert sentence in page(client, query)


def test_a_group_without_programs_has_a_page(client):
    ProgramFactory(**SAYS)

    assert "No program is one step away." in page(client, "group=not_yet")


# --- Nobody keeps what somebody answers ------------------------------------------------------


def test_a_form_needs_no_cookie_and_no_cache_keeps_its_answer(programs):
    client = Client(enforce_csrf_checks=True)
    answer = post(client, f"{ANSWERED}&{SECRETS}")

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "ETag" not in answer.headers


def addresses(html: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'(?:href|action|src)="([^"]*)"', html)]


def test_private_answers_stand_in_no_address(client, programs):
    html = post(client, f"{ANSWERED}&{SECRETS}").content.decode()

    [link] = [url for url in addresses(html) if url.startswith("/match/?")]
    assert parse_qs(urlsplit(link).query) == parse_qs(ANSWERED)
    for url in addresses(html):
        assert not PRIVATE & parse_qs(urlsplit(url).query).keys()
        assert not re.search(r"\b(25_29|NG|GH)\b", url)


def test_private_answers_stand_in_the_link_once_that_is_ticked(client, programs):
    html = post(client, f"{ANSWERED}&{SECRETS}&private=yes").content.decode()

    [link] = [url for url in addresses(html) if url.startswith("/match/?")]
    assert parse_qs(urlsplit(link).query) == parse_qs(f"{ANSWERED}&{SECRETS}&private=yes")
    assert '<input type="checkbox" name="private" value="yes" checked>' in html


@pytest.mark.parametrize("ticked", ["", "&private=yes"])
def test_a_link_gives_the_same_page_as_the_form(client, programs, ticked):
    query = f"{ANSWERED}&{SECRETS}{ticked}" if ticked else ANSWERED
    by_form = page(client, query)
    answer = client.get(f"/match/?{query}")
    by_link = " ".join(unescape(answer.content.decode()).split())

    assert section(by_link, "not_yet") == section(by_form, "not_yet")
    assert 'name="degree" value="none" checked' in by_link
    assert '<meta name="robots" content="noindex, follow">' in by_link
    assert answer.headers["Cache-Control"] == ("no-store" if ticked else SHARED)


def test_without_answers_it_is_a_page_as_any_other(client):
    answer = client.get("/match/")
    again = client.get("/match/", headers={"if-none-match": answer.headers["ETag"]})

    assert answer.headers["Cache-Control"] == SHARED
    assert answer.headers["Vary"] == "Accept-Encoding, Accept"
    assert "noindex" not in answer.content.decode()
    assert again.status_code == 304


def test_an_answer_in_a_buttons_words_is_private_too(client):
    assert client.get("/match/?answer=pays:no").headers["Cache-Control"] == "no-store"


def test_nothing_but_asking_is_allowed(client):
    assert client.put("/match/").status_code == 405
    assert client.head("/match/").status_code == 200


# --- JSON ------------------------------------------------------------------------------------


def findings(program: dict) -> list[tuple[str, str]]:
    return [(one["outcome"], one["sentence"]) for one in program["findings"]]


@pytest.mark.parametrize("query", ["", ANSWERED, f"{ANSWERED}&{SECRETS}", "group=ask_them&page=2"])
def test_html_and_json_agree(client, query):
    load_starter()
    html, said = page(client, query), data(client, query)

    for group in said["groups"]:
        part = section(html, group["group"])
        assert f'<span class="group__count">{group["count"]}</span>' in part
        assert [unescape(name) for name in named(part)] == [
            one["name"] for one in group["programs"]
        ]
        for program in group["programs"]:
            lines = told(part, program["name"])
            open_ones = [one for one in findings(program) if one[0] != "met"]
            assert len(lines) == len(open_ones)
            for outcome, sentence in open_ones:
                word = {"unknown": "Open", "not_met": "Not met"}[outcome]
                assert any(line.startswith(f"{word}: ") and sentence in line for line in lines)
            assert program["group"] == group["group"]
    assert len(said["groups"]) == (1 if "group" in query else 5)


UNSOURCED = {"sources": [], "is_general_knowledge": False, "checked_on": None}


def test_json_says_what_is_open_and_why(client):
    ProgramFactory(slug="costly", name="Costly", **SAYS | {"cost": "paid"})

    said = data(client, "degree=none")

    assert said["note"] == "We read the official pages; the program decides."
    assert said["groups"][1] == {
        "group": "open_if",
        "label": "Open if …",
        "count": 1,
        "programs": [
            {
                "slug": "costly",
                "name": "Costly",
                "group": "open_if",
                "findings": [
                    {
                        "criterion": "degree",
                        "outcome": "met",
                        "cause": None,
                        "sentence": "It asks for no degree.",
                        "asks": [],
                        **UNSOURCED,
                    },
                    {
                        "criterion": "cost",
                        "outcome": "unknown",
                        "cause": "you",
                        "sentence": "It costs money. You haven’t said whether you could pay.",
                        "asks": ["pays"],
                        **UNSOURCED,
                    },
                ],
            }
        ],
    }
    assert said["missing"] == [{"answer": "pays", "settles": 1, "concerns": 1}]


def test_json_is_asked_for_by_header_or_by_parameter(client, programs):
    by_header = client.get("/match/?degree=none", headers={"accept": "application/json"})
    by_parameter = client.get("/match/?degree=none&format=json")
    by_form = client.post("/match/?format=json", {"degree": "none"})

    assert json.loads(by_header.content) == by_parameter.json() == by_form.json()
    assert by_header.headers["Cache-Control"] == "no-store"
    assert by_parameter.headers["Cache-Control"] == SHARED
    assert by_form.headers["Cache-Control"] == "no-store"
    for accept in ["*/*", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", ""]:
        assert b"<h1" in client.get("/match/", headers={"accept": accept}).content


# --- Size ------------------------------------------------------------------------------------


def test_as_many_queries_for_many_programs_as_for_few(client, django_assert_num_queries):
    def queries() -> int:
        page(client, ANSWERED)
        with CaptureQueriesContext(connection) as found:
            page(client, ANSWERED)
        return len(found)

    def add(number: int) -> None:
        for place in range(number):
            kind = [{}, {"cost": "paid"}, {"degree_minimum": ""}, {"degree_minimum": "phd"}][
                place % 4
            ]
            program = ProgramFactory(locations=["CA"], audiences=["women"], **SAYS | kind)
            EvidenceFactory(program=program, field="cost")
            CheckFactory(program=program)

    add(5)
    few = queries()
    add(55)

    assert queries() == few <= 8


@pytest.mark.parametrize(
    "query",
    [
        "",
        ANSWERED,
        f"{ANSWERED}&{SECRETS}",
        "degree=bachelor&studying=no&programming=working&ml=basic&research=no&reach=anywhere&hours=40",
        "degree=phd&studying=no&field=computing&programming=strong&ml=strong&research=yes",
    ],
)
def test_the_page_stays_small(client, query):
    load_starter()

    assert len(post(client, query).content) < 150_000

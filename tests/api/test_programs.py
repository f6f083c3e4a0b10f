"""One program, as the API tells it."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.ledger import CURATED_FIELDS, recording
from programs.models import Change, Program
from tests.api.reading import read
from tests.factories import (
    TODAY,
    CheckFactory,
    EvidenceFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
    in_days,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def test_every_curated_fact_is_told(client):
    told = read(client, f"programs/{ProgramFactory().slug}/")

    assert set(CURATED_FIELDS) - told.keys() == {"publication"}


def test_what_is_not_stated_is_null(client):
    told = read(client, f"programs/{ProgramFactory(open_worldwide=False).slug}/")

    assert told["open_worldwide"] is False
    assert [told[name] for name in ("degree_minimum", "topics", "cost_min", "mentorship")] == (
        [None] * 4
    )
    assert "" not in told.values()
    assert [name for name, value in told.items() if value == []] == ["rounds", "evidence"]


def test_facts_are_as_they_are_stated(client):
    lab = OrganizationFactory(slug="lab", name="The Lab", url="https://lab.example")
    ProgramFactory(
        slug="robots",
        organization=lab,
        other_names="Robot Year; RY",
        degree_minimum="none",
        open_worldwide=False,
        open_to_countries=["DE", "CA"],
        topics=["nlp"],
        locations=["Toronto, CA", "remote"],
        last_seen="2026-05",
    )

    told = read(client, "programs/robots/")

    assert told["page"] == "http://testserver/programs/robots/"
    assert told["url"] == "https://example.org/robots"
    assert told["organization"] == {
        "slug": "lab",
        "name": "The Lab",
        "url": "https://lab.example",
    }
    assert told["other_names"] == ["Robot Year", "RY"]
    assert (told["degree_minimum"], told["last_seen"]) == ("none", "2026-05")
    assert told["open_to_countries"] == ["DE", "CA"]
    assert told["topics"] == [{"slug": "nlp", "name": "NLP"}]
    assert sorted(told["locations"], key=lambda place: place["words"]) == [
        {"city": None, "country": None, "is_remote": True, "words": "Remote"},
        {"city": "Toronto", "country": "CA", "is_remote": False, "words": "Toronto, Canada"},
    ]


def test_rounds_have_dates_as_precise_as_their_sources(client):
    program = ProgramFactory()
    RoundFactory(program=program, label="Past", opens_on="2024", closes_on="2024-02")
    RoundFactory(program=program, label="Next", closes_on=in_days(9), closes_at_note="noon")

    told = read(client, f"programs/{program.slug}/")

    assert told["rounds"] == [
        {
            "label": "Next",
            "opens_on": None,
            "closes_on": in_days(9),
            "starts_on": None,
            "closes_at_note": "noon",
            "cancelled": False,
        },
        {
            "label": "Past",
            "opens_on": "2024",
            "closes_on": "2024-02",
            "starts_on": None,
            "closes_at_note": None,
            "cancelled": False,
        },
    ]
    assert (told["opening"], told["closes_on"]) == ("now", in_days(9))


def with_pattern(**fields) -> Program:
    program = ProgramFactory(**fields)
    for year in (2024, 2025, 2026):
        RoundFactory(
            program=program,
            label=str(year),
            opens_on=f"{year - 1}-12-01",
            closes_on=f"{year}-01-15",
        )
    return program


def test_an_expected_round_is_marked_and_names_no_day(client):
    told = read(client, f"programs/{with_pattern().slug}/")

    assert told["expected_round"] == {
        "opens_on": "2026-12",
        "closes_on": "2027-01",
        "words": "opens in early December, closes in mid-January",
        "past_rounds": 3,
        "is_announced": False,
    }
    assert told["closes_on"] is None


@pytest.mark.parametrize(
    "fields", [{"closed": True}, {"unstated": True}, {"rolling": True}], ids=str
)
def test_nothing_is_expected_of_what_does_not_run_by_rounds(client, fields):
    assert read(client, f"programs/{with_pattern(**fields).slug}/")["expected_round"] is None


def test_evidence_stands_by_its_field(client):
    program = ProgramFactory()
    EvidenceFactory(program=program, field="cost", quote="It is free.", source_date="2026-03")

    (piece,) = read(client, f"programs/{program.slug}/")["evidence"]

    assert piece == {
        "field": "cost",
        "kind": "paraphrase",
        "quote": "It is free.",
        "url": "https://example.org/page",
        "source_date": "2026-03",
    }


def test_a_day_of_checking_comes_from_a_check_alone(client):
    program = ProgramFactory(source_date="2026-11-21")
    EvidenceFactory(program=program, field="cost", checked_on=TODAY)

    assert read(client, f"programs/{program.slug}/")["checked"] is None

    CheckFactory(program=program, fields=["cost"])
    assert read(client, f"programs/{program.slug}/")["checked"] == {
        "on": "2026-11-20",
        "is_whole": False,
        "fields_on": {"cost": "2026-11-20"},
    }


def test_nobody_is_named_and_no_reason_is_told(client):
    somebody = UserFactory(username="ada.lovelace", email="ada@desk.example")
    program = ProgramFactory()
    EvidenceFactory(program=program, field="cost", checked_by=somebody, checked_on=TODAY)
    CheckFactory(program=program, by=somebody)
    ReportFactory(program=program, message="A visitor wrote this.")
    with recording([program], by=somebody, reason="An inner reason."):
        program.cost = "free"
        program.save()

    for address in (f"programs/{program.slug}/", "programs/", "organizations/", "match/"):
        text = json.dumps(read(client, address))
        assert not [
            word for word in ("lovelace", "desk.example", "reason", "visitor") if word in text
        ]
    assert Change.objects.filter(reason="An inner reason.").exists()
    assert get_user_model().objects.filter(username="ada.lovelace").exists()


@pytest.mark.parametrize("publication", ["draft", "review", "archived"])
def test_what_is_not_published_is_nowhere(client, publication):
    hidden = ProgramFactory(publication=publication, name="Hidden Year", topics=["nlp"])
    ProgramFactory(slug="shown", successor=hidden, closed=True)

    read(client, f"programs/{hidden.slug}/", status=404)
    read(client, f"organizations/{hidden.organization.slug}/", status=404)
    for address in ("programs/?status=closed", "programs/shown/", "organizations/", "match/"):
        assert hidden.slug not in json.dumps(read(client, address))
    assert read(client, "programs/shown/")["successor"] is None
    assert read(client, "programs/?topic=nlp&status=closed&status=active")["count"] == 0


def test_a_merged_slug_leads_to_the_program_that_was_kept(client):
    kept = ProgramFactory(slug="kept")
    RedirectFactory(old_slug="old-name", program=kept)

    answer = client.get("/api/v1/programs/old-name/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/programs/kept/"


def test_an_organization_has_its_published_programs(client):
    lab = OrganizationFactory(slug="lab")
    ProgramFactory(organization=lab, slug="b", name="B")
    ProgramFactory(organization=lab, slug="a", name="a", closed=True)
    ProgramFactory(organization=lab, draft=True)

    told = read(client, "organizations/lab/")

    assert told["page"] == "http://testserver/organizations/lab/"
    assert [(one["slug"], one["status"]) for one in told["programs"]] == [
        ("a", "closed"),
        ("b", "active"),
    ]


@pytest.mark.parametrize("address", ["programs/", "organizations/", "match/"])
def test_a_longer_list_takes_no_more_queries(client, address):
    for _ in range(6):
        program = ProgramFactory(open=True, topics=["nlp"], locations=["CA"])
        EvidenceFactory(program=program)
        CheckFactory(program=program)
    read(client, address)
    counted = []
    for size in (1, 2, 6):
        with CaptureQueriesContext(connection) as queries:
            assert len(read(client, f"{address}?page_size={size}")["results"]) == size
        counted.append(len(queries))

    assert counted[0] == counted[1] == counted[2] <= 11

"""What a program’s page says to machines: schema.org, as JSON-LD."""

import datetime
import json
import re

import pytest
from django.utils import timezone
from pyld import jsonld

from programs import choices
from tests.factories import (
    TODAY,
    CheckFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def nodes(client, program) -> dict:
    """Return what the page says by type."""
    content = client.get(program.get_absolute_url()).content.decode()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", content)[1])
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def read_json_ld(client, program) -> dict:
    [page, entity] = nodes(client, program).values()
    assert page["mainEntity"]["@id"] == entity["@id"]
    return entity


def test_machines_read_what_the_page_says(client):
    program = ProgramFactory(
        name="A & <B>",
        organization=OrganizationFactory(name="Lab", url="https://lab.example"),
        degree_minimum="bachelor",
        duration_weeks_min=10,
        duration_weeks_max=10,
        format="hybrid",
        open=True,
    )

    data = read_json_ld(client, program)

    assert data["name"] == "A & <B>"
    assert data["provider"] == {
        "@type": "Organization",
        "name": "Lab",
        "url": "https://lab.example",
    }
    assert data["timeToComplete"] == "P10W"
    assert data["educationalProgramMode"] == "blended"
    assert data["programPrerequisites"]["credentialCategory"] == "Bachelor’s degree"
    assert data["applicationDeadline"] == "2027-02-20"
    assert data["url"] == f"http://testserver{program.get_absolute_url()}"


def test_machines_are_told_nothing_that_is_not_stated(client):
    data = read_json_ld(client, ProgramFactory(unstated=True))

    assert set(data) == {
        *("@type", "@id", "name", "description", "url", "sameAs", "provider", "programType"),
    }


def test_machines_get_no_deadline_that_is_over_or_not_a_day(client):
    program = ProgramFactory(over=True)
    RoundFactory(program=program, closes_on="2027-02")

    assert "applicationDeadline" not in read_json_ld(client, program)


@pytest.mark.parametrize(
    ("program_type", "kind"),
    [
        ("degree", "EducationalOccupationalProgram"),
        ("fellowship", "EducationalOccupationalProgram"),
        ("internship", "WorkBasedProgram"),
        ("residency", "WorkBasedProgram"),
        ("course", "Course"),
        ("grant", "MonetaryGrant"),
        ("scholarship", "MonetaryGrant"),
    ],
)
def test_each_type_is_what_schema_org_calls_it(client, program_type, kind):
    program = ProgramFactory(program_type=program_type)

    assert set(nodes(client, program)) == {"WebPage", kind}


def test_a_grant_says_who_gives_how_much(client):
    program = ProgramFactory(
        program_type="grant",
        organization=OrganizationFactory(name="Lab"),
        funding="grant",
        funding_min=5000,
        funding_max=9000,
        funding_currency="EUR",
        funding_period="total",
        cost="free",
        open=True,
    )

    data = read_json_ld(client, program)

    assert data["funder"]["name"] == "Lab"
    assert data["amount"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "minValue": 5000,
        "maxValue": 9000,
    }
    assert not {"provider", "applicationDeadline", "offers"} & data.keys()


def test_an_amount_a_month_is_not_the_amount_of_a_grant(client):
    program = ProgramFactory(
        program_type="grant",
        funding="grant",
        funding_min=5000,
        funding_currency="EUR",
        funding_period="month",
    )

    assert "amount" not in read_json_ld(client, program)


def test_a_course_says_when_and_where_it_runs_next(client):
    program = ProgramFactory(program_type="course", format="online", hours_per_week=6)
    RoundFactory(program=program, closes_on="2027-01-10", starts_on="2027-02-01")

    data = read_json_ld(client, program)

    assert data["hasCourseInstance"] == {
        "@type": "CourseInstance",
        "courseMode": "online",
        "courseWorkload": "PT6H",
        "startDate": "2027-02-01",
    }


def test_only_a_check_of_all_facts_is_a_review(client):
    saved, partly, whole = ProgramFactory.create_batch(3)
    later = timezone.now() + datetime.timedelta(minutes=1)
    CheckFactory(program=partly, fields=["cost"], at=later)
    CheckFactory(program=whole, at=later)

    reviewed = [nodes(client, one)["WebPage"].get("lastReviewed") for one in (saved, partly, whole)]

    assert reviewed == [None, None, later.date().isoformat()]


def test_the_way_to_the_page_is_told(client):
    page = nodes(client, ProgramFactory(name="AI Residency"))["WebPage"]

    steps = page["breadcrumb"]["itemListElement"]
    assert [(one["position"], one["name"]) for one in steps] == [
        (1, "Programs"),
        (2, "AI Residency"),
    ]


def test_the_plain_list_is_told_and_no_other(client):
    program = ProgramFactory(name="AI Residency")

    plain, filtered = client.get("/programs/").text, client.get("/programs/?degree=none").text

    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", plain)[1])
    [item] = data["@graph"][0]["mainEntity"]["itemListElement"]
    assert (item["name"], item["url"]) == (
        "AI Residency",
        f"http://testserver{program.get_absolute_url()}",
    )
    assert "ld+json" not in filtered


@pytest.mark.parametrize("program_type", choices.ProgramType.values)
def test_a_reader_of_linked_data_understands_every_word(client, program_type):
    """Expanded by a library: what is not a word of the vocabulary would fall out."""
    program = ProgramFactory(program_type=program_type, open=True, format="online")
    content = client.get(program.get_absolute_url()).content.decode()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", content)[1])

    def schema_org(url, options):
        context = {"@context": {"@vocab": "https://schema.org/"}}
        return {"contextUrl": None, "documentUrl": url, "document": context}

    found = jsonld.expand(data, {"documentLoader": schema_org})

    [entity] = [one for one in found if one["@id"].endswith("#program")]
    assert entity["https://schema.org/name"] == [{"@value": program.name}]
    assert len(found) == 2

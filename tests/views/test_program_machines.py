"""What a program’s page says to machines: schema.org, as JSON-LD."""

import json
import re

import pytest

from tests.factories import TODAY, OrganizationFactory, ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def read_json_ld(client, program) -> dict:
    content = client.get(program.get_absolute_url()).content.decode()
    return json.loads(re.search(r"ld\+json\">(.*?)</script>", content)[1])


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
        *("@context", "@type", "name", "description", "url", "sameAs", "provider", "programType"),
    }


def test_machines_get_no_deadline_that_is_over_or_not_a_day(client):
    program = ProgramFactory(over=True)
    RoundFactory(program=program, closes_on="2027-02")

    assert "applicationDeadline" not in read_json_ld(client, program)

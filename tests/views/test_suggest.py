"""A program that is missing: named by a visitor, unless it is here already."""

import re

import pytest

from programs.models import Report
from tests.factories import OrganizationFactory, ProgramFactory
from tests.views.sending import problem_of, send, ticket_in, value_of

pytestmark = pytest.mark.django_db

ADDRESS = "/suggest/"
SAID = {
    "name": "Robot Fellowship",
    "organization": "The Lab",
    "url": "https://lab.example/robots",
    "program_type": "fellowship",
    "message": "A year of building robots.",
    "source": "https://news.example/robots",
}


@pytest.fixture(autouse=True)
def _patience(monkeypatch):
    monkeypatch.setattr("programs.curation.tickets.SECONDS_AT_LEAST", -1)


@pytest.fixture
def listed():
    lab = OrganizationFactory(name="The Lab", slug="lab")
    return ProgramFactory(slug="robots", name="Robot Fellowship", organization=lab)


def test_a_suggestion_is_received_and_leads_to_its_page(client):
    answer = send(client, ADDRESS, SAID)

    report = Report.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, report.get_absolute_url())
    assert (report.kind, report.program, report.state) == ("suggestion", None, "received")
    assert report.suggested_name == SAID["name"]
    assert report.suggested_organization == SAID["organization"]
    assert (report.suggested_url, report.suggested_type) == (SAID["url"], "fellowship")
    assert (report.message, report.url) == (SAID["message"], SAID["source"])
    page = client.get(report.get_absolute_url()).content.decode()
    assert all(text in page for text in [*list(SAID.values())[:3], "Fellowship"])


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("name", "", "Name the program."),
        ("organization", "", "Name the organization that runs it."),
        ("url", "", "Give the address of its page: we list nothing without a source."),
        ("url", "no page", "“no page” is not the address of a page."),
        ("program_type", "party", "Choose one of the list, or “I’m not sure”."),
        ("message", "", "Say in a few words how it leads into machine learning"),
        ("source", "no page", "“no page” is not the address of a page."),
    ],
)
def test_a_problem_stands_beside_its_field(client, name, text, sentence):
    answer = send(client, ADDRESS, SAID | {name: text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert problem_of(page, name).startswith(sentence)
    others = {other: said for other, said in SAID.items() if other != name}
    assert {other: value_of(page, other) for other in others} == others
    assert not Report.objects.exists()


def test_what_is_likely_listed_is_asked_about_and_may_still_be_sent(client, listed):
    first = send(client, ADDRESS, SAID)

    page = first.content.decode()
    assert first.status_code == 200
    assert "It may be listed already" in page
    assert f'<a href="{listed.get_absolute_url()}">Robot Fellowship</a>, The Lab' in page
    assert {name: value_of(page, name) for name in SAID} == SAID
    assert not Report.objects.exists()

    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    again = client.post(ADDRESS, SAID | {"ticket": ticket_in(page), "seen": seen})

    assert again.status_code == 303
    assert Report.objects.count() == 1


def test_another_program_that_is_alike_is_asked_about_again(client, listed):
    answer = send(client, ADDRESS, SAID | {"seen": "something-else"})

    assert "It may be listed already" in answer.content.decode()


def test_a_draft_is_not_given_away(client):
    lab = OrganizationFactory(name="The Lab", slug="lab")
    ProgramFactory(name="Robot Fellowship", organization=lab, draft=True)

    assert send(client, ADDRESS, SAID).status_code == 303


def test_likely_spam_is_held(client):
    send(client, ADDRESS, SAID | {"subject": "Hello"})

    assert Report.objects.get().state == "held"


def test_nobody_keeps_the_form_and_nobody_gets_a_cookie(client):
    answer = client.get(ADDRESS)

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("address", ["/", "/programs/?q=nothing-like-this"])
def test_pages_say_where_to_name_a_missing_program(client, address):
    assert f'href="{ADDRESS}"' in client.get(address).content.decode()

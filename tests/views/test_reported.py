"""The page of a report, for whoever has its reference."""

import datetime
import re

import pytest

from programs.curation import reports
from programs.curation.reports import Source
from tests.factories import ProgramFactory, ReportFactory, SuggestionFactory, UserFactory
from tests.views.sending import REPORT as SAID
from tests.views.sending import program

pytestmark = pytest.mark.django_db

__all__ = ["program"]


def page_of(client, report) -> str:
    answer = client.get(report.get_absolute_url())
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def test_it_shows_what_was_said_and_that_it_was_received(client, program):
    page = page_of(
        client,
        ReportFactory(
            program=program,
            field="degree_minimum",
            **{name: SAID[name] for name in ("message", "proposed", "url")},
        ),
    )

    for words in ["Received", "Degree, of Robot School", *list(SAID.values())[1:]]:
        assert words in page


def test_who_is_held_is_told_what_everybody_is_told(client, program):
    held, received = (
        page_of(client, ReportFactory(program=program, state=state, reference=f"x{state}"))
        for state in ("held", "received")
    )

    assert held.replace("xheld", "") == received.replace("xreceived", "")
    assert "spam" not in held


def test_what_was_said_is_no_link_and_no_markup(client, program):
    report = ReportFactory(
        program=program, message="<b>Hi</b>", url="https://evil.example/", proposed="<i>"
    )

    html = client.get(report.get_absolute_url()).content.decode()

    assert "&lt;b&gt;Hi" in html
    assert 'href="https://evil.example' not in html
    assert '<meta name="robots" content="noindex, nofollow">' in html


def test_a_declined_report_gives_its_reason(client, program):
    report = ReportFactory(program=program)
    reports.decline(report, "Their page still asks for a PhD.", by=UserFactory(username="grace"))

    page = page_of(client, report)

    assert "Declined on" in page
    assert "Their page still asks for a PhD." in page
    assert "grace" not in page


def test_an_accepted_report_leads_to_the_program(client, program):
    report = ReportFactory(program=program, field="degree_minimum")
    reports.correct(report, {"degree_minimum": "none"}, by=UserFactory(), source=Source())

    page = page_of(client, report)

    assert "Accepted on" in page
    assert "has been put right" in page
    assert "The page of Robot School" in page


def test_a_suggestion_gives_no_draft_away(client):
    report = SuggestionFactory(state="accepted", program=ProgramFactory(draft=True, name="Secret"))

    html = client.get(report.get_absolute_url()).content.decode()

    assert "A curator is preparing the listing" in html
    assert "Secret" not in html


def test_a_listed_suggestion_leads_to_its_page(client, program):
    report = SuggestionFactory(
        state="accepted",
        program=program,
        handled_at=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC),
    )

    page = page_of(client, report)

    assert "Accepted on 22 November 2026" in page
    assert "The program is listed." in page


@pytest.mark.parametrize("reference", ["abcdefghjkmn", "x", "a" * 200])
def test_an_unknown_reference_is_no_page(client, reference):
    assert client.get(f"/reports/{reference}/").status_code == 404

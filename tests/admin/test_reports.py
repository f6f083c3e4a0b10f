"""The queue of reports, and what the page of one shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.curation import reports
from programs.models import Report
from tests.admin.conftest import posted
from tests.admin.reporting import page_url, program, report, words
from tests.factories import OrganizationFactory, ProgramFactory, ReportFactory, SuggestionFactory

pytestmark = pytest.mark.django_db

__all__ = ["program", "report"]

QUEUE = reverse("admin:programs_report_changelist")


# --- The queue --------------------------------------------------------------------------------


def listed(client, query="") -> list[str]:
    response = client.get(QUEUE + query)
    assert response.status_code == 200
    return [report.message for report in response.context["cl"].result_list]


def test_the_queue_has_what_waits_and_the_oldest_first(desk):
    for state in ("received", "held", "accepted", "declined", "received"):
        ReportFactory(state=state, message=f"{state} {Report.objects.count()}")

    assert listed(desk) == ["received 0", "received 4"]
    assert listed(desk, "?state__exact=held") == ["held 1"]
    assert listed(desk, "?state__exact=accepted") == ["accepted 2"]
    assert len(listed(desk, "?state__exact=all")) == 5


def test_the_queue_is_filtered_by_kind_and_counted(desk, program):
    ReportFactory(program=program, kind="ended", message="It ended.")
    SuggestionFactory()

    assert listed(desk, "?kind__exact=ended") == ["It ended."]
    page = desk.get(f"{QUEUE}?_facets=True").text
    assert "A program has ended (1)" in page
    assert "Held as likely spam (0)" in page


@pytest.mark.parametrize("query", ["", "?state__exact=all", "?_facets=True"])
def test_the_queries_of_the_queue_do_not_grow(desk, query):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            listed(desk, query)
        return len(queries)

    ReportFactory.create_batch(2)
    few = count()
    ReportFactory.create_batch(20)
    SuggestionFactory.create_batch(5)

    assert count() == few
    assert few <= 13


@pytest.mark.parametrize("search", ["Robot", "learning year", "faq"])
def test_a_report_is_found_by(desk, report, search):
    SuggestionFactory(url="https://lab.example/faq", message="Robot")

    assert listed(desk, f"?q={search}")


def test_spam_is_put_aside_or_let_in_together(desk, curator):
    held = ReportFactory.create_batch(2, state="held")
    chosen = {"_selected_action": [one.pk for one in held[:1]]}

    desk.post(f"{QUEUE}?state__exact=held", {"action": "release", **chosen})
    assert Report.objects.get(pk=held[0].pk).state == "received"

    desk.post(QUEUE, {"action": "decline_as_spam", **chosen})
    declined = Report.objects.get(pk=held[0].pk)
    assert (declined.state, declined.answer) == ("declined", reports.SPAM_ANSWER)
    assert declined.handled_by == curator
    assert Report.objects.get(pk=held[1].pk).state == "held"


# --- The page ---------------------------------------------------------------------------------


def test_what_is_said_stands_beside_what_we_have(desk, report):
    page = words(desk.get(page_url(report)))

    assert "The listing says now Degree asked for PhD Degree note Or so." in page
    assert "What is said to be right No degree" in page
    assert "https://robots.example/faq" in page
    assert "What is said to be right is filled in." in page


def test_what_is_clear_is_filled_in_and_what_is_not_is_left(desk, report):
    form = desk.get(page_url(report)).context["desk"].forms["what"]
    assert posted(form)["degree_minimum"] == "none"
    assert posted(form)["degree_note"] == "Or so."

    Report.objects.update(proposed="They say none is needed")
    response = desk.get(page_url(report))
    assert posted(response.context["desk"].forms["what"])["degree_minimum"] == "phd"
    assert "it is for you to fill in" in response.text


@pytest.mark.parametrize("field", ["", "organization", "rounds", "topics", "open_worldwide"])
def test_what_takes_the_whole_form_leads_there(desk, program, field):
    report = ReportFactory(program=program, field=field)

    page = desk.get(page_url(report))

    assert page.context["desk"].forms["what"] is None
    assert f"/{program.pk}/change/?report={report.reference}" in page.text
    assert 'value="write"' not in page.text


def test_a_suggestion_is_held_against_what_is_here(desk):
    lab = OrganizationFactory(name="The Lab", slug="the-lab")
    ProgramFactory(name="Learning Year", organization=lab, draft=True)

    page = words(desk.get(page_url(SuggestionFactory())))

    assert "It may be here already Learning Year (Draft): the same name" in page


def test_the_page_has_no_inline_script_or_style(desk, report):
    page = desk.get(page_url(report)).text

    assert "<style" not in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_a_report_that_is_not_there_leads_back(desk):
    address = reverse("admin:programs_report_change", args=["999"])

    assert desk.get(address).url == reverse("admin:index")

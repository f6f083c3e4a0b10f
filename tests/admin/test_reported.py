"""The form of a program that was opened from a report."""

import pytest
from django.urls import reverse

from programs.curation import reports
from tests.admin.conftest import form_data
from tests.admin.reporting import page_url, program, report
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

__all__ = ["program", "report"]


def form_url(report) -> str:
    address = reverse("admin:programs_program_change", args=[report.program_id])
    return f"{address}?report={report.reference}"


def test_the_form_of_the_program_shows_the_report_and_accepts_it(desk, curator, report, program):
    page = desk.get(form_url(report))
    assert report.message in page.text
    assert f'value="Report {report.reference}"' in page.text
    # The Enter key presses the first button: that one must only save.
    assert page.text.index('name="_save"') < page.text.index('name="_accept_report"')

    data = form_data(desk, form_url(report), degree_minimum="master", _accept_report="yes")
    response = desk.post(form_url(report), data)

    assert response.url == page_url(report)
    report.refresh_from_db()
    program.refresh_from_db()
    assert (program.degree_minimum, report.state) == ("master", "accepted")
    assert (report.change.field, report.change.by) == ("degree_minimum", curator)
    assert report.change.reason == f"Report {report.reference}"


def test_saving_alone_leaves_the_report_open(desk, report, program):
    desk.post(form_url(report), form_data(desk, form_url(report), degree_minimum="master"))

    report.refresh_from_db()
    assert report.state == "received"
    program.refresh_from_db()
    assert program.degree_minimum == "master"


def test_a_form_with_problems_accepts_nothing(desk, report):
    data = form_data(desk, form_url(report), cost_min="100", _accept_report="yes")

    response = desk.post(form_url(report), data)

    assert response.status_code == 200
    assert report.message in response.text
    report.refresh_from_db()
    assert report.state == "received"


def test_the_form_saves_nothing_for_a_report_that_was_answered_meanwhile(desk, report, program):
    data = form_data(desk, form_url(report), degree_minimum="master", _accept_report="yes")
    reports.decline(report, "No.", by=UserFactory(username="grace"))

    response = desk.post(form_url(report), data, follow=True)

    assert "grace declined this report on" in response.text
    program.refresh_from_db()
    assert program.degree_minimum == "phd"


def test_a_report_of_another_program_is_not_shown(desk, report):
    other = ReportFactory()
    address = form_url(other).partition("?")[0]

    assert report.message not in desk.get(f"{address}?report=nothing").text
    assert "_accept_report" not in desk.get(f"{address}?report={report.reference}").text


def test_who_may_not_answer_reports_edits_the_program_alone(client_of, report):
    editor = client_of("view_program", "change_program")

    assert "_accept_report" not in editor.get(form_url(report)).text
    data = form_data(editor, form_url(report), degree_minimum="master", _accept_report="yes")
    editor.post(form_url(report), data)
    report.refresh_from_db()
    assert report.state == "received"

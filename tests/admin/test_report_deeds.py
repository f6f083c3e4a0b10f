"""What the buttons on the page of a report do, and for whom."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from programs.curation import reports
from programs.models import Change, Evidence, Program, Report
from tests.admin.conftest import posted
from tests.admin.reporting import answer, filled, page_url, program, report
from tests.factories import ReportFactory, SuggestionFactory, UserFactory

pytestmark = pytest.mark.django_db

__all__ = ["program", "report"]

CURATOR = ("view_report", "change_report", "view_program", "change_program", "add_program")


# --- Answers ----------------------------------------------------------------------------------


def test_a_fact_is_put_right_and_the_report_accepted(desk, curator, report, client):
    form = desk.get(page_url(report)).context["desk"].forms["what"]
    assert not {"change_reason", "confirm_changes"} & set(form.fields)

    response = answer(desk, report, "write", **{"grounds-has_read": "on"})

    assert response.url == page_url(report)
    report.refresh_from_db()
    assert (report.state, report.handled_by) == ("accepted", curator)
    assert report.change.field == "degree_minimum"
    assert Program.objects.get().degree_minimum == "none"
    assert Program.objects.get().degree_note == "Or so."
    piece = Evidence.objects.get()
    assert (piece.url, piece.checked_by) == ("https://robots.example/faq", curator)
    assert LogEntry.objects.get().object_id == str(report.pk)
    page = desk.get(page_url(report))
    assert reverse("admin:programs_change_change", args=[report.change.pk]) in page.text
    assert "<form" not in page.text.partition('id="content-main"')[2]


def test_a_program_is_closed(desk, program):
    report = ReportFactory(program=program, kind="ended", url="https://robots.example/bye")
    form = desk.get(page_url(report)).context["desk"].forms["what"]
    assert posted(form)["status_basis"] == "stated"

    answer(desk, report, "close", status_note="Ended in 2025.")

    program.refresh_from_db()
    assert (program.status, program.status_note) == ("closed", "Ended in 2025.")


def test_a_suggestion_leads_to_its_draft(desk):
    report = SuggestionFactory(suggested_type="fellowship")

    response = answer(desk, report, "draft", summary="A year of learning.")

    program = Program.objects.get()
    assert response.url == reverse("admin:programs_program_change", args=[program.pk])
    assert (program.name, program.organization.name) == ("Learning Year", "The Lab")
    assert (program.publication, program.program_type) == ("draft", "fellowship")


def test_a_declined_report_has_a_reason(desk, report):
    refused = answer(desk, report, "decline", reason=" ")
    assert refused.status_code == 200
    assert "Say why: whoever sent the report reads it." in refused.text

    answer(desk, report, "decline", reason="Their page says PhD.")

    report.refresh_from_db()
    assert (report.state, report.answer) == ("declined", "Their page says PhD.")
    desk.post(page_url(report), {"deed": "reopen"})
    report.refresh_from_db()
    assert (report.state, report.answer) == ("received", "")


def test_a_held_report_is_let_in(desk, report):
    Report.objects.update(state="held")
    assert "It was held as likely spam" in desk.get(page_url(report)).text

    desk.post(page_url(report), {"deed": "release"})

    report.refresh_from_db()
    assert report.state == "received"
    assert "It was held as likely spam" not in desk.get(page_url(report)).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"degree_minimum": "masters"}, "Select a valid choice."),
        ({"degree_note": "x" * 501}, "at most 500 characters"),
        ({"grounds-source_url": "no page"}, "Enter a valid URL."),
    ],
)
def test_a_form_with_problems_does_nothing_and_keeps_what_was_typed(
    desk, report, changes, sentence
):
    response = answer(desk, report, "write", **{"grounds-answer": "Thank you!", **changes})

    assert response.status_code == 200
    assert sentence in response.text
    assert 'value="Thank you!"' in response.text
    report.refresh_from_db()
    assert report.state == "received"
    assert not Change.objects.exclude(field="created").exists()


def test_a_constraint_is_told_at_its_field(desk, program):
    report = ReportFactory(program=program, field="cost", proposed="4500")

    response = answer(desk, report, "write", cost_min="4500", cost_currency="")

    assert response.status_code == 200
    assert "“Cost from”" in response.text


def test_what_somebody_else_edited_meanwhile_is_not_written_over(desk, report, program):
    data = filled(desk, report, "write")
    other = ReportFactory(program=program, field="degree_minimum")
    reports.correct(other, {"degree_minimum": "master"}, by=UserFactory(), source=reports.Source())

    response = desk.post(page_url(report), data)

    assert "changed “Degree asked for”" in response.text
    program.refresh_from_db()
    assert program.degree_minimum == "master"


@pytest.mark.parametrize("deed", ["write", "decline", "release"])
def test_of_two_curators_the_second_is_told(desk, report, deed):
    data = filled(desk, report, deed)
    reports.decline(report, "No.", by=UserFactory(username="grace"))

    response = desk.post(page_url(report), data, follow=True)

    assert "grace declined this report on" in response.text
    assert "Nothing was done now." in response.text
    assert Program.objects.get().degree_minimum == "phd"


# --- Who may ----------------------------------------------------------------------------------

DEEDS = ["write", "decline", "release", "reopen"]


@pytest.mark.parametrize("deed", DEEDS)
def test_who_may_only_look_answers_nothing(client_of, report, deed):
    viewer = client_of("view_report", "view_program", "change_program")

    page = viewer.get(page_url(report))
    response = viewer.post(page_url(report), {"deed": deed})

    assert page.status_code == 200
    assert "<button" not in page.text.partition('id="content-main"')[2]
    assert response.status_code == 403


@pytest.mark.parametrize("deed", DEEDS)
def test_staff_without_a_permission_come_nowhere(client_of, report, deed):
    nobody = client_of("view_program", "change_program")

    assert nobody.get(page_url(report)).status_code == 403
    assert nobody.post(page_url(report), {"deed": deed}).status_code == 403
    assert Client().get(page_url(report)).status_code == 302


def test_who_may_not_edit_programs_declines_but_does_not_write(client_of, report):
    clerk = client_of("view_report", "change_report", "view_program")

    page = clerk.get(page_url(report))

    assert 'value="write"' not in page.text
    assert 'value="decline"' in page.text
    assert clerk.post(page_url(report), {"deed": "write"}).status_code == 403
    answer(clerk, report, "decline", reason="No.")
    report.refresh_from_db()
    assert report.state == "declined"


def test_who_may_not_add_programs_makes_no_draft(client_of):
    editor = client_of("view_report", "change_report", "view_program", "change_program")

    assert editor.post(page_url(SuggestionFactory()), {"deed": "draft"}).status_code == 403


@pytest.mark.parametrize("deed", ["draft", "close", "", "delete"])
def test_a_deed_of_another_kind_is_refused(desk, report, deed):
    assert desk.post(page_url(report), {"deed": deed}).status_code == 403
    assert Report.objects.get().state == "received"


def test_a_form_of_another_site_changes_nothing(curator, report):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)

    assert client.post(page_url(report), {"deed": "decline", "reason": "x"}).status_code == 403


def test_reports_are_neither_added_nor_deleted(desk, report):
    for view, args in (("add", []), ("delete", [report.pk])):
        address = reverse(f"admin:programs_report_{view}", args=args)
        assert desk.post(address, {"post": "yes"}).status_code == 403


def test_a_curator_needs_no_more_than_their_permissions(client_of, report):
    curator = client_of(*CURATOR)

    assert answer(curator, report, "write").status_code == 302
    assert answer(
        curator, SuggestionFactory(suggested_type="grant"), "draft", summary="A grant."
    ).url
    assert Program.objects.count() == 2

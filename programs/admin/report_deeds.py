"""What the buttons on the page of a report do.

Each deed returns where to go then, or None if a form is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from programs.admin.report_forms import (
    DeclineForm,
    GroundsForm,
    close_form,
    draft_form,
    write_form,
)
from programs.choices import ReportKind, ReportState
from programs.curation import reports
from programs.models import Report


@dataclass(slots=True)
class Desk:
    """The page of a report: who is there, and the forms on it as they were sent, if they were."""

    request: HttpRequest
    report: Report
    deed: str = ""
    forms: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        data = self.request.POST if self.deed else None
        accepting = data if self.deed in ACCEPTING else None
        declining = data if self.deed == "decline" else None
        of_kind = {
            ReportKind.CORRECTION: write_form,
            ReportKind.ENDED: close_form,
            ReportKind.SUGGESTION: draft_form,
        }[self.report.kind]
        if self.report.is_open:
            grounds = {"source_url": self.report.url}
            self.forms = {
                "what": of_kind(self.request, self.report, accepting),
                "grounds": GroundsForm(accepting, initial=grounds, prefix="grounds"),
                "decline": DeclineForm(declining),
            }

    @property
    def may_write(self) -> bool:
        """Whether the person may do with programs what accepting takes."""
        verb = "add" if self.report.kind == ReportKind.SUGGESTION else "change"
        return self.request.user.has_perm(f"programs.{verb}_program")

    def form(self, name: str) -> Any:
        """Return that form if it is on the page and valid."""
        form: forms.Form | None = self.forms.get(name)
        return form if form is not None and form.is_valid() else None


def write(desk: Desk) -> str | None:
    """Put the fact right as the form says, and accept."""
    what, grounds = desk.form("what"), desk.form("grounds")
    if not (what and grounds):
        return None
    values = {name: what.cleaned_data[name] for name in what.Meta.fields}
    reports.correct(desk.report, values, **_accepting(desk, grounds))
    messages.success(desk.request, "The program is put right, and the report accepted.")
    return page_of(desk.report)


def close(desk: Desk) -> str | None:
    """Close the program, and accept."""
    what, grounds = desk.form("what"), desk.form("grounds")
    if not (what and grounds):
        return None
    said = what.cleaned_data
    basis, note = said["status_basis"], said["status_note"]
    reports.close(desk.report, basis=basis, note=note, **_accepting(desk, grounds))
    messages.success(desk.request, "The program is closed, and the report accepted.")
    return page_of(desk.report)


def draft(desk: Desk) -> str | None:
    """Make a draft of the program, accept, and go on to its form."""
    what, grounds = desk.form("what"), desk.form("grounds")
    if not (what and grounds):
        return None
    values = {name: what.cleaned_data[name] for name in what.Meta.fields}
    organization = what.cleaned_data["organization"]
    program = reports.draft(
        desk.report, values, organization=organization, **_accepting(desk, grounds)
    )
    messages.success(
        desk.request,
        "The report is accepted. This is the draft: visitors don’t see it until you publish it.",
    )
    return reverse("admin:programs_program_change", args=[program.pk])


def decline(desk: Desk) -> str | None:
    form = desk.form("decline")
    if not form:
        return None
    reports.decline(desk.report, form.cleaned_data["reason"], by=desk.request.user)
    messages.success(desk.request, "The report is declined, with your reason.")
    return page_of(desk.report)


def release(desk: Desk) -> str | None:
    reports.release(desk.report)
    messages.success(desk.request, "The report waits for an answer among the others now.")
    return page_of(desk.report)


def reopen(desk: Desk) -> str | None:
    reports.reopen(desk.report)
    messages.success(desk.request, "The report is open again, and its answer gone.")
    return page_of(desk.report)


def page_of(report: Report) -> str:
    """Return the address of the report’s page in the admin."""
    return reverse("admin:programs_report_change", args=[report.pk])


ACCEPTING = {
    "write": ReportKind.CORRECTION,
    "close": ReportKind.ENDED,
    "draft": ReportKind.SUGGESTION,
}
"""The deeds that accept, each with the kind of report that it is for."""

DEEDS: dict[str, Callable[[Desk], str | None]] = {
    "write": write,
    "close": close,
    "draft": draft,
    "decline": decline,
    "release": release,
    "reopen": reopen,
}


def do(desk: Desk) -> str | None:
    """Do what the desk's deed says, and return where to go; None if a form is wrong.

    Raises PermissionDenied, and AlreadyHandled.
    """
    if desk.deed not in DEEDS or ACCEPTING.get(desk.deed, desk.report.kind) != desk.report.kind:
        raise PermissionDenied
    if desk.deed in ACCEPTING and not desk.may_write:
        raise PermissionDenied
    if not desk.report.is_open and desk.deed != "reopen":
        raise reports.AlreadyHandled(reports.handled_words(desk.report))
    if desk.report.state == ReportState.RECEIVED and desk.deed == "release":
        return page_of(desk.report)
    return DEEDS[desk.deed](desk)


def _accepting(desk: Desk, grounds: GroundsForm) -> dict[str, Any]:
    answer = grounds.cleaned_data["answer"]
    return {"by": desk.request.user, "source": grounds.source, "answer": answer}

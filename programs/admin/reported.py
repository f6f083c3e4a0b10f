"""The form of a program that was opened from a report: a note, and a button that accepts it."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from programs.admin.recorded import REASON_FIELD
from programs.admin.report_deeds import page_of
from programs.choices import ReportKind
from programs.curation import reports
from programs.models import Change, Program, Report
from programs.presentation.reports import about_words

PARAMETER = "report"
ACCEPT = "_accept_report"


class ReportedAdmin(ModelAdmin):
    """Admin of programs that accepts a report together with the edit that it led to."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the report above the form; with its button, save and accept in one transaction."""
        report = report_in(request, object_id)
        if report is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        told = {"reported": report, "reported_about": about_words(report)}
        extra = {**(extra_context or {}), **(told if report.is_open else {})}
        if ACCEPT not in request.POST:
            return super().changeform_view(request, object_id, form_url, extra)
        try:
            with reports.answering(report) as locked:
                newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
                response = super().changeform_view(request, object_id, form_url, extra)
                if isinstance(response, TemplateResponse) or response.status_code != 302:
                    return response
                change = reports.newest_change(locked, [], after=newest)
                reports.accept(locked, by=request.user, answer="", change=change)
        except reports.AlreadyHandled as refused:
            messages.error(request, f"{refused} Nothing was saved now.")
            return HttpResponseRedirect(page_of(report))
        messages.success(request, "The report is accepted.")
        return HttpResponseRedirect(page_of(report))

    def get_form(
        self, request: HttpRequest, obj: Program | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Return the form, with the report as the reason of the change."""
        form = super().get_form(request, obj, change=change, **kwargs)
        report = report_in(request, str(obj.pk)) if obj else None
        if report and REASON_FIELD in form.base_fields:
            # The field itself belongs to every form of a program.
            reason = copy(form.base_fields[REASON_FIELD])
            reason.initial = reports.reason_of(report)
            form.base_fields[REASON_FIELD] = reason
        return form


def report_in(request: HttpRequest, object_id: str | None) -> Report | None:
    """Return the open correction of this program that the address names, for who may answer it."""
    reference = request.GET.get(PARAMETER, "")
    if not (reference and object_id and request.user.has_perm("programs.change_report")):
        return None
    found = Report.objects.select_related("program", "handled_by").filter(reference=reference)
    report = found.exclude(kind=ReportKind.SUGGESTION).first()
    return report if report and str(report.program_id) == object_id else None

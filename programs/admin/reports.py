"""The admin of what visitors say is wrong or missing."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from programs import choices
from programs.admin.base import CuratedAdmin
from programs.admin.sections import field_label
from programs.models import Report


@admin.register(Report)
class ReportAdmin(CuratedAdmin):
    """Visitors write reports; curators answer them."""

    fields = (
        "kind",
        "program",
        "fact",
        "message",
        "url",
        "received_at",
        "state",
        "answer",
        ("handled_by", "handled_at"),
    )
    readonly_fields = (
        "kind",
        "program",
        "fact",
        "message",
        "url",
        "received_at",
        "handled_by",
        "handled_at",
    )
    list_display = ("__str__", "program", "fact", "state", "received_at", "handled_by")
    list_filter = ("state", "kind", "received_at")
    list_select_related = ("program", "handled_by")
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    search_fields = ("message", "answer", "url", "program__name", "program__slug")
    search_help_text = "Message, answer, address or program"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Report, form: forms.ModelForm, change: bool
    ) -> None:
        """Note who answered and when; a report that is open again is nobody's."""
        if form.has_changed():
            is_open = obj.state == choices.ReportState.RECEIVED
            obj.handled_by = None if is_open else request.user
            obj.handled_at = None if is_open else timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="field", ordering="field")
    def fact(self, report: Report) -> str:
        return field_label(report.field) if report.field else "-"

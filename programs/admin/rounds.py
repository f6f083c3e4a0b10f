"""Rounds and evidence of all programs, to look through; they are edited with their program."""

from django.contrib import admin

from programs.admin.base import ReadOnlyAdmin
from programs.admin.inlines import NEWEST_FIRST
from programs.admin.sections import field_label
from programs.models import ApplicationRound, Evidence


@admin.register(ApplicationRound)
class ApplicationRoundAdmin(ReadOnlyAdmin):
    list_display = ("label", "program", "opens_on", "closes_on", "starts_on", "cancelled")
    list_filter = ("cancelled", "program__status", "program__publication")
    list_select_related = ("program",)
    ordering = (NEWEST_FIRST, "pk")
    search_fields = ("label", "program__name", "program__slug", "closes_on")
    search_help_text = "Label, program, or the start of a closing date: 2026-01"


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("quote", "program", "fact", "kind", "source_date", "checked_on", "checked_by")
    list_filter = ("kind", ("checked_on", admin.EmptyFieldListFilter), "program__publication")
    list_select_related = ("program", "checked_by")
    ordering = ("program__name", "pk")
    search_fields = ("quote", "url", "program__name", "program__slug", "field")
    search_help_text = "Quote, address, program or field"

    @admin.display(description="field", ordering="field")
    def fact(self, evidence: Evidence) -> str:
        return field_label(evidence.field) if evidence.field else "The listing as a whole"

"""Rounds and evidence inside a program's form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import DateField, F, Field, QuerySet
from django.http import HttpRequest

from programs.admin.base import StatedFields
from programs.admin.forms import EvidenceForm, RoundForm
from programs.admin.sections import field_label
from programs.models import ApplicationRound, Evidence, Program

# Databases differ in where they put what has no date.
NEWEST_FIRST = F("closes_on").desc(nulls_last=True)


class RoundInline(StatedFields, admin.TabularInline):
    model = ApplicationRound
    form = RoundForm
    fields = ("label", "opens_on", "closes_on", "closes_at_note", "starts_on", "cancelled")
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rounds, the newest first; those without a date last."""
        return super().get_queryset(request).order_by(NEWEST_FIRST, "-pk")


class EvidenceInline(StatedFields, admin.TabularInline):
    model = Evidence
    form = EvidenceForm
    fields = ("field", "kind", "quote", "url", "source_date", "checked_on", "read_by")
    readonly_fields = ("fact", "read_by")
    extra = 0
    formfield_overrides = StatedFields.formfield_overrides | {
        DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("checked_by").order_by("pk")

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name == "quote":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """Return the columns; who may only look reads a field's label, not its name."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ("fact", *self.fields[1:])

    @admin.display(description="Field")
    def fact(self, evidence: Evidence) -> str:
        return field_label(evidence.field) if evidence.field else "The listing as a whole"

    @admin.display(description="Read by")
    def read_by(self, evidence: Evidence) -> str:
        """Say who read the source: whoever last set the day."""
        return str(evidence.checked_by or "")

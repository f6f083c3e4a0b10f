"""The admin of checks: who confirmed what, and whether pages answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from programs.admin.base import ReadOnlyAdmin
from programs.admin.sections import field_choices, field_label
from programs.admin.shown import ShownAdmin
from programs.models import Check, LinkCheck


class CheckForm(forms.ModelForm):
    fields = forms.MultipleChoiceField(
        label="Facts that you confirmed",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what you compared with the source today. None: all of them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "fields" in self.fields:
            self.fields["fields"].choices = field_choices()


@admin.register(Check)
class CheckAdmin(ShownAdmin):
    """A check is by the person who adds it, of the moment when it is added, and stays as it is."""

    form = CheckForm
    fields = ("program", "fields")
    autocomplete_fields = ("program",)
    list_display = ("program", "facts", "by", "at")
    list_filter = ("at", ("by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("program", "by")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    search_fields = ("program__name", "program__slug", "by__username")
    search_help_text = "Program or person"

    def has_change_permission(self, request: HttpRequest, obj: Check | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Check | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Check | None = None) -> tuple[str, ...]:
        return ("program", "facts", "by", "at") if obj else self.fields

    def get_readonly_fields(
        self, request: HttpRequest, obj: Check | None = None
    ) -> tuple[str, ...]:
        return ("program", "facts", "by", "at") if obj else ()

    def programs_showing(self, objs: Iterable[Check]) -> list[int]:
        return [check.program_id for check in objs]

    def save_model(
        self, request: HttpRequest, obj: Check, form: forms.ModelForm, change: bool
    ) -> None:
        """Sign it."""
        obj.by, obj.at = request.user, timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="facts confirmed")
    def facts(self, check: Check) -> str:
        return ", ".join(map(field_label, check.fields)) or "All of them"


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnlyAdmin):
    list_display = ("url", "program", "outcome", "http_status", "note", "final_url", "times", "at")
    list_filter = ("outcome", "at")
    list_select_related = ("program",)
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    search_fields = ("url", "final_url", "program__name", "program__slug")
    search_help_text = "Address or program"

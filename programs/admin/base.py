"""What every admin class of the site shares."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextInputWidget,
    AdminURLFieldWidget,
    FilteredSelectMultiple,
)
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_countries.fields import CountryField

from programs.choices import UNSTATED_LABEL
from programs.models.fields import PartialDateField

DATE_HELP = "As precise as the source: 2026-01-15, 2026-01 or 2026."


class YesNoSelect(forms.NullBooleanSelect):
    """Yes, no, or that the sources do not say."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", UNSTATED_LABEL), ("true", "Yes"), ("false", "No")]


class AddressInput(AdminURLFieldWidget):
    """An address in one line, with a link that opens it."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        control = forms.URLInput(self.attrs).render(name, value, attrs, renderer)
        context = self.get_context(name, value, attrs)
        if not (value and context["url_valid"]):
            return control
        link = '<a class="open-address" href="{}" target="_blank" rel="noopener">Open</a>'
        return format_html("{}" + link, control, context["widget"]["href"])


class StatedFields:
    """For admin classes and inlines: a blank reads “Doesn’t say” in every control."""

    formfield_overrides = {
        PartialDateField: {
            "widget": AdminTextInputWidget(attrs={"class": "partial-date", "size": 10})
        },
        models.URLField: {"widget": AddressInput},
    }

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.BooleanField) and db_field.null:
            kwargs["widget"] = YesNoSelect
        if isinstance(db_field, PartialDateField):
            kwargs["help_text"] = f"{db_field.help_text} {DATE_HELP}".strip()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, CountryField):
            if db_field.multiple:
                kwargs["widget"] = FilteredSelectMultiple("countries", is_stacked=False)
        elif db_field.blank:
            kwargs["choices"] = db_field.get_choices(blank_choice=[("", UNSTATED_LABEL)])
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class CuratedAdmin(StatedFields, admin.ModelAdmin):
    """A list that stays quick however long it is, and a form whose key fields stay as they are."""

    key_fields: tuple[str, ...] = ()
    """Keys of files, addresses and the ledger: settled when the object is added."""

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        return (*self.readonly_fields, *(self.key_fields if obj else ()))

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> dict[str, Any]:
        return {} if obj else self.prepopulated_fields


class ReadOnlyAdmin(CuratedAdmin):
    """What people read here and only the site itself writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

"""The forms on the page of a report: what is written, on what grounds, and what is answered."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms import modelform_factory
from django.http import HttpRequest
from django.utils import timezone
from django_countries.fields import CountryField

from programs import choices
from programs.admin.base import AddressInput
from programs.admin.forms import PlacedErrors, ProgramForm
from programs.curation.proposals import read_proposed
from programs.curation.reports import Source
from programs.models import Evidence, Organization, Program, Report
from programs.presentation.reports import fact_with

_LONGEST_ANSWER = Report._meta.get_field("answer").max_length
_TEXT = {"class": "vTextField"}
_KINDS = [
    (choices.EvidenceKind.PARAPHRASE, "In our words"),
    (choices.EvidenceKind.QUOTE, "In the source’s own words"),
]


class GroundsForm(forms.Form):
    """On what an accepted report rests, and what its sender is told."""

    source_url = forms.URLField(
        label="Where it is said",
        required=False,
        max_length=500,
        widget=AddressInput(attrs={"class": "vURLField"}),
        help_text="It becomes evidence of what you write.",
    )
    quote = forms.CharField(
        label="What it says there",
        required=False,
        max_length=Evidence._meta.get_field("quote").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quote_kind = forms.ChoiceField(label="How you put it", choices=_KINDS, required=False)
    has_read = forms.BooleanField(
        label="I have read it there myself, today",
        required=False,
        help_text="Only then does the evidence have a day on which it was read.",
    )
    answer = forms.CharField(
        label="Answer",
        required=False,
        max_length=_LONGEST_ANSWER,
        widget=forms.TextInput(attrs=_TEXT),
        help_text="Public, beside “Accepted”. It may stay blank.",
    )

    @property
    def source(self) -> Source:
        """What a valid form says of the source."""
        said = self.cleaned_data
        grounds = said["source_url"] or said["quote"]
        return Source(
            url=said["source_url"],
            quote=said["quote"],
            kind=said["quote_kind"] or choices.EvidenceKind.PARAPHRASE,
            read_on=timezone.localdate() if said["has_read"] and grounds else None,
        )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=_LONGEST_ANSWER,
        widget=forms.TextInput(attrs=_TEXT),
        help_text="Public, beside “Declined”: say what you compared it with.",
        error_messages={"required": "Say why: whoever sent the report reads it."},
    )


class Filled:
    """A form that shows what is said to be right: as it is, it changes the program."""

    def has_changed(self) -> bool:
        return True


class WriteForm(Filled, ProgramForm):
    """The fields of one fact of a program."""

    change_reason = None
    confirm_changes = None


class CloseForm(Filled, PlacedErrors, forms.ModelForm):
    """How it is known that a program has ended, and what happened."""

    class Meta:
        model = Program
        fields = ("status_basis", "status_note")


class DraftForm(PlacedErrors, forms.ModelForm):
    """What is known of a program that is suggested; the organization by its name."""

    organization = forms.CharField(
        max_length=Organization._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs=_TEXT),
        help_text="One that is not here yet is added.",
    )

    class Meta:
        model = Program
        fields = ("name", "program_type", "url", "summary")

    field_order = ("name", "organization", "program_type", "url", "summary")


def is_plain(field: str) -> bool:
    """Return whether a field is a text, a choice, a number, a date or a yes and no."""
    model_field = Program._meta.get_field(field) if field != "rounds" else None
    odd = (models.ManyToManyField, models.ForeignKey, CountryField)
    return bool(model_field) and not isinstance(model_field, odd)


def fields_of(report: Report) -> tuple[str, ...]:
    """Return the fields that one may write on the page of a report; none if a form is better."""
    fact = fact_with(report.program, report.field) if report.field else None
    fields = fact.fields if fact else ()
    return fields if all(map(is_plain, fields)) else ()


def write_form(request: HttpRequest, report: Report, data: Any = None) -> WriteForm | None:
    """Return the form of the fact in question, with what is said to be right where it is clear."""
    fields = fields_of(report)
    if not fields:
        return None
    proposed = read_proposed(report.field, report.proposed)
    initial = {name: value for name, value in proposed.items() if name in fields}
    factory = modelform_factory(Program, WriteForm, fields=fields, formfield_callback=_as(request))
    return factory(data, instance=_fresh(report.program_id), initial=initial)


def close_form(request: HttpRequest, report: Report, data: Any = None) -> CloseForm:
    basis = choices.StatusBasis.STATED if report.url else ""
    program = _fresh(report.program_id)
    initial = {"status_basis": program.status_basis or basis}
    factory = modelform_factory(Program, CloseForm, formfield_callback=_as(request))
    return factory(data, instance=program, initial=initial)


def draft_form(request: HttpRequest, report: Report, data: Any = None) -> DraftForm:
    initial = {
        "name": report.suggested_name,
        "organization": report.suggested_organization,
        "program_type": report.suggested_type,
        "url": report.suggested_url,
    }
    factory = modelform_factory(Program, DraftForm, formfield_callback=_as(request))
    return factory(data, initial=initial)


def _fresh(program_id: int) -> Program:
    # A form writes what it cleans into its instance, valid or not.
    return Program.objects.get(pk=program_id)


def _as(request: HttpRequest) -> Any:
    """Return how the form of a program makes its controls."""
    program_admin = admin.site.get_model_admin(Program)
    return partial(program_admin.formfield_for_dbfield, request=request)

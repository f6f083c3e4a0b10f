"""Saving through the ledger: the admin's door to `programs.ledger`."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse

from programs.admin.base import CuratedAdmin
from programs.ledger import Recording, recording
from programs.models import Change, Program

REASON_FIELD = "change_reason"
REASON_LENGTH = Change._meta.get_field("reason").max_length

_READS = {"GET", "HEAD", "OPTIONS", "TRACE"}


@contextmanager
def recording_for(request: HttpRequest, programs: Iterable[Program | int]) -> Iterator[Recording]:
    """Record writes to these programs as the user's, with the reason given in the request.

    The open recording is `request.recording`, where the saving methods of an admin find it.
    """
    with recording(programs, by=request.user, reason=reason_in(request)) as request.recording:
        yield request.recording


class RecordedAdmin(CuratedAdmin):
    """Admin of programs: whatever one request writes is one recording by its user."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Open the recording before Django reads the program for the form.

        The lock then covers both: what the form is laid over is what it is saved over.
        """
        if request.method in _READS:
            return super().changeform_view(request, object_id, form_url, extra_context)
        program = self.get_object(request, unquote(object_id)) if object_id else None
        with transaction.atomic():
            with recording_for(request, [program] if program else []) as record:
                response = super().changeform_view(request, object_id, form_url, extra_context)
            self.after_changes(request, record)
        return response

    def after_changes(self, request: HttpRequest, record: Recording) -> None:
        """Do what follows from the changes, in their transaction. By default nothing."""

    def save_model(
        self, request: HttpRequest, obj: Program, form: forms.ModelForm, change: bool
    ) -> None:
        """Insert a new program; of an old one, write only the fields that the form changed."""
        if not change:
            super().save_model(request, obj, form, change)
            request.recording.created([obj])
        elif changed := changed_fields(form):
            columns = {field.name for field in obj._meta.concrete_fields}
            obj.save(update_fields=[*columns.intersection(changed), "updated_at"])

    def save_related(
        self,
        request: HttpRequest,
        form: forms.ModelForm,
        formsets: Iterable[BaseInlineFormSet],
        change: bool,
    ) -> None:
        """Save tags, rounds and evidence; a change of rounds or evidence is one of the program."""
        super().save_related(request, form, formsets, change)
        if change and not changed_fields(form) and any(rows.has_changed() for rows in formsets):
            form.instance.save(update_fields=["updated_at"])


def changed_fields(form: forms.ModelForm) -> list[str]:
    """Return the names of the model's fields, tags included, that the form changed."""
    model_fields = {field.name for field in form._meta.model._meta.get_fields()}
    return [name for name in form.changed_data if name in model_fields]


def id_in(text: str) -> int:
    """Return the id that a form or an address names; 0, which is nobody's, if it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def reason_in(request: HttpRequest, *, longest: int = REASON_LENGTH) -> str:
    """Return the reason that a form gives, blank if none; PostgreSQL stores no NUL."""
    return request.POST.get(REASON_FIELD, "").replace("\x00", "").strip()[:longest]

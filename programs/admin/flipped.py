"""What an edit means for the golden profiles: asked before it is saved, told once it is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from programs.flips import flips, flips_words
from programs.ledger import CURATED_FIELDS, Recording, State, Value, read_states
from programs.models import Location, Program

ASK = "_flips"
"""The name of the button that asks."""


def answer(form: forms.ModelForm) -> ValidationError:
    """Return what the entries of a form would flip, as what keeps it from being saved."""
    program: Program = form.instance
    before = read_states([program.pk])[program.pk]
    entered = {
        name: _plain(value)
        for name, value in form.cleaned_data.items()
        if name in form.changed_data and name in CURATED_FIELDS
    }
    found = flips(before, before | entered, timezone.localdate())
    lines = flips_words(found) or ["It flips no verdict of the golden profiles."]
    return ValidationError(["Nothing is saved yet.", *lines])


def tell(request: HttpRequest, record: Recording) -> None:
    """Tell the editor what their changes flipped."""
    for pk in record.changed:
        found = flips(record.before[pk], record.after[pk], timezone.localdate())
        if lines := flips_words(found):
            told = format_html_join("", "<li>{}</li>", ((line,) for line in lines[1:]))
            messages.warning(request, format_html("{}<ul>{}</ul>", lines[0], told))


def row_words(before: State, changed: State) -> list[str]:
    """Return what a row of a file would flip, as lines."""
    return flips_words(flips(before, before | changed, timezone.localdate()))


def _plain(value: Any) -> Value:
    """Return an entry as the ledger has it."""
    if isinstance(value, Model):
        return value.slug
    if hasattr(value, "all"):
        return [one.key if isinstance(one, Location) else one.slug for one in value]
    if isinstance(value, list | tuple):
        return [getattr(one, "code", one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)

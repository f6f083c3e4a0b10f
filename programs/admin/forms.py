"""Forms of a program and its rows: problems stand at their field, and in the form's words."""

import re
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from programs.admin.flipped import ASK, answer
from programs.admin.publishing import PublishOnForm
from programs.admin.recorded import REASON_LENGTH
from programs.admin.sections import field_choices, field_label
from programs.choices import Publication
from programs.curation.merging import merged_into
from programs.models import Change, Redirect

# Names with an underscore only: "cost" and "funding" are words as well.
_COLUMN = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


class PlacedErrors:
    """Puts the sentence of a database constraint at the first field that it names.

    Constraints speak of columns, as files do; here `cost_min` reads “Cost from”.
    """

    def _post_clean(self) -> None:
        """Check what the form changes: Django asks the database once for every constraint."""
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()

    def _update_errors(self, errors: ValidationError) -> None:
        placed: dict[str, list] = dict(getattr(errors, "error_dict", {NON_FIELD_ERRORS: [errors]}))
        for error in placed.pop(NON_FIELD_ERRORS, []):
            for sentence in error.messages:
                named = [name for name in _COLUMN.findall(sentence) if name in self.fields]
                place = named[0] if named else NON_FIELD_ERRORS
                placed.setdefault(place, []).append(
                    ValidationError(_COLUMN.sub(self._label, sentence), code=error.code)
                )
        super()._update_errors(ValidationError(placed))

    def _label(self, column: re.Match[str]) -> str:
        field = self.fields.get(column[0])
        return f"“{field.label}”" if field else column[0]


class ProgramForm(PlacedErrors, PublishOnForm):
    """A program, why it is changed, and which state of it the page showed."""

    change_reason = forms.CharField(
        label="Reason for this change",
        max_length=REASON_LENGTH,
        required=False,
        help_text="It stands in the history beside every field that you change.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    confirm_changes = forms.BooleanField(
        label="I compared what I changed with its source",
        required=False,
        help_text="Then it counts as checked today. Otherwise an edit takes away the check of what "
        "it changes.",
    )
    seen_change = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.publication != Publication.PUBLISHED and "change_reason" in self.fields:
            self.fields[
                "change_reason"
            ].help_text += " Of what visitors don’t see yet, it may stay blank."
        if self.instance.pk and "seen_change" in self.fields:
            self.initial["seen_change"] = self._changes().values_list("pk", flat=True).first()

    def clean_slug(self) -> str:
        """Refuse the slug of a program that was merged away: it leads to the other one."""
        slug = self.cleaned_data["slug"]
        if Redirect.objects.filter(old_slug=slug).exists():
            raise ValidationError("A program with this slug was merged into another one.")
        return slug

    def clean_publication(self) -> str:
        """Refuse to publish what was merged away: its address leads to the other program."""
        publication = self.cleaned_data["publication"]
        is_shown = publication == Publication.PUBLISHED and "publication" in self.changed_data
        if is_shown and self.instance.pk and (merged := merged_into(self.instance)):
            raise ValidationError(
                f"It was merged into “{merged.kept.name}”. Take that merge back instead."
            )
        return publication

    def clean(self) -> None:
        super().clean()
        if ASK in self.data and self.instance.pk and not self.errors:
            raise answer(self)
        seen = self.cleaned_data.get("seen_change")
        if not (self.instance.pk and seen):
            return
        if newer := list(self._changes().filter(pk__gt=seen).select_related("by")):
            # The next try is one of a person who has read this.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_change")] = newer[0].pk
            raise ValidationError(_overtaken(newer))

    def _changes(self) -> Any:
        return Change.objects.filter(program=self.instance.pk).order_by("-pk")


def _overtaken(changes: list[Change]) -> str:
    """Return the sentence for a form over which somebody else has saved meanwhile."""
    people = " and ".join(sorted({str(change.by or "a command") for change in changes}))
    labels = ", ".join(dict.fromkeys(f"“{field_label(change.field)}”" for change in changes))
    return (
        f"Since you opened this page, {people} changed {labels}. Your entries are kept below and "
        f"nothing is saved yet. Compare them with the program’s history; saving again saves yours."
    )


class RoundForm(PlacedErrors, forms.ModelForm):
    """A round of a program."""


class EvidenceForm(PlacedErrors, forms.ModelForm):
    """What a source says of one field of a program."""

    field = forms.ChoiceField(
        required=False, help_text="Which fact it supports. Blank: the listing as a whole."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "field" in self.fields:
            self.fields["field"].choices = self._field_choices()

    def _field_choices(self) -> list[tuple[str, Any]]:
        grouped = field_choices()
        known = {name for _, fields in grouped for name, _ in fields}
        # What an import has put there stays as it is.
        unknown = {self.instance.field, ""} - known - {""}
        return [
            ("", "The listing as a whole"),
            *grouped,
            *((name, field_label(name)) for name in unknown),
        ]

    def clean_checked_on(self) -> Any:
        day = self.cleaned_data["checked_on"]
        if day and day > timezone.localdate():
            raise ValidationError("This day is still to come. Name the day when you read it.")
        return day

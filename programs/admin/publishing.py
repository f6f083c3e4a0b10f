"""The day on which a draft is to be published, on the form of its program."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from programs.curation.publishing import forget_overtaken, set_day
from programs.models import Program, Publishing

_FIELD = "publish_on"


class PublishOnForm(forms.ModelForm):
    """The day is a row of its own, so the form tells by itself whether somebody else set it."""

    publish_on = forms.DateField(
        label="Publish on",
        required=False,
        input_formats=["%Y-%m-%d"],
        # A page that was opened before somebody set the day must not take it away.
        show_hidden_initial=True,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="Then it is published in your name. Blank: only by hand.",
        error_messages={"invalid": "Write the day as 2026-12-01."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_already = _publishing(self.instance) if _FIELD in self.fields else None
        if self.set_already:
            self.initial[_FIELD] = self.set_already.on
            self.fields[_FIELD].help_text = (
                f"Then it is published in the name of {self.set_already.by}, who set this day. "
                "Blank: only by hand."
            )

    def clean_publish_on(self) -> datetime.date | None:
        """Refuse a day that has come, or that somebody set meanwhile, or of what is published."""
        day = self.cleaned_data[_FIELD]
        if _FIELD not in self.changed_data:
            return day
        self._refuse_unseen()
        if day and day <= timezone.localdate():
            raise ValidationError(
                f"{day} is no day to come. To publish now, clear it and set “Publication” to "
                "Published."
            )
        if day and self.cleaned_data.get("publication", "") not in Publishing.AHEAD:
            raise ValidationError(
                "Until that day “Publication” must be Draft or In review. To publish now, clear "
                "the day."
            )
        return day

    def _refuse_unseen(self) -> None:
        name, now = self[_FIELD].html_initial_name, self.set_already
        if self.fields[_FIELD].to_python(self.data.get(name)) != (now and now.on):
            # The next try is one of a person who has read this.
            self.data = self.data.copy()
            self.data[name] = now.on if now else ""
            did = f"{now.by} set {now.on}" if now else "somebody took the day away"
            raise ValidationError(
                f"Since you opened this page, {did}. Nothing is saved yet; saving again saves "
                "what stands here."
            )


class PublishOnAdmin(ModelAdmin):
    """Admin of programs that lets those who may publish set the day, until it is published."""

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.publish_program")

    def publish_on_rows(self, request: HttpRequest, obj: Program | None) -> list[str]:
        """Return the row of the day if there is one to see."""
        is_ahead = obj.publication in Publishing.AHEAD if obj else self._may_set(request, obj)
        return [_FIELD] if is_ahead else []

    def get_readonly_fields(
        self, request: HttpRequest, obj: Program | None = None
    ) -> tuple[str, ...]:
        held = () if self._may_set(request, obj) else (_FIELD,)
        return (*super().get_readonly_fields(request, obj), *held)

    def save_model(
        self, request: HttpRequest, obj: Program, form: forms.ModelForm, change: bool
    ) -> None:
        """Save the program, then its day; what is published or archived has none."""
        super().save_model(request, obj, form, change)
        if "publication" in form.changed_data:
            forget_overtaken([obj])
        if _FIELD in form.changed_data:
            set_day(obj, form.cleaned_data[_FIELD], by=request.user)

    @admin.display(description="publish on")
    def publish_on(self, program: Program) -> str:
        found = _publishing(program)
        return f"{found.on}, set by {found.by}" if found else "No day is set"

    def _may_set(self, request: HttpRequest, obj: Program | None) -> bool:
        is_ahead = obj is None or obj.publication in Publishing.AHEAD
        return is_ahead and self.has_publish_permission(request)


def _publishing(program: Program) -> Publishing | None:
    """Return the day of a program and who set it; None of one that has none, or is new."""
    found = Publishing.objects.select_related("by").filter(program=program.pk)
    return found.first() if program.pk else None

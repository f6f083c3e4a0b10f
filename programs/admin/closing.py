"""Closing a program for good: one deed that asks how that is known, and what follows it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from programs.admin.forms import PlacedErrors
from programs.admin.recorded import recording_for
from programs.choices import Status
from programs.models import Program


class CloseForm(PlacedErrors, forms.ModelForm):
    """How it is known that a program has ended, what happened, and what came after it."""

    successor = forms.ModelChoiceField(
        Program.objects.none(),
        to_field_name="slug",
        required=False,
        label="Key of the program that follows it",
        help_text="Its last part of the address: ai-residency. Blank if none does.",
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        error_messages={"invalid_choice": "No other program here has this key."},
    )

    class Meta:
        model = Program
        fields = ("status_basis", "status_note", "last_seen", "successor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Program.objects.exclude(pk=self.instance.pk)
        self.initial["successor"] = getattr(self.instance.successor, "slug", "")
        for name in ("status_basis", "status_note"):
            self.fields[name].required = True
        self.fields["status_note"].widget.attrs["class"] = "vTextField"


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then close the program. Its page stays, and says so."""
    if not request.user.has_perm("programs.change_program"):
        raise PermissionDenied
    program = get_object_or_404(Program.objects.select_related("successor"), pk=pk)
    form = CloseForm(request.POST or None, instance=program)
    if request.method == "POST":
        with recording_for(request, [program]):
            if is_valid := form.is_valid():
                program.status = Status.CLOSED
                program.save(update_fields=["status", *form.Meta.fields, "updated_at"])
        if is_valid:
            messages.success(request, f"“{program.name}” is closed. Its page stays, and says so.")
            return redirect("admin:programs_program_change", pk)
    context = {
        **admin.site.each_context(request),
        "opts": Program._meta,
        "original": program,
        "title": f"Close {program.name}",
        "form": form,
    }
    return TemplateResponse(request, "admin/programs/program/close.html", context)

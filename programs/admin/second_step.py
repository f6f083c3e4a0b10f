"""The second step in the admin: the login that asks for it, and the page to set it up."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as count_as_verified

# From the modules that register them, so that they can be taken out: their pages show secrets.
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from programs import second_step

admin.site.unregister([StaticDevice, TOTPDevice])


class CodeField(forms.CharField):
    """A code of one use. Browsers offer those that they know of, and keep none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}


class LoginForm(AdminAuthenticationForm):
    """Name and password; who has set up a second step needs its code too."""

    code = CodeField(
        required=False,
        label="Code",
        help_text="From your authenticator app, or a recovery code. "
        "Leave it blank if you have not set up a second step.",
    )

    def confirm_login_allowed(self, user: User) -> None:
        """Ask for the code only now that the password is right: nobody else learns of it."""
        super().confirm_login_allowed(user)
        if not second_step.is_on(user):
            return
        code = self.cleaned_data.get("code")
        if not code:
            asked = "You have set up a second step: enter your password again, and a code."
            raise forms.ValidationError({"code": asked})
        try:
            user.otp_device = second_step.check(user, code)
        except second_step.Refused as refused:
            # As a wrong password does, it counts for the lock-out.
            credentials = {"username": self.cleaned_data["username"]}
            user_login_failed.send(__name__, credentials=credentials, request=self.request)
            raise forms.ValidationError({"code": str(refused)}) from None


class PasswordForm(forms.Form):
    """Asks whoever sits there for the password once more. Wrong ones count for the lock-out."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) is None:
            raise forms.ValidationError("This is not your password.")
        return password


class ConfirmForm(PasswordForm):
    """The first code of the app, by which it shows that it has the secret."""

    code = CodeField(label="Code that the app shows now")
    field_order = ("code", "password")


@sensitive_post_parameters()
def page(request: HttpRequest) -> HttpResponse:
    """Show how the second step of this person stands, and do what a button there asks for.

    Recovery codes are in the answer that makes them, and in no other.
    """
    person, do = request.user, request.POST.get("do", "")
    if do == "begin":
        second_step.begin(person)
        return redirect("admin:second_step")
    forms_of = {
        name: form(request, request.POST if name == do else None, auto_id=f"{name}_%s")
        for name, (form, _) in DEEDS.items()
    }
    codes: list[str] = []
    if do in DEEDS and forms_of[do].is_valid():
        codes = DEEDS[do][1](request, forms_of[do])
        if not codes and not forms_of[do].errors:
            return redirect("admin:second_step")
    is_on = second_step.is_on(person)
    device = None if is_on else second_step.pending(person)
    context = {
        **admin.site.each_context(request),
        "title": "Second step",
        "is_on": is_on,
        "codes": codes,
        "codes_left": second_step.codes_left(person),
        "forms": forms_of,
        "device": device,
        "secret": device and second_step.secret(device),
        "qr_code": device and second_step.qr_code(device),
    }
    return TemplateResponse(request, "admin/second_step.html", context)


@transaction.atomic
def _confirm(request: HttpRequest, form: forms.Form) -> list[str]:
    """Turn it on and return the recovery codes; none, and a reason in the form, if that fails."""
    if (device := second_step.pending(request.user)) is None:
        return []  # Sent twice: it is on already.
    try:
        codes = second_step.confirm(device, form.cleaned_data["code"])
    except second_step.Refused as refused:
        form.add_error("code", str(refused))
        return []
    count_as_verified(request, device)
    log_change(request, request.user, "Second step turned on.")
    return codes


@transaction.atomic
def _renew(request: HttpRequest, form: forms.Form) -> list[str]:
    if not second_step.is_on(request.user):
        return []  # Turned off meanwhile, on another page.
    log_change(request, request.user, "New recovery codes made.")
    return second_step.renew_codes(request.user)


@transaction.atomic
def _turn_off(request: HttpRequest, form: forms.Form) -> list[str]:
    second_step.turn_off(request.user)
    log_change(request, request.user, "Second step turned off.")
    messages.success(request, "Your second step is off: your password alone logs you in.")
    return []


DEEDS = {
    "confirm": (ConfirmForm, _confirm),
    "renew": (PasswordForm, _renew),
    "off": (PasswordForm, _turn_off),
}
"""By the button: the form that asks, and what follows. It returns recovery codes to show."""


def log_change(request: HttpRequest, person: User, what: str) -> None:
    """Keep in the history of the person's account what was done, and by whom."""
    LogEntry.objects.log_actions(request.user.pk, [person], CHANGE, what, single_object=True)

"""The second step in the admin: the login that asks for it, and the page to set it up."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
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

from programs import passkeys, second_step

admin.site.unregister([StaticDevice, TOTPDevice])

Once = dict[str, Any]
"""What a page shows this one time: recovery codes, or what a browser makes a passkey with."""


class CodeField(forms.CharField):
    """A code of one use. Browsers offer those that they know of, and keep none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}


class LoginForm(AdminAuthenticationForm):
    """Name and password; who has set up a second step needs a code or a passkey too.

    `options` is what the browser asks for a passkey with, once the password is right; and the form
    that is sent next may have its answer in place of all else.
    """

    options: dict[str, Any] | None = None
    takes_codes = False

    code = CodeField(
        required=False,
        label="Code",
        help_text="From your authenticator app, or a recovery code. "
        "Leave it blank for a passkey, or if you have not set up a second step.",
    )
    passkey = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("passkey"):
            self.fields["username"].required = self.fields["password"].required = False

    def clean(self) -> dict[str, Any]:
        person, asked = passkeys.asked_of(self.request)
        answer = self.cleaned_data.get("passkey")
        if not self.data.get("passkey"):
            return super().clean()
        if person is None:
            raise forms.ValidationError("It took too long. Log in again.")
        super().confirm_login_allowed(person)
        try:
            if not AxesProxyHandler.is_allowed(self.request, {"username": person.get_username()}):
                raise second_step.Refused("Locked out.")
            person.otp_device = passkeys.check(self.request, person, asked, answer)
        except second_step.Refused as refused:
            self._count_failure(person)
            raise forms.ValidationError(f"{refused} Log in again.") from None
        self.user_cache = person
        return self.cleaned_data

    def confirm_login_allowed(self, user: User) -> None:
        """Ask for more only now that the password is right: nobody else learns of it."""
        super().confirm_login_allowed(user)
        if not second_step.is_on(user):
            return
        code = self.cleaned_data.get("code")
        if not code:
            self.options = passkeys.ask(self.request, user)
            self.takes_codes = second_step.takes_codes(user)
            asked = "You have set up a second step: enter your password again, and a code."
            raise forms.ValidationError(asked if self.options else {"code": asked})
        try:
            user.otp_device = second_step.check(user, code)
        except second_step.Refused as refused:
            self._count_failure(user)
            raise forms.ValidationError({"code": str(refused)}) from None

    def _count_failure(self, person: User) -> None:
        """Let it count for the lock-out, as a wrong password does."""
        credentials = {"username": person.get_username()}
        user_login_failed.send(__name__, credentials=credentials, request=self.request)


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


class NameForm(PasswordForm):
    """A name for a new passkey, and the password before there is one."""

    name = forms.CharField(
        required=False,
        max_length=64,
        label="Name, such as “My laptop” (optional)",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "password")


class AnswerForm(forms.Form):
    """What the browser answers with a new passkey."""

    passkey = forms.JSONField(required=False)  # What is missing is refused with the rest.

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RemoveForm(PasswordForm):
    """One of the ways in, to be removed."""

    way = forms.ChoiceField()

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.ways = {way.persistent_id: way for way in second_step.ways(request.user)}
        self.fields["way"].choices = [(name, way.name) for name, way in self.ways.items()]


@sensitive_post_parameters()
def page(request: HttpRequest) -> HttpResponse:
    """Show how the second step of this person stands, and do what a button there asks for.

    Recovery codes and what a browser makes a passkey with are in one answer, and in no other.
    """
    person, do = request.user, request.POST.get("do", "")
    if do == "begin":
        second_step.begin(person)
        return redirect("admin:second_step")
    forms_of = {
        name: form(request, request.POST if name == do else None, auto_id=f"{name}_%s")
        for name, (form, _) in DEEDS.items()
    }
    once: dict[str, Any] = {}
    if do in DEEDS and forms_of[do].is_valid():
        once = DEEDS[do][1](request, forms_of[do])
        if not once and not forms_of[do].errors:
            return redirect("admin:second_step")
    ways = second_step.ways(person)
    has_app = any(isinstance(way, TOTPDevice) for way in ways)
    device = None if has_app else second_step.pending(person)
    context = {
        **admin.site.each_context(request),
        "title": "Second step",
        "ways": ways,
        "has_app": has_app,
        "passkeys_at": settings.OTP_WEBAUTHN_RP_ID,
        "codes_left": second_step.codes_left(person),
        "forms": forms_of,
        "device": device,
        "secret": device and second_step.secret(device),
        "qr_code": device and second_step.qr_code(device),
        **once,
    }
    return TemplateResponse(request, "admin/second_step.html", context)


@transaction.atomic
def _confirm(request: HttpRequest, form: forms.Form) -> Once:
    """Let the app count; if that fails, the form has the reason."""
    if (device := second_step.pending(request.user)) is None:
        return {}  # Sent twice: it is on already.
    try:
        codes = second_step.confirm(device, form.cleaned_data["code"])
    except second_step.Refused as refused:
        form.add_error("code", str(refused))
        return {}
    return _added(request, device, codes)


def _offer(request: HttpRequest, form: forms.Form) -> Once:
    return {"options": passkeys.offer(request, form.cleaned_data["name"])}


@transaction.atomic
def _keep(request: HttpRequest, form: forms.Form) -> Once:
    """Let the passkey count; if that fails, the form has the reason."""
    try:
        passkey, codes = passkeys.keep(request, form.cleaned_data["passkey"])
    except second_step.Refused as refused:
        form.add_error(None, str(refused))
        return {}
    return _added(request, passkey, codes)


def _added(request: HttpRequest, way: second_step.Way, codes: list[str]) -> Once:
    count_as_verified(request, way)
    if codes:
        log_change(request, request.user, f"Second step turned on, with “{way.name}”.")
        return {"codes": codes}
    log_change(request, request.user, f"“{way.name}” added to the second step.")
    messages.success(request, f"“{way.name}” is part of your second step now.")
    return {}


@transaction.atomic
def _remove(request: HttpRequest, form: RemoveForm) -> Once:
    way = form.ways[form.cleaned_data["way"]]
    second_step.remove(request.user, way)
    if not (left := second_step.ways(request.user)):
        return _told_off(request)
    count_as_verified(request, left[0])  # What this login passed may be gone.
    log_change(request, request.user, f"“{way.name}” removed from the second step.")
    messages.success(request, f"“{way.name}” is removed.")
    return {}


@transaction.atomic
def _renew(request: HttpRequest, form: forms.Form) -> Once:
    if not second_step.is_on(request.user):
        return {}  # Turned off meanwhile, on another page.
    log_change(request, request.user, "New recovery codes made.")
    return {"codes": second_step.renew_codes(request.user)}


@transaction.atomic
def _turn_off(request: HttpRequest, form: forms.Form) -> Once:
    second_step.turn_off(request.user)
    return _told_off(request)


def _told_off(request: HttpRequest) -> Once:
    log_change(request, request.user, "Second step turned off.")
    messages.success(request, "Your second step is off: your password alone logs you in.")
    return {}


DEEDS = {
    "confirm": (ConfirmForm, _confirm),
    "offer": (NameForm, _offer),
    "keep": (AnswerForm, _keep),
    "remove": (RemoveForm, _remove),
    "renew": (PasswordForm, _renew),
    "off": (PasswordForm, _turn_off),
}
"""By the button: the form that asks, and what follows. It returns what the page shows once."""


def log_change(request: HttpRequest, person: User, what: str) -> None:
    """Keep in the history of the person's account what was done, and by whom."""
    LogEntry.objects.log_actions(request.user.pk, [person], CHANGE, what, single_object=True)

"""Passkeys as a second step: what a browser is asked for, and whether its answer counts.

They come after the password, and none lets anybody in alone. What was asked waits in the session,
for one answer and five minutes.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from django_otp_webauthn.settings import app_settings
from webauthn.helpers.exceptions import WebAuthnException

from programs.second_step import Refused, is_on, renew_codes

logger = logging.getLogger(__name__)

Json = dict[str, Any]

_NEW, _LOGIN = "passkey_new", "passkey_login"
_REFUSED = "This passkey did not count: its answer was not right, or came too late."
# What the packages raise at answers that are wrong, and at those that no browser gives.
_WRONG = (
    OTPWebAuthnApiError,
    WebAuthnException,
    IntegrityError,
    LookupError,
    TypeError,
    ValueError,
)


class Helper(WebAuthnHelper):
    """Takes answers from where forms are taken from, whichever port a local site has."""

    def get_allowed_origins(self) -> list[str]:
        own = f"{self.request.scheme}://{self.request.get_host()}"
        return [own, *super().get_allowed_origins(), *settings.CSRF_TRUSTED_ORIGINS]


# --- Adding one ------------------------------------------------------------------------------


def offer(request: HttpRequest, name: str) -> Json:
    """Return what the browser needs to make a passkey for the person of the request.

    A blank name becomes one with the day.
    """
    options, state = Helper(request).register_begin(request.user)
    name = name or f"Passkey of {date_format(timezone.localdate(), 'j M Y')}"
    _wait(request, _NEW, {"state": state, "name": name})
    return options


def keep(request: HttpRequest, answer: Json) -> tuple[WebAuthnCredential, list[str]]:
    """Return the passkey that the browser made, which counts now. Raises Refused.

    With it come recovery codes if it turns the second step on; none if it was on.
    """
    asked = _taken(request, _NEW)
    with _judged(), transaction.atomic():
        was_on = is_on(request.user)
        passkey = Helper(request).register_complete(request.user, asked["state"], answer)
        passkey.name = asked["name"]
        passkey.save(update_fields=["name"])
        return passkey, [] if was_on else renew_codes(request.user)


# --- Logging in ------------------------------------------------------------------------------


def ask(request: HttpRequest, person: User) -> Json | None:
    """Return what the browser needs to ask for a passkey; None if the person has none.

    The person comes from `authenticate`: their password was right.
    """
    if not WebAuthnCredential.objects.devices_for_user(person, confirmed=True).exists():
        return None
    options, state = Helper(request).authenticate_begin(person, require_user_verification=False)
    asked = {"state": state, "person": person.pk, "backend": person.backend}
    _wait(request, _LOGIN, asked | {"hash": person.get_session_auth_hash()})
    return options


def asked_of(request: HttpRequest) -> tuple[User | None, Json]:
    """Return who was asked for a passkey here, for their one answer, and what was asked.

    None if it was nobody, too long ago, or before the password was changed.
    """
    asked = _taken(request, _LOGIN)
    person = User.objects.filter(pk=asked.get("person"), is_active=True).first()
    if person and constant_time_compare(asked["hash"], person.get_session_auth_hash()):
        person.backend = asked["backend"]
        return person, asked
    return None, {}


def check(request: HttpRequest, person: User, asked: Json, answer: Json) -> WebAuthnCredential:
    """Return the passkey of the person that gave the answer. Raises Refused."""
    with _judged():
        return Helper(request).authenticate_complete(person, asked["state"], answer)


def _wait(request: HttpRequest, name: str, asked: Json) -> None:
    request.session[name] = asked | {"at": time.time()}


def _taken(request: HttpRequest, name: str) -> Json:
    """Return what was asked and take it out of the session; nothing if that is too long ago."""
    if not (asked := request.session.pop(name, None)):
        return {}
    request.session.save()  # Whatever happens now, it is answered once.
    is_recent = time.time() - asked["at"] < app_settings.OTP_WEBAUTHN_TIMEOUT_SECONDS
    return asked if is_recent else {}


@contextmanager
def _judged() -> Iterator[None]:
    """Turn whatever is wrong with an answer into a refusal; the log has the reason."""
    try:
        yield
    except _WRONG as why:
        logger.warning("A passkey was refused: %s: %s", type(why).__name__, why.__cause__ or why)
        raise Refused(_REFUSED) from why

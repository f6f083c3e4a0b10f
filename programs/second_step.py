"""The second step of a login, for those who set it up: an app's code, a passkey, a recovery code.

It is on for whoever has a confirmed TOTPDevice or a passkey. Recovery codes alone ask for nothing.
"""

import math
import re
from base64 import b32encode

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

RECOVERY_CODES = 10
_FROM_THE_APP = re.compile(r"[0-9]{6}")

_OF_ONE = {"user": OuterRef("pk"), "confirmed": True}
IS_ON = Exists(TOTPDevice.objects.filter(**_OF_ONE)) | Exists(
    WebAuthnCredential.objects.filter(**_OF_ONE)
)
"""For queries of users: whether each has a second step."""


Way = TOTPDevice | WebAuthnCredential


class Refused(ValueError):
    """Why a code does not count, and when to try again, in words."""


def is_on(person: User) -> bool:
    """Return whether the person is asked for more than the password at login."""
    return User.objects.filter(IS_ON, pk=person.pk).exists()


def ways(person: User) -> list[Way]:
    """Return what lets the person in besides recovery codes: the app, then passkeys by age."""
    kinds = (TOTPDevice, WebAuthnCredential)
    found = (kind.objects.devices_for_user(person, confirmed=True).order_by("pk") for kind in kinds)
    return [way for of_kind in found for way in of_kind]


def takes_codes(person: User) -> bool:
    """Return whether a code could let the person in: one of an app, or a recovery code."""
    return any(isinstance(way, TOTPDevice) for way in ways(person)) or codes_left(person) > 0


def is_passed(person: User) -> bool:
    """Return whether the person of this request passed it at login, or has none.

    Asks the database once a request at most: pages ask several times.
    """
    if person.is_verified():
        return True
    if not hasattr(person, "needs_second_step"):
        person.needs_second_step = is_on(person)
    return not person.needs_second_step


def check(person: User, code: str) -> Device:
    """Return what of the person's took the code, which is then used up. Raises Refused.

    Each failure makes the next try wait longer, for the app and for recovery codes apart.
    """
    code = _plain(code)
    kind = TOTPDevice if _FROM_THE_APP.fullmatch(code) else StaticDevice
    device = kind.objects.devices_for_user(person, confirmed=True).first()
    if device is None or not verify_token(person, device.persistent_id, code):
        raise Refused(_refusal(device))
    return device


# --- Setting it up, and turning it off -------------------------------------------------------


@transaction.atomic
def begin(person: User) -> None:
    """Make a new secret, which counts once it is confirmed. Do nothing if an app is set up."""
    if not TOTPDevice.objects.devices_for_user(person, confirmed=True).exists():
        TOTPDevice.objects.devices_for_user(person).delete()
        TOTPDevice.objects.create(user=person, name="Authenticator app", confirmed=False)


def pending(person: User) -> TOTPDevice | None:
    """Return the device that the person has begun to set up; None if there is none."""
    return TOTPDevice.objects.devices_for_user(person, confirmed=False).order_by("pk").last()


def confirm(device: TOTPDevice, code: str) -> list[str]:
    """Let the app count from now on, if it gives this code. Raises Refused.

    Return recovery codes if this turns the second step on; none if it was on.
    """
    with transaction.atomic():
        waiting = TOTPDevice.objects.select_for_update().filter(pk=device.pk, confirmed=False)
        locked = waiting.first()
        if locked and locked.verify_token(_plain(code)):
            was_on = is_on(locked.user)
            TOTPDevice.objects.devices_for_user(locked.user).exclude(pk=locked.pk).delete()
            waiting.update(confirmed=True)
            return [] if was_on else renew_codes(locked.user)
    # Only now, so that the failure is kept and the next try has to wait.
    raise Refused(_refusal(locked))


@transaction.atomic
def renew_codes(person: User) -> list[str]:
    """Return new recovery codes; those from before no longer count."""
    # The device stays: logins that used it do.
    device, _ = StaticDevice.objects.get_or_create(user=person, defaults={"name": "Recovery codes"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def codes_left(person: User) -> int:
    """Return how many recovery codes of the person are not used yet."""
    return StaticToken.objects.filter(device__user=person).count()


@transaction.atomic
def turn_off(person: User) -> None:
    """Delete all of it, and from now on the password alone logs the person in."""
    for kind in (TOTPDevice, WebAuthnCredential, StaticDevice):
        kind.objects.devices_for_user(person).delete()


@transaction.atomic
def remove(person: User, way: Way) -> None:
    """Let the app or a passkey no longer count; without any the second step is off."""
    way.delete()
    if not is_on(person):
        turn_off(person)


# --- What a person sees of it ----------------------------------------------------------------


def secret(device: TOTPDevice) -> str:
    """Return the secret as apps take it from people who type it, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def qr_code(device: TOTPDevice) -> str:
    """Return the QR code that an app scans, as an address (data:) for an image."""
    # A white ground and its quiet zone, on dark pages too: scanners want both.
    code = segno.make_qr(device.config_url, error="m")
    return code.svg_data_uri(scale=4, border=4, light="#fff", svgclass=None, lineclass=None)


def _plain(code: str) -> str:
    """Return a code without what people and apps put into it to make it easier to read."""
    return re.sub(r"[\s-]", "", code).lower()


def _refusal(device: Device | None) -> str:
    told = "This code is not right, or was used already."
    # As it stands now: the failure was noted in another object, or the device is gone meanwhile.
    now = device and type(device).objects.filter(pk=device.pk).first()
    is_allowed, why = now.verify_is_allowed() if now else (True, None)
    if is_allowed:
        return told
    seconds = math.ceil((why["locked_until"] - timezone.now()).total_seconds())
    # Two at least, for the sake of the plural.
    wait = f"{math.ceil(seconds / 60)} minutes" if seconds > 90 else f"{max(seconds, 2)} seconds"
    return f"{told} The next one is read after {wait}."

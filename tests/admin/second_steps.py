"""Second steps, and the forms that their owners post."""

import factory
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from factory.django import DjangoModelFactory

from tests.factories import UserFactory

LOGIN, PAGE, START = (reverse(f"admin:{name}") for name in ("login", "second_step", "index"))
PASSWORD = "a long enough password"
ASKED = "You have set up a second step"
REFUSED = "This code is not right, or was used already."


class SecondStepFactory(DjangoModelFactory):
    """A second step that is on: its app is set up."""

    class Meta:
        model = TOTPDevice

    class Params:
        pending = factory.Trait(confirmed=False)

    user = factory.SubFactory(UserFactory, is_staff=True)
    name = "Authenticator app"
    confirmed = True


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def code_of(device: TOTPDevice) -> str:
    """Return what the app shows now."""
    return f"{TOTP(device.bin_key).token():06}"


def wrong_code(device: TOTPDevice) -> str:
    """Return six digits that the app shows neither now nor just before or after."""
    near = {TOTP(device.bin_key, drift=drift).token() for drift in range(-3, 4)}
    return next(f"{code:06}" for code in range(10) if code not in near)


def wait(device: TOTPDevice | StaticDevice) -> None:
    """Let the time pass that a wrong code costs."""
    type(device).objects.filter(pk=device.pk).update(throttling_failure_timestamp=None)


def log_in(client: Client, code: str | None = None, password: str = PASSWORD, name: str = "ada"):
    data = {"username": name, "password": password, "next": START}
    return client.post(LOGIN, data if code is None else {**data, "code": code})


def do(client: Client, deed: str, **data: str):
    return client.post(PAGE, {"do": deed, "password": PASSWORD, **data})


def is_in(client: Client) -> bool:
    return client.get(START).status_code == 200

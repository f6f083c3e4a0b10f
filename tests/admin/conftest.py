"""People who work in the admin, and the forms that they post."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.forms import CheckboxInput
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.models import Program
from tests.admin.authenticators import Authenticator, add_for
from tests.admin.second_steps import SecondStepFactory, with_password
from tests.factories import OrganizationFactory, ProgramFactory, UserFactory


@pytest.fixture
def curator(db: None) -> User:
    """A superuser: only the code itself stands in their way."""
    return UserFactory(username="ada", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(client: Client, curator: User) -> Client:
    """The admin, with the curator logged in."""
    client.force_login(curator)
    return client


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """Log in somebody of the staff who has these permissions only."""

    def log_in(*codenames: str) -> Client:
        user = UserFactory(is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label="programs", codename__in=codenames)
        )
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def ada(db: None, settings: Any) -> User:
    """A superuser with a password and without a second step."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return with_password(UserFactory(username="ada", is_staff=True, is_superuser=True))


@pytest.fixture
def device(ada: User) -> TOTPDevice:
    """The second step of ada."""
    return SecondStepFactory(user=ada)


@pytest.fixture
def passkey(ada: User) -> Authenticator:
    """The second step of ada, who has a passkey and no app."""
    return add_for(ada, "Laptop")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let so much time pass for what was asked."""

    def pass_by(**time: int) -> None:
        then = (timezone.now() + timedelta(**time)).timestamp()
        monkeypatch.setattr("programs.passkeys.time.time", lambda: then)

    return pass_by


@pytest.fixture
def kept(db: None) -> Program:
    """A listing with a likely twin, `gone`."""
    lab = OrganizationFactory(name="The Lab")
    return ProgramFactory(slug="kept", name="AI Residency", organization=lab, topics=["nlp"])


@pytest.fixture
def gone(kept: Program) -> Program:
    return ProgramFactory(
        slug="gone",
        name="AI Residency Program",
        organization=kept.organization,
        degree_minimum="phd",
        topics=["robotics"],
    )


def change_url(program: Program) -> str:
    return reverse("admin:programs_program_change", args=[program.pk])


def form_data(client: Client, address: str, /, **changes: Any) -> dict[str, Any]:
    """Return what a browser posts from the form at the address after these changes.

    `rounds=[{...}]` and `evidence=[{...}]` change the rows there in order; more rows are new ones.
    """
    context = client.get(address).context
    data = posted(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        data |= posted(formset.management_form)
        for form in formset.forms:
            data |= posted(form)
        rows = changes.pop(formset.prefix, [])
        for number, row in enumerate(rows):
            if number >= len(formset.forms):
                data |= posted(formset.empty_form, number)
            data |= {f"{formset.prefix}-{number}-{name}": value for name, value in row.items()}
        data[f"{formset.prefix}-TOTAL_FORMS"] = max(len(formset.forms), len(rows))
    return data | changes


def posted(form: Any, number: int | str = "") -> dict[str, Any]:
    """Return what an untouched form posts; an unticked box and a blank post nothing."""
    values = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        unticked = value is False and isinstance(bound.field.widget, CheckboxInput)
        if value is not None and not unticked:
            values[bound.html_name.replace("__prefix__", str(number))] = value
            if bound.field.show_hidden_initial:
                values[bound.html_initial_name] = value
    return values


def save(client: Client, program: Program, **changes: Any) -> Any:
    """Change a program through its form."""
    url = change_url(program)
    return client.post(url, form_data(client, url, **changes))

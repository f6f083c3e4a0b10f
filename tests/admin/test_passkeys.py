"""Passkeys on the page of the second step: added, shown and removed."""

import json
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp_webauthn.models import WebAuthnCredential

from programs import second_step
from tests.admin.authenticators import (
    DID_NOT_COUNT,
    Authenticator,
    add,
    add_for,
    answer,
    asked,
    offered,
    quoted,
)
from tests.admin.second_steps import (
    LOGIN,
    PAGE,
    REFUSED,
    START,
    SecondStepFactory,
    code_of,
    do,
    is_in,
    log_in,
    with_password,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def way_of(name: str) -> str:
    return WebAuthnCredential.objects.get(name=name).persistent_id


def last_change() -> str:
    return LogEntry.objects.latest("pk").get_change_message()


# --- Adding one ------------------------------------------------------------------------------


def test_the_first_passkey_turns_the_second_step_on(client, ada):
    client.force_login(ada)

    shown = add(client, Authenticator(), "Laptop")

    assert len(shown.context["codes"]) == second_step.RECOVERY_CODES
    assert is_in(client)
    assert last_change() == "Second step turned on, with “Laptop”."
    assert log_in(Client()).status_code == 200
    assert log_in(Client(), shown.context["codes"][0]).url == START


def test_more_ways_leave_the_recovery_codes_as_they_are(client, ada, passkey):
    codes = set(StaticToken.objects.values_list("token", flat=True))
    answer(client, passkey.use(asked(client)))

    assert add(client, Authenticator(), "Key ring").url == PAGE
    do(client, "begin")
    app = second_step.pending(ada)
    assert do(client, "confirm", code=code_of(app)).url == PAGE

    names = [way.name for way in second_step.ways(ada)]
    assert names == ["Authenticator app", "Laptop", "Key ring"]
    assert set(StaticToken.objects.values_list("token", flat=True)) == codes
    assert is_in(client)


def test_without_a_name_it_has_that_of_the_day(client, ada, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: timezone.datetime(2026, 3, 1))
    client.force_login(ada)

    add(client, Authenticator())

    assert WebAuthnCredential.objects.get().name == "Passkey of 1 Mar 2026"


def test_the_page_says_when_each_was_added_and_used(client, passkey):
    answer(client, passkey.use(asked(client)))
    added = timezone.make_aware(timezone.datetime(2025, 1, 2))
    WebAuthnCredential.objects.update(created_at=added, last_used_at=None)
    before = client.get(PAGE).text
    WebAuthnCredential.objects.update(last_used_at=added + timedelta(days=1))

    assert "Laptop</label></td><td>2 Jan 2025</td><td>Never</td>" in before
    assert "<td>3 Jan 2025</td>" in client.get(PAGE).text


def test_a_passkey_that_is_there_is_not_made_twice(client, ada, passkey):
    answer(client, passkey.use(asked(client)))

    assert [one["id"] for one in offered(client)["excludeCredentials"]] == [quoted(passkey.id)]
    assert DID_NOT_COUNT in add(client, passkey).text
    assert WebAuthnCredential.objects.count() == 1


def test_the_password_comes_before_a_new_passkey(client, ada):
    client.force_login(ada)

    refused = do(client, "offer", password="guess")

    assert "options" not in refused.context
    assert "This is not your password." in refused.text
    assert AccessAttempt.objects.count() == 1
    assert DID_NOT_COUNT in do(client, "keep", passkey="{}").text


def test_what_was_asked_is_answered_once_and_soon(client, ada, later):
    client.force_login(ada)
    options = offered(client)
    assert DID_NOT_COUNT in do(client, "keep", passkey="{}").text
    good = json.dumps(Authenticator().make(options))
    assert DID_NOT_COUNT in do(client, "keep", passkey=good).text

    good = json.dumps(Authenticator().make(offered(client)))
    later(minutes=6)
    assert DID_NOT_COUNT in do(client, "keep", passkey=good).text

    assert not WebAuthnCredential.objects.exists()
    assert not second_step.is_on(ada)


@pytest.mark.parametrize(
    "elsewhere", [{"origin": "https://evil.example"}, {"site": "evil.example"}], ids=str
)
def test_a_passkey_of_another_site_does_not_count(client, ada, passkey, elsewhere):
    passkey.__dict__.update(elsewhere)
    assert DID_NOT_COUNT in answer(client, passkey.use(asked(client))).text

    client.force_login(ada)
    second_step.turn_off(ada)
    assert DID_NOT_COUNT in add(client, Authenticator(**elsewhere)).text


@pytest.mark.parametrize("origin", ["https://localhost", "https://behind.example"])
def test_passkeys_count_wherever_forms_are_taken_from(client, passkey, settings, origin):
    settings.CSRF_TRUSTED_ORIGINS = ["https://behind.example"]
    passkey.origin = origin

    assert answer(client, passkey.use(asked(client))).url == START


def test_who_has_not_passed_the_second_step_adds_none(client, ada, passkey):
    client.force_login(ada)

    assert do(client, "offer").url.startswith(LOGIN)
    assert do(client, "keep", passkey="{}").url.startswith(LOGIN)


# --- Removing --------------------------------------------------------------------------------


def test_removing_the_last_one_turns_the_second_step_off(client, passkey):
    answer(client, passkey.use(asked(client)))

    assert do(client, "remove", way=way_of("Laptop")).url == PAGE

    assert "Your second step is off" in client.get(PAGE).text
    assert last_change() == "Second step turned off."
    assert not StaticToken.objects.exists()
    assert log_in(Client()).url == START


def test_removing_one_of_several_keeps_this_login_and_ends_others_of_it(client, passkey):
    other = Client()
    answer(other, passkey.use(asked(other)))
    answer(client, passkey.use(asked(client)))
    second = Authenticator()
    add(client, second, "Key ring")

    do(client, "remove", way=way_of("Laptop"))

    assert is_in(client)
    assert not is_in(other)
    assert last_change() == "“Laptop” removed from the second step."
    assert DID_NOT_COUNT in answer(other, passkey.use(asked(other))).text
    assert answer(other, second.use(asked(other))).url == START


def test_the_app_is_removed_alone(client, ada, passkey):
    app = SecondStepFactory(user=ada)
    log_in(client, code_of(app))

    do(client, "remove", way=app.persistent_id)

    assert is_in(client)
    assert second_step.is_on(ada)
    assert REFUSED in log_in(Client(), code_of(app)).text


def test_removing_wants_the_password_and_one_of_your_own(client, passkey):
    answer(client, passkey.use(asked(client)))
    of_bo = SecondStepFactory().persistent_id

    for data in ({"way": way_of("Laptop"), "password": "guess"}, {"way": of_bo}, {}):
        assert "Nothing has changed" in do(client, "remove", **data).text
    assert WebAuthnCredential.objects.filter(name="Laptop").exists()


def test_turning_it_off_removes_passkeys_too(client, passkey):
    answer(client, passkey.use(asked(client)))

    do(client, "off")

    assert not WebAuthnCredential.objects.exists()
    assert is_in(client)


# --- Of other people -------------------------------------------------------------------------


def test_administrators_remove_passkeys_with_the_second_step(client, ada):
    client.force_login(ada)
    bo = with_password(UserFactory(username="bo", is_staff=True, is_superuser=True))
    add_for(bo)
    people = reverse("admin:auth_user_changelist")
    before = client.get(people).text

    chosen = {"action": "turn_off_second_step", "_selected_action": [bo.pk]}
    told = client.post(people, chosen, follow=True).text

    assert before.count('alt="True"></td><td class="field-last_login') == 1
    assert "The second step of bo is off" in told
    assert not WebAuthnCredential.objects.exists()
    assert not StaticToken.objects.exists()


def test_no_page_of_the_admin_is_about_passkeys(desk):
    assert desk.get(f"{START}otp_webauthn/webauthncredential/").status_code == 404
    assert not {model for model in admin.site._registry if "webauthn" in model._meta.app_label}

"""Logging in with a passkey: asked for after the password, given, guessed at, too late."""

import json
import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp_webauthn.models import WebAuthnCredential

from programs import second_step
from tests.admin.authenticators import (
    DID_NOT_COUNT,
    Authenticator,
    add_for,
    answer,
    asked,
    offered,
)
from tests.admin.second_steps import (
    ASKED,
    LOGIN,
    START,
    SecondStepFactory,
    code_of,
    do,
    is_in,
    log_in,
    with_password,
)
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


# --- Logging in ------------------------------------------------------------------------------


def test_after_the_password_the_passkey_lets_in(client, passkey):
    options = asked(client)
    assert not is_in(client)

    assert answer(client, passkey.use(options)).url == START

    assert is_in(client)
    assert WebAuthnCredential.objects.get().last_used_at
    assert "passkey_login" not in client.session


@pytest.mark.parametrize("password", ["", "guess"])
def test_a_passkey_without_the_password_is_not_asked_for(client, passkey, password):
    assert log_in(client, password=password).context["form"].options is None
    assert not client.session.keys()


def test_who_lacks_the_password_learns_nothing_of_passkeys(ada):
    before = log_in(Client(), password="guess").text
    add_for(ada)
    after = log_in(Client(), password="guess").text

    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert hidden.sub("", before) == hidden.sub("", after)


def test_an_answer_counts_for_one_login(client, passkey):
    given = passkey.use(asked(client))
    answer(client, given)
    client.logout()

    assert answer(client, given).status_code == 200
    asked(client)
    assert DID_NOT_COUNT in answer(client, given).text
    assert not is_in(client)


def test_a_wrong_answer_wants_the_password_again(client, passkey):
    options = asked(client)
    assert DID_NOT_COUNT in answer(client, Authenticator().use(options)).text

    late = answer(client, passkey.use(options))

    assert "It took too long. Log in again." in late.text
    assert not is_in(client)


def test_five_minutes_after_the_password_it_is_too_late(client, passkey, later):
    given = passkey.use(asked(client))
    later(minutes=6)

    assert "It took too long. Log in again." in answer(client, given).text


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(client, ada, passkey):
    given = passkey.use(asked(client))
    ada.set_password("another long enough one")
    ada.save()

    assert answer(client, given).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_who_has_left_is_not_let_in(client, ada, passkey, lost):
    given = passkey.use(asked(client))
    User.objects.update(**{lost: False})

    assert answer(client, given).status_code == 200
    assert not is_in(client)


def test_the_passkey_of_somebody_else_lets_nobody_in(client, passkey):
    bo = with_password(UserFactory(username="bo", is_staff=True, is_superuser=True))
    of_bo = add_for(bo)

    assert DID_NOT_COUNT in answer(client, of_bo.use(asked(client))).text
    assert not is_in(client)


def test_a_copy_that_counted_less_lets_nobody_in(client, passkey):
    passkey.uses = 5
    answer(client, passkey.use(asked(client)))
    copy, passkey.uses = Client(), 2

    assert DID_NOT_COUNT in answer(copy, passkey.use(asked(copy))).text


@pytest.mark.parametrize("given", [None, [], {}, 7, "x", {"id": "x", "rawId": "é", "response": {},
    "type": "public-key"}, {"id": "AA", "rawId": "AA", "type": "public-key", "response": {
    "clientDataJSON": "!", "authenticatorData": "!", "signature": "!", "userHandle": "a"}}],
    ids=str)  # fmt: skip
def test_nonsense_is_refused(client, ada, passkey, given):
    assert log_in(client).status_code == 200
    assert answer(client, given).status_code == 200
    assert client.post(LOGIN, {"passkey": "{"}).status_code == 200
    assert not is_in(client)
    client.force_login(ada)
    second_step.turn_off(ada)
    offered(client)
    assert do(client, "keep", passkey=json.dumps(given)).status_code == 200
    assert not second_step.is_on(ada)


def test_codes_stay_the_other_way(client, ada, passkey):
    app = SecondStepFactory(user=ada)

    assert log_in(client).context["form"].takes_codes
    assert log_in(client, code_of(app)).url == START


def test_who_has_no_codes_left_is_told_who_can_help(client, passkey):
    assert "an administrator can turn off your second step" not in log_in(client).text
    StaticToken.objects.all().delete()

    assert "an administrator can turn off your second step" in log_in(client).text


def test_who_has_an_app_alone_is_not_asked_for_a_passkey(client, device):
    shown = log_in(client)

    assert ASKED in shown.text
    assert "passkeys.js" not in shown.text


# --- Lock-out --------------------------------------------------------------------------------


def test_wrong_passkeys_lock_out_as_wrong_codes_do(client, passkey):
    waiting = Client()
    good = passkey.use(asked(waiting))
    for _ in range(site_settings.AXES_FAILURE_LIMIT):
        refused = answer(client, Authenticator().use(asked(client)))

    assert refused.status_code == 429
    assert log_in(client).status_code == 429
    assert answer(waiting, good).status_code == 429
    assert not is_in(waiting)


def test_being_asked_is_no_failure_and_a_login_forgives(client, passkey):
    for _ in range(site_settings.AXES_FAILURE_LIMIT):
        asked(client)
    assert not AccessAttempt.objects.exists()

    answer(client, Authenticator().use(asked(client)))
    assert AccessAttempt.objects.get().username == "ada"
    assert "clientDataJSON" not in AccessAttempt.objects.get().post_data
    answer(client, passkey.use(asked(client)))
    assert not AccessAttempt.objects.exists()

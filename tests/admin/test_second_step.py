"""Logging in with a second step: asked for, given, guessed at, and passed by."""

import re

import pytest
from axes.models import AccessAttempt
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs import second_step
from tests.admin.second_steps import (
    ASKED,
    LOGIN,
    PAGE,
    REFUSED,
    START,
    SecondStepFactory,
    code_of,
    do,
    is_in,
    log_in,
    wait,
    with_password,
    wrong_code,
)

pytestmark = pytest.mark.django_db


# --- Logging in ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [None, "", "123456"], ids=["no field", "blank", "filled"])
def test_who_has_none_logs_in_by_password(client, ada, code):
    assert log_in(client, code).url == START
    assert is_in(client)


def test_the_code_of_the_app_lets_in(client, device):
    assert log_in(client, code_of(device)).url == START
    assert is_in(client)


def test_a_code_may_have_a_space_in_it(client, device):
    code = code_of(device)

    log_in(client, f" {code[:3]} {code[3:]}")

    assert is_in(client)


def test_without_a_code_nobody_is_let_in(client, device):
    assert ASKED in log_in(client).text
    assert not is_in(client)


def test_a_wrong_code_lets_nobody_in(client, device):
    assert REFUSED in log_in(client, wrong_code(device)).text
    assert not is_in(client)


def test_a_code_lets_in_once(client, device):
    code = code_of(device)
    log_in(Client(), code)

    assert REFUSED in log_in(client, code).text
    assert not is_in(client)


def test_the_code_of_somebody_else_lets_nobody_in(client, device):
    assert REFUSED in log_in(client, code_of(SecondStepFactory())).text


def test_after_a_wrong_code_the_right_one_has_to_wait(client, device):
    log_in(client, wrong_code(device))
    early = log_in(client, code_of(device))
    wait(device)
    late = log_in(client, code_of(device))

    assert "The next one is read after 2 seconds." in early.text
    assert late.url == START


def test_a_long_wait_is_told_in_minutes(client, device):
    TOTPDevice.objects.update(throttling_failure_count=9)

    assert "read after 9 minutes." in log_in(client, wrong_code(device)).text


@pytest.mark.parametrize("code", [None, "123456", "abcdefgh"])
def test_who_lacks_the_password_learns_nothing(ada, code):
    """The same bytes, but for the token of the form, whether there is a second step or not."""
    before = log_in(Client(), code, password="guess").text
    SecondStepFactory(user=ada)
    after = log_in(Client(), code, password="guess").text

    hidden = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert hidden.sub("", before) == hidden.sub("", after)


def test_who_is_no_staff_is_not_asked_for_a_code(client):
    with_password(SecondStepFactory(user__is_staff=False, user__username="bo").user)

    assert ASKED not in log_in(client, name="bo").text


def test_the_query_for_a_second_step_is_the_only_one_more(
    client, ada, django_assert_num_queries, monkeypatch
):
    with django_assert_num_queries(1):
        second_step.is_on(ada)
    client.force_login(ada)
    monkeypatch.setattr(second_step, "is_on", calls := Calls())

    assert is_in(client)
    assert calls.count == 1


class Calls:
    count = 0

    def __call__(self, person: User) -> bool:
        self.count += 1
        return False


# --- Recovery codes --------------------------------------------------------------------------


def test_a_recovery_code_lets_in_once(client, device):
    code, *_ = second_step.renew_codes(device.user)

    assert log_in(client, f"{code[:4]}-{code[4:]}".upper()).url == START
    assert is_in(client)
    assert REFUSED in log_in(Client(), code).text
    assert second_step.codes_left(device.user) == second_step.RECOVERY_CODES - 1


def test_wrong_recovery_codes_do_not_make_the_app_wait(client, device):
    second_step.renew_codes(device.user)
    log_in(client, "nonsense")

    assert log_in(client, code_of(device)).url == START


def test_recovery_codes_alone_ask_for_nothing(client, ada):
    second_step.renew_codes(ada)

    assert log_in(client).url == START


def test_the_command_lets_in_who_has_lost_everything(client, device, capsys):
    call_command("addstatictoken", "ada")

    assert log_in(client, capsys.readouterr().out.strip()).url == START


# --- Lock-out --------------------------------------------------------------------------------


def test_wrong_codes_lock_out_as_wrong_passwords_do(client, device):
    for _ in range(site_settings.AXES_FAILURE_LIMIT):
        wait(device)
        answer = log_in(client, wrong_code(device))
    wait(device)

    assert answer.status_code == 429
    assert log_in(client, code_of(device)).status_code == 429


def test_a_missing_code_is_no_guess(client, device):
    for _ in range(site_settings.AXES_FAILURE_LIMIT):
        log_in(client)

    assert not AccessAttempt.objects.exists()


def test_what_is_kept_of_a_failed_login_could_let_nobody_in(client, device):
    code, *_ = second_step.renew_codes(device.user)

    log_in(client, code, password="nearly right")

    kept = AccessAttempt.objects.get().post_data
    assert code not in kept
    assert "nearly right" not in kept


# --- Logins that did not pass it -------------------------------------------------------------


def test_a_login_by_another_way_reaches_no_page(client, device):
    client.force_login(device.user)

    for address in (START, PAGE, reverse("admin:auth_user_changelist")):
        assert client.get(address).url.startswith(LOGIN)
    assert do(client, "off").url.startswith(LOGIN)
    assert "doesn’t open this page" in client.get(LOGIN).text
    assert second_step.is_on(device.user)


def test_other_logins_end_where_it_is_set_up_elsewhere(client, ada):
    client.force_login(ada)
    assert is_in(client)

    SecondStepFactory(user=ada)

    assert not is_in(client)


def test_a_login_counts_for_its_own_second_step_alone(client, device):
    log_in(client, code_of(device))
    second_step.turn_off(device.user)
    SecondStepFactory(user=device.user)

    assert not is_in(client)

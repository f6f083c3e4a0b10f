"""The page of the second step: set up, renewed, turned off, and never shown again."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs import second_step
from tests.admin.second_steps import (
    ASKED,
    PAGE,
    PASSWORD,
    REFUSED,
    START,
    SecondStepFactory,
    code_of,
    do,
    is_in,
    log_in,
    wait,
    wrong_code,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


# --- Setting it up ---------------------------------------------------------------------------


def test_every_page_leads_to_it(desk):
    for name in ("index", "password_change", "programs_program_changelist"):
        assert f'href="{PAGE}"' in desk.get(reverse(f"admin:{name}")).text


def test_it_counts_once_the_app_has_shown_a_code(client, ada):
    client.force_login(ada)
    do(client, "begin")
    begun = TOTPDevice.objects.get()
    assert log_in(Client()).url == START

    codes = do(client, "confirm", code=code_of(begun)).context["codes"]

    assert len(set(codes)) == second_step.RECOVERY_CODES
    assert is_in(client)
    assert ASKED in log_in(Client()).text
    assert log_in(Client(), codes[0]).url == START
    assert LogEntry.objects.get().get_change_message() == (
        "Second step turned on, with “Authenticator app”."
    )


def test_a_wrong_code_sets_nothing_up(client, ada):
    client.force_login(ada)
    do(client, "begin")

    answer = do(client, "confirm", code=wrong_code(TOTPDevice.objects.get()))

    assert REFUSED in answer.text
    assert TOTPDevice.objects.get().throttling_failure_count == 1
    assert not second_step.is_on(ada)


@pytest.mark.parametrize("deed", ["confirm", "renew", "off"])
def test_each_deed_wants_the_password(client, device, deed):
    log_in(client, code_of(device))
    codes = second_step.renew_codes(device.user)
    begun = SecondStepFactory(user=device.user, pending=True)

    answer = do(client, deed, password="guess", code=code_of(begun))

    assert "This is not your password." in str(answer.context["forms"][deed].errors)
    assert AccessAttempt.objects.count() == 1
    assert second_step.is_on(device.user)
    assert StaticToken.objects.filter(token__in=codes).count() == len(codes)
    begun.refresh_from_db()
    assert not begun.confirmed


def test_the_page_has_the_secret_as_picture_and_text_until_it_is_on(client, ada):
    client.force_login(ada)
    do(client, "begin")
    begun = TOTPDevice.objects.get()
    shown = second_step.secret(begun)

    before = client.get(PAGE)
    confirmed = do(client, "confirm", code=code_of(begun))
    after = client.get(PAGE)

    assert len(shown.replace(" ", "")) == 32
    assert shown in before.text
    assert 'src="data:image/svg+xml' in before.text
    assert "no-store" in before.headers["Cache-Control"]
    codes = confirmed.context["codes"]
    assert all(code in confirmed.text for code in codes)
    for page in (confirmed, after):
        assert not any(text in page.text for text in (shown, begun.key, "otpauth", "data:image"))
    assert not any(code in after.text for code in codes)


def test_beginning_again_makes_another_secret(client, ada):
    client.force_login(ada)
    do(client, "begin")
    first = TOTPDevice.objects.get().key

    do(client, "begin")

    assert TOTPDevice.objects.get().key != first


def test_of_two_begun_at_once_one_counts(ada):
    _, begun = SecondStepFactory.create_batch(2, user=ada, pending=True)

    second_step.confirm(begun, code_of(begun))

    assert TOTPDevice.objects.get() == begun


def test_beginning_changes_nothing_for_who_has_it(client, device):
    log_in(client, code_of(device))

    do(client, "begin")

    assert TOTPDevice.objects.get().key == device.key


def test_what_is_sent_twice_is_done_once(client, ada):
    client.force_login(ada)
    do(client, "begin")
    data = {"code": code_of(TOTPDevice.objects.get())}
    do(client, "confirm", **data)
    codes = set(StaticToken.objects.values_list("token", flat=True))

    assert do(client, "confirm", **data).url == PAGE
    assert set(StaticToken.objects.values_list("token", flat=True)) == codes


def test_new_recovery_codes_end_the_old_ones(client, device):
    old = second_step.renew_codes(device.user)
    log_in(client, old[0])

    new = do(client, "renew").context["codes"]

    assert is_in(client)
    assert not set(old) & set(new)
    assert REFUSED in log_in(Client(), old[1]).text
    wait(StaticDevice.objects.get())
    assert log_in(Client(), new[0]).url == START


def test_recovery_codes_are_made_for_a_second_step_only(client, ada):
    client.force_login(ada)

    do(client, "renew")

    assert not StaticDevice.objects.exists()


def test_turned_off_the_password_alone_lets_in(client, device):
    second_step.renew_codes(device.user)
    log_in(client, code_of(device))

    assert do(client, "off").url == PAGE

    assert is_in(client)
    assert log_in(Client()).url == START
    assert not StaticToken.objects.exists()
    assert LogEntry.objects.get().get_change_message() == "Second step turned off."


@pytest.mark.parametrize("deed", ["begin", "confirm", "renew", "off"])
def test_reading_an_address_does_nothing(client, device, deed):
    log_in(client, code_of(device))

    client.get(PAGE, {"do": deed, "password": PASSWORD})

    assert TOTPDevice.objects.get().key == device.key
    assert not StaticDevice.objects.exists()


def test_a_form_of_another_site_does_nothing_and_each_of_ours_works(device):
    client = Client(enforce_csrf_checks=True)
    client.force_login(device.user)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()

    assert is_in(client)
    assert do(client, "off").status_code == 403
    shown = client.get(PAGE).text
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert len(tokens) == shown.count('method="post"') == 5
    assert do(client, "off", csrfmiddlewaretoken=tokens[-1]).status_code == 302


# --- Of other people -------------------------------------------------------------------------


def turn_off_for(client: Client, *people: User):
    data = {"action": "turn_off_second_step", "_selected_action": [one.pk for one in people]}
    return client.post(reverse("admin:auth_user_changelist"), data, follow=True)


@pytest.fixture
def administrator(client) -> User:
    person = UserFactory(username="max", is_staff=True)
    person.groups.add(Group.objects.get(name="Administrators"))
    client.force_login(person)
    return person


def test_administrators_turn_it_off_for_who_lost_the_phone(client, administrator):
    lost = SecondStepFactory(user__username="bo").user
    second_step.renew_codes(lost)

    answer = turn_off_for(client, lost)

    assert "The second step of bo is off" in answer.text
    assert not second_step.is_on(lost)
    assert not StaticToken.objects.exists()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (administrator, str(lost.pk))


def test_administrators_do_not_turn_it_off_for_superusers(client, administrator, device):
    answer = turn_off_for(client, device.user)

    assert "Only superusers turn off the second step of a superuser" in answer.text
    assert second_step.is_on(device.user)


def test_nobody_turns_off_their_own_without_the_password(client, device):
    log_in(client, code_of(device))

    assert "is turned off on its page" in turn_off_for(client, device.user).text
    assert second_step.is_on(device.user)


def test_who_does_not_see_to_people_turns_nothing_off(client_of, device):
    assert turn_off_for(client_of("change_program"), device.user).status_code == 403
    assert second_step.is_on(device.user)


def test_the_list_of_people_says_who_has_one_in_no_more_queries(
    client, administrator, django_assert_max_num_queries
):
    for _ in range(5):
        SecondStepFactory()
        SecondStepFactory(pending=True)

    with django_assert_max_num_queries(15):
        answer = client.get(reverse("admin:auth_user_changelist"))

    assert answer.text.count('alt="True"></td><td class="field-last_login') == 5


def test_no_page_of_the_admin_is_about_secrets(desk):
    device = SecondStepFactory()
    assert not {TOTPDevice, StaticDevice, StaticToken} & set(admin.site._registry)
    for address in (f"{START}otp_totp/totpdevice/", f"{START}otp_static/staticdevice/"):
        assert desk.get(address).status_code == 404
    shown = desk.get(reverse("admin:auth_user_change", args=[device.user.pk])).text
    assert device.key not in shown

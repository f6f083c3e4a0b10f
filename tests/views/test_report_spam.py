"""Reports of machines are held, and too many refused; what people typed is never lost."""

import re

import pytest

from programs.models import Report, SenderMark
from tests.views.sending import REPORT as SAID
from tests.views.sending import REPORT_ADDRESS as ADDRESS
from tests.views.sending import open_form, patience, program, send, ticket_in, value_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patience")]

__all__ = ["patience", "program"]


def test_who_fills_in_what_nobody_sees_is_held(client, program):
    answer = send(client, ADDRESS, SAID | {"subject": "Hello"})

    assert answer.status_code == 303
    assert Report.objects.get().state == "held"


def test_who_sends_at_once_is_held(client, program, patience):
    patience(False)

    assert send(client, ADDRESS, SAID).status_code == 303
    assert Report.objects.get().state == "held"


def test_many_links_are_held(client, program):
    send(client, ADDRESS, SAID | {"message": "http://a.b " * 9})

    assert Report.objects.get().state == "held"


@pytest.mark.parametrize(
    ("headers", "state"),
    [
        pytest.param({"origin": "http://testserver"}, "received", id="own-form"),
        pytest.param({"sec-fetch-site": "same-origin"}, "received", id="own-form-says-browser"),
        pytest.param({"sec-fetch-site": "none"}, "received", id="typed"),
        pytest.param({"origin": "https://evil.example"}, "held", id="elsewhere"),
        pytest.param({"origin": "null"}, "held", id="hidden"),
        pytest.param({"sec-fetch-site": "cross-site"}, "held", id="elsewhere-says-browser"),
    ],
)
def test_what_another_site_has_sent_is_held(client, program, headers, state):
    send(client, ADDRESS, SAID, headers=headers)

    assert Report.objects.get().state == state


@pytest.mark.parametrize("ticket", ["", "abcdefghjkmn:1abc:forged"])
def test_a_form_without_a_good_ticket_is_sent_once_more(client, program, ticket):
    first = client.post(ADDRESS, SAID | {"ticket": ticket})

    page = first.content.decode()
    assert first.status_code == 422
    assert "open for more than a day. Nothing that you wrote is lost" in page
    assert value_of(page, "message") == SAID["message"]
    again = client.post(ADDRESS, SAID | {"ticket": ticket_in(page)})
    assert again.status_code == 303


def test_the_first_ticket_stays_through_mistakes(client, program):
    ticket = open_form(client, ADDRESS)["ticket"]
    page = client.post(ADDRESS, SAID | {"ticket": ticket, "message": ""}).content.decode()

    assert ticket_in(page) == ticket


def test_a_double_click_is_one_report(client, program):
    said = open_form(client, ADDRESS) | SAID

    first, second = client.post(ADDRESS, said), client.post(ADDRESS, said)

    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.count() == 1


def test_too_many_are_refused_and_the_text_is_kept(client, program):
    for _ in range(5):
        send(client, ADDRESS, SAID, REMOTE_ADDR="93.184.216.34")

    answer = send(client, ADDRESS, SAID, REMOTE_ADDR="93.184.216.34")

    page = answer.content.decode()
    assert answer.status_code == 429
    assert re.search(r"send it again after \d\d:\d\d UTC", page)
    assert value_of(page, "message") == SAID["message"]
    assert Report.objects.count() == 5
    assert send(client, ADDRESS, SAID, REMOTE_ADDR="93.184.216.99").status_code == 303


@pytest.mark.parametrize(
    ("header", "counted"),
    [
        pytest.param("", 1, id="no-header-is-believed-unasked"),
        pytest.param("X-Forwarded-For", 2, id="the-last-entry-counts"),
    ],
)
def test_a_proxy_names_its_visitors_if_the_settings_say_so(
    client, program, settings, header, counted
):
    settings.CLIENT_ADDRESS_HEADER = header
    for told in ["1.1.1.1, 93.184.216.1", "1.1.1.1, 93.184.216.2"]:
        send(client, ADDRESS, SAID, headers={"x-forwarded-for": told}, REMOTE_ADDR="10.0.0.1")

    assert SenderMark.objects.values("mark").distinct().count() == counted

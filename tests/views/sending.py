"""Opening and sending the forms of visitors as a browser does."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from programs.models import Program
from tests.factories import ProgramFactory

REPORT_ADDRESS = "/programs/robots/report/"
REPORT = {
    "field": "degree_minimum",
    "message": "They ask for no degree.",
    "proposed": "No degree",
    "url": "https://robots.example/faq",
}


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Visitors of these tests have read the form; `patience(False)` ends that."""

    def be(patient: bool) -> None:
        least = -1 if patient else 3
        monkeypatch.setattr("programs.curation.tickets.SECONDS_AT_LEAST", least)

    be(True)
    return be


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(slug="robots", name="Robot School", degree_minimum="phd")


def ticket_in(html: str) -> str:
    """Return the ticket of the form on a page."""
    return re.search(r'name="ticket" value="([^"]+)"', html)[1]


def open_form(client: Client, address: str) -> dict[str, str]:
    """Return what the untouched form at the address sends, its ticket among it."""
    answer = client.get(address)
    assert answer.status_code == 200
    return {"ticket": ticket_in(answer.content.decode())}


def send(client: Client, address: str, said: dict[str, str], **options: Any) -> Any:
    """Open the form at the address, fill it in and send it."""
    return client.post(address, open_form(client, address) | said, **options)


def value_of(html: str, name: str) -> str:
    """Return what stands in a control of the page."""
    if area := re.search(rf'<textarea name="{name}"[^>]*>\n?([^<]*)</textarea>', html):
        return unescape(area[1])
    if chosen := re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL):
        option = re.search(r'<option value="([^"]*)" selected', chosen[0])
        return unescape(option[1]) if option else ""
    found = re.search(rf'<input [^>]*name="{name}"[^>]*>', html)[0]
    value = re.search(r'value="([^"]*)"', found)
    return unescape(value[1]) if value else ""


def problem_of(html: str, name: str) -> str:
    """Return the sentence beside a control, empty if there is none."""
    found = re.search(rf'id="id_{name}_error">(.*?)</p>', html, re.DOTALL)
    return unescape(found[1]) if found else ""

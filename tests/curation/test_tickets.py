import re

import pytest

from programs.curation.tickets import SECONDS_AT_LEAST, SECONDS_AT_MOST, new_ticket, read_ticket


@pytest.fixture
def later(monkeypatch):
    """Let so many seconds pass."""
    now = [1_790_000_000.0]
    monkeypatch.setattr("django.core.signing.time.time", lambda: now[0])

    def pass_(seconds: float) -> None:
        now[0] += seconds

    return pass_


def test_a_ticket_has_the_reference_that_the_report_will_have(later):
    text = new_ticket()
    later(60)

    ticket = read_ticket(text)

    assert re.fullmatch("[2-9a-hj-km-np-z]{12}", ticket.reference)
    assert text.startswith(ticket.reference)
    assert not ticket.is_hasty


def test_no_two_forms_have_the_same_ticket():
    assert len({new_ticket().partition(":")[0] for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("seconds", "is_hasty"),
    [(0, True), (SECONDS_AT_LEAST, True), (SECONDS_AT_LEAST + 1, False), (SECONDS_AT_MOST, False)],
)
def test_who_sends_at_once_has_read_nothing(later, seconds, is_hasty):
    text = new_ticket()
    later(seconds)

    assert read_ticket(text).is_hasty is is_hasty


def test_a_ticket_is_good_for_a_day(later):
    text = new_ticket()
    later(SECONDS_AT_MOST + 1)

    assert read_ticket(text) is None


@pytest.mark.parametrize("text", ["", "abc", "abcdefghjkmn:1abc:forged", "a:b:c:d", "é" * 500])
def test_a_ticket_of_nobodys_making_is_none(text):
    assert read_ticket(text) is None


def test_a_ticket_signed_with_another_key_is_none(settings):
    text = new_ticket()
    settings.SECRET_KEY = "another"

    assert read_ticket(text) is None

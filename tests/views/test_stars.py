"""Wherever a program stands with what decides about it, a link leads to comparing it: its star."""

import pytest

from tests.factories import TODAY, CheckFactory, GuideFactory, ProgramFactory, RoundFactory
from tests.views.reading import link

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = [
    "/programs/",
    "/programs/robots/",
    "/lists/residencies/no-degree/",
    "/organizations/robots-inc/",
    "/guides/robots/",
    "/match/?degree=phd",
    "/plan/?goal=type:residency",
]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def make(**fields):
    return ProgramFactory(
        slug="robots",
        name="Robot Lab",
        organization__slug="robots-inc",
        program_type="residency",
        degree_minimum="none",
        **fields,
    )


def starred(client, address: str) -> str:
    return link(client.get(address).content.decode(), "Compare Robot Lab")


@pytest.mark.parametrize("address", PAGES)
def test_lists_and_pages_of_programs_lead_to_comparing_them(client, address):
    GuideFactory(slug="robots", lists=[{"heading": "A list", "query": "degree=none"}])
    make()

    assert starred(client, address) == "/compare/?p=robots"


@pytest.mark.parametrize("address", ["/programs/robots/", "/organizations/robots-inc/"])
def test_what_has_closed_is_compared_too(client, address):
    make(closed=True)

    assert starred(client, address) == "/compare/?p=robots"


@pytest.mark.parametrize("address", ["/", "/deadlines/"])
@pytest.mark.parametrize("closes_on", ["2026-12-01", "2025-12-01"])
def test_dates_lead_to_comparing_their_programs(client, address, closes_on):
    robots = make()
    for years in range(3):
        RoundFactory(program=robots, closes_on=f"{int(closes_on[:4]) - years}{closes_on[4:]}")

    assert starred(client, address) == "/compare/?p=robots"


def test_what_was_confirmed_lately_leads_to_comparing_it(client):
    CheckFactory(program=make())

    assert starred(client, "/") == "/compare/?p=robots"

"""Closing a program for good, and looking at its page before visitors can."""

import pytest
from django.urls import reverse

from programs.models import Program
from tests.factories import EvidenceFactory, ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db


def url(name: str, program: Program) -> str:
    return reverse(f"admin:programs_program_{name}", args=[program.pk])


CLOSED = {"status_basis": "stated", "status_note": "It ended in 2025.", "last_seen": "2025"}


# --- Closing ---------------------------------------------------------------------------------


def test_closing_asks_for_the_basis_and_a_note(desk):
    program = ProgramFactory()

    page = desk.post(url("close", program), {"status_basis": "", "status_note": ""})

    assert page.text.count("This field is required.") == 2
    assert "Nothing is closed yet" in page.text
    assert Program.objects.get().status == "active"


def test_closed_program_keeps_its_page_and_names_what_follows(desk, client, curator):
    program, next_one = ProgramFactory(name="Old"), ProgramFactory(name="New", slug="new")

    desk.post(url("close", program), {**CLOSED, "successor": "new", "change_reason": "Their blog"})

    program.refresh_from_db()
    assert (program.status, program.status_note, program.successor) == (
        "closed",
        "It ended in 2025.",
        next_one,
    )
    changes = program.changes.filter(reason="Their blog", by=curator)
    assert {one.field for one in changes} >= {"status", "status_note", "successor"}
    page = client.get(program.get_absolute_url()).text
    assert "It ended in 2025." in page
    assert "Followed by" in page


@pytest.mark.parametrize("key", ["nobody", "itself"])
def test_successor_is_another_program_that_is_here(desk, key):
    program = ProgramFactory(slug="itself")

    page = desk.post(url("close", program), {**CLOSED, "successor": key})

    assert "No other program here has this key." in page.text
    assert Program.objects.get().status == "active"


def test_closing_needs_the_permission_to_change(client_of):
    program = ProgramFactory()
    viewer = client_of("view_program")

    assert viewer.get(url("close", program)).status_code == 403
    assert viewer.post(url("close", program), CLOSED).status_code == 403
    assert "Close for good" not in viewer.get(url("change", program)).text


# --- Preview ---------------------------------------------------------------------------------


@pytest.mark.parametrize("publication", ["draft", "review", "published", "archived"])
def test_preview_is_the_public_page_whatever_visitors_may_see(desk, publication):
    program = ProgramFactory(
        name="Soon", publication=publication, degree_minimum="master", topics=["nlp"]
    )
    RoundFactory(program=program)
    EvidenceFactory(program=program, field="degree_minimum", quote="They say so.")

    page = desk.get(url("preview", program)).text

    assert "<h1>Soon</h1>" in page
    assert "They say so." in page
    assert "noindex" in page
    assert ("Visitors see it so." in page) == (publication == "published")


def test_preview_costs_as_few_queries_for_many_facts(desk, django_assert_max_num_queries):
    program = ProgramFactory(draft=True, topics=["a", "b"], locations=["CA", "US"])
    for number in range(5):
        EvidenceFactory(program=program, quote=f"{number}")
    desk.get(url("preview", program))

    with django_assert_max_num_queries(25):
        desk.get(url("preview", program))


def test_preview_is_for_those_who_may_look_at_programs(client_of, client):
    program = ProgramFactory(draft=True)

    assert client_of().get(url("preview", program)).status_code == 403
    assert client.get(url("preview", program)).status_code == 302

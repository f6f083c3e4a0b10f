"""The form for what is wrong on a program’s page."""

import re

import pytest

from programs.models import Report
from tests.factories import ProgramFactory, RedirectFactory
from tests.views.sending import REPORT as SAID
from tests.views.sending import REPORT_ADDRESS as ADDRESS
from tests.views.sending import patience, problem_of, program, send, ticket_in, value_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("patience")]

__all__ = ["patience", "program"]


# --- The form ---------------------------------------------------------------------------------


def test_a_report_is_received_and_leads_to_its_page(client, program):
    answer = send(client, ADDRESS, SAID)

    report = Report.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, report.get_absolute_url())
    assert (report.kind, report.program, report.state) == ("correction", program, "received")
    assert (report.field, report.message) == ("degree_minimum", SAID["message"])
    assert (report.proposed, report.url) == (SAID["proposed"], SAID["url"])


def test_it_is_said_that_a_program_has_ended(client, program):
    send(client, ADDRESS, {"field": "ended", "message": "Their page says so."})

    assert Report.objects.values_list("kind", "field").get() == ("ended", "")


def test_something_else_is_about_no_field(client, program):
    send(client, ADDRESS, {"field": "other", "message": "The photo is of a cat."})

    assert Report.objects.values_list("kind", "field").get() == ("correction", "")


def test_the_facts_have_the_labels_of_the_page(client, program):
    page = client.get(ADDRESS).content.decode()

    for label in ["Name", "Degree", "Experience instead", "You pay", "Dates to apply"]:
        assert re.search(rf'<option value="\w+">{label}</option>', page)
    assert '<optgroup label="What it asks">' in page
    assert '<option value="ended">The program has ended</option>' in page


@pytest.mark.parametrize(
    ("field", "chosen"),
    [
        ("degree_minimum", "degree_minimum"),
        ("cost_max", "cost"),
        ("ended", "ended"),
        ("colour", ""),
        ("", ""),
    ],
)
def test_an_address_says_what_it_is_about(client, program, field, chosen):
    page = client.get(ADDRESS, {"field": field}).content.decode()

    assert value_of(page, "field") == chosen


def test_each_fact_with_a_source_leads_to_the_form(client, program):
    page = client.get("/programs/robots/").content.decode()

    assert page.count(f'href="{ADDRESS}"') == 2


@pytest.mark.parametrize("publication", ["draft", "review", "archived"])
def test_what_is_not_published_can_not_be_reported(client, publication):
    ProgramFactory(slug="robots", publication=publication)

    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, SAID).status_code == 404


def test_a_merged_slug_leads_to_the_form_of_the_program_that_was_kept(client, program):
    RedirectFactory(old_slug="old", program=program)

    answer = client.get("/programs/old/report/")

    assert (answer.status_code, answer.headers["Location"]) == (301, ADDRESS)


def test_nobody_keeps_the_form_and_nobody_gets_a_cookie(client, program):
    opened = client.get(ADDRESS)
    sent = send(client, ADDRESS, SAID)

    for answer in (opened, sent):
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies
    assert '<meta name="robots" content="noindex">' in opened.content.decode()
    assert ticket_in(opened.content.decode()) != ticket_in(client.get(ADDRESS).content.decode())


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_forms_are_answered(client, program, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


# --- What is missing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("field", "", "Choose what it is about. “Something else” is there, too."),
        ("field", "colour", "Choose one of the list. “Something else” is there, too."),
        ("message", "  ", "Say what is wrong. A few words are enough."),
        (
            "message",
            "x" * 2_340,
            "This has 2,340 characters; 2,000 fit. Please shorten it by 340.",
        ),
        ("message", "a\x00b", "There is a character in it that can’t be stored."),
        ("proposed", "x" * 1_001, "This has 1,001 characters; 1,000 fit."),
        ("url", "on their site", "“on their site” is not the address of a page. Write it as in"),
        ("url", "javascript:alert(1)", "is not the address of a page."),
        ("url", "ftp://example.org/x", "is not the address of a page."),
        ("url", "https://example.org/" + "x" * 500, "This address has 520 characters; 500 fit."),
    ],
)
def test_a_problem_stands_beside_its_field_and_nothing_typed_is_lost(
    client, program, name, text, sentence
):
    answer = send(client, ADDRESS, SAID | {name: text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in problem_of(page, name)
    assert f'<a href="#id_{name}">' in page
    assert re.search(rf'name="{name}"[^>]*aria-invalid="true"', page)
    assert re.search(rf'name="{name}"[^>]*aria-describedby="[^"]*id_{name}_error"', page)
    others = {other: said for other, said in SAID.items() if other != name}
    assert {other: value_of(page, other) for other in others} == others
    assert name == "field" or value_of(page, name) == text
    assert not Report.objects.exists()


def test_a_page_without_its_scheme_is_taken(client, program):
    send(client, ADDRESS, SAID | {"url": "robots.example/faq"})

    assert Report.objects.get().url == "https://robots.example/faq"


def test_a_line_break_is_one_character(client, program):
    send(client, ADDRESS, SAID | {"message": "\r\n".join("x" * 1_000)})

    assert Report.objects.get().message.count("\n") == 999

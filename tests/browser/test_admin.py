"""The admin in a browser, under the Content-Security-Policy of production.

The fixture `new_page` fails a test whose pages log an error: a refused script or style is one.
"""

import re

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "a long enough password"
NAME = "Residency Under Construction"

# A draft: no public page that other tests look at changes.
SETUP = f"""
from django.contrib.auth.models import User
from programs.ledger import recording
from programs.models import ApplicationRound, Organization, Program
User.objects.create_superuser("ada", password="{PASSWORD}")
with recording() as record:
    program = Program.objects.create(
        slug="under-construction", name="{NAME}", organization=Organization.objects.first(),
        program_type="residency", url="https://example.org/", summary="A year.",
    )
    ApplicationRound.objects.create(program=program, label="2027", opens_on="2026-08")
    record.created([program])
"""


@pytest.fixture(scope="module", autouse=True)
def draft(site):
    """A superuser and a draft program with one round."""
    site.manage("shell", "--no-imports", "--command", SETUP)


@pytest.fixture
def desk(page: Page) -> Page:
    """The start page of the admin, logged in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("The curators’ desk")
    return page


def open_draft(page: Page) -> None:
    page.goto("/admin/programs/program/")
    page.get_by_role("textbox", name="Search").fill("under construction")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=NAME).click()


def test_find_a_program_edit_it_and_see_its_history(desk):
    open_draft(desk)
    desk.get_by_label("Degree asked for:", exact=True).select_option("PhD")
    desk.locator("#id_rounds-0-closes_on").fill("2026-09")
    desk.get_by_role("button", name="Add another Application round").click()
    desk.locator("#id_rounds-1-label").fill("2028")
    desk.get_by_label("Reason for this change").fill("The new call")
    desk.get_by_role("button", name="Save and continue editing").first.click()
    expect(desk.locator(".messagelist .success")).to_contain_text("was changed successfully")
    expect(desk.locator("#id_rounds-0-closes_on")).to_have_value("2026-09")

    desk.get_by_role("link", name="History").click()

    newest = desk.locator(".timeline__entry").first
    expect(newest.locator("h2")).to_contain_text("ada")
    expect(newest).to_contain_text("Reason: The new call")
    expect(newest.get_by_role("row", name=re.compile("Degree asked for"))).to_contain_text("PhD")
    rounds = newest.get_by_role("row", name=re.compile("Application rounds"))
    expect(rounds).to_contain_text("2027: opens August 2026, closes September 2026")
    expect(rounds).to_contain_text("2028: no dates")


def test_tags_are_found_by_typing(desk):
    open_draft(desk)
    topics = desk.locator(".field-topics")
    topics.get_by_role("searchbox").press_sequentially("safety")
    desk.locator(".select2-results__option", has_text="AI safety").click()
    desk.get_by_role("button", name="Save and continue editing").first.click()

    expect(topics.locator(".select2-selection__choice")).to_have_text(re.compile("AI safety"))


def test_countries_are_chosen_and_kept(desk):
    open_draft(desk)
    desk.get_by_label("Open worldwide").select_option("No")
    desk.locator("#id_open_to_countries_from").select_option("Canada")
    desk.locator("#id_open_to_countries_add").click()
    desk.get_by_role("button", name="Save and continue editing").first.click()

    expect(desk.locator("#id_open_to_countries_to option")).to_have_text("Canada")


def test_a_slug_is_made_from_the_name(desk):
    desk.goto("/admin/programs/program/add/")

    desk.get_by_label("Name:", exact=True).press_sequentially("Fresh Start")

    expect(desk.get_by_label("Slug")).to_have_value("fresh-start")


def test_counts_of_filters_are_asked_for(desk):
    desk.goto("/admin/programs/program/")

    desk.get_by_role("link", name="Show counts").click()

    expect(desk.locator("#changelist-filter")).to_contain_text(re.compile(r"Bootcamp \(\d+\)"))


def test_a_check_of_two_fields(desk):
    open_draft(desk)
    desk.get_by_role("link", name="Add a check").click()
    desk.get_by_label("Cost", exact=True).check()
    desk.get_by_label("Application rounds").check()
    desk.get_by_role("button", name="Save", exact=True).click()

    row = desk.locator("#result_list tbody tr").first
    expect(row).to_contain_text("Application rounds, Cost")
    expect(row).to_contain_text("ada")


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_form_fits_its_page(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    open_draft(desk)
    desk.get_by_role("button", name="Add another Evidence").click()

    inside = desk.evaluate("document.querySelector('#content').scrollWidth")

    assert inside <= desk.evaluate("document.querySelector('#main').clientWidth")

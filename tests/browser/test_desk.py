"""A curator at work: from the queue to the public page, and back.

The fixture `new_page` fails a test whose pages log an error.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

PASSWORD = "a long enough password"
SETUP = f"""
from datetime import timedelta
from django.contrib.auth.models import Group, User
from django.utils import timezone
from programs.ledger import recording
from programs.models import ApplicationRound, Organization, Program
person = User.objects.create_user("cleo", password="{PASSWORD}", is_staff=True)
person.groups.add(Group.objects.get(name="Curators"))
soon = timezone.localdate() + timedelta(days=2)
with recording() as record:
    organization = Organization.objects.create(name="Desk Institute", slug="desk-institute")
    for slug, name, publication in (
        ("desk-residency", "Desk Residency", "published"),
        ("desk-draft", "Desk Draft", "draft"),
        ("desk-twin", "Desk Twin", "draft"),
    ):
        program = Program.objects.create(
            slug=slug, name=name, organization=organization, program_type="residency",
            url="https://example.org/" + slug, summary="A year.", status="active",
            publication=publication, degree_minimum="phd", cost="free",
        )
        ApplicationRound.objects.create(
            program=program, label="Next", opens_on="2026-01", closes_on=soon.isoformat()
        )
        record.created([program])
"""


@pytest.fixture(scope="module", autouse=True)
def curator(site):
    """Somebody of the curators, a program that closes in two days, and a draft."""
    site.manage("shell", "--no-imports", "--command", SETUP)


def log_in(page: Page) -> Page:
    page.goto("/admin/")
    page.get_by_label("Username").fill("cleo")
    page.get_by_label("Password").fill(PASSWORD)
    # To the end, scripts included: they take keys.
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("The curators’ desk")
    return page


def item(page: Page):
    return page.locator(".queue__item").filter(has_text="Desk Residency")


def money(page: Page):
    return page.get_by_role("region", name="Money")


def test_from_the_queue_to_the_public_page_and_back(new_page):
    page = log_in(new_page())

    # The first item by keys alone: taken, and still true.
    expect(page.locator(".queue__item").first).to_contain_text("Closes in 2 days, never checked")
    page.keyboard.press("j")
    expect(item(page)).to_be_focused()
    page.keyboard.press("c")
    expect(item(page)).to_contain_text("Yours until")
    page.get_by_role("link", name=re.compile("Mine")).click()
    item(page).focus()
    page.keyboard.press("t")
    expect(page.locator(".messagelist")).to_contain_text("“Desk Residency”: all facts confirmed.")
    page.goto("/programs/desk-residency/")
    expect(page.locator("article")).to_contain_text(re.compile(r"Checked \d+ \w+ \d{4}"))

    # A deadline is edited, with what that flips; the page follows, and the check is gone.
    page.goto("/admin/")
    page.goto("/admin/programs/program/?q=desk-residency")
    page.get_by_role("link", name="Desk Residency", exact=True).click()
    page.locator("#id_rounds-0-closes_on").fill("2031-05-05")
    page.locator("#id_degree_minimum").select_option("none")
    page.get_by_role("button", name="What would this flip?").click()
    expect(page.locator(".errornote, .errorlist").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("Nothing is saved yet.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    page.goto("/programs/desk-residency/")
    expect(page.locator("article")).to_contain_text("5 May 2031")
    expect(page.locator("article")).to_contain_text("Checked in part")

    # What was comes back.
    page.goto("/admin/programs/program/?q=desk-residency")
    page.get_by_role("link", name="Desk Residency", exact=True).click()
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Take all of this back").first.click()
    page.get_by_role("button", name="Bring back what was").click()
    expect(page.locator(".messagelist")).to_contain_text("Back to what it was")
    page.goto("/programs/desk-residency/")
    expect(page.locator("article")).not_to_contain_text("5 May 2031")


def test_a_draft_is_looked_at_and_published(new_page):
    page = log_in(new_page())
    page.get_by_role("link", name=re.compile("drafts?$")).click()
    page.get_by_role("link", name="Desk Draft", exact=True).click()
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("h1")).to_have_text("Desk Draft")
    expect(page.get_by_role("status").first).to_contain_text("Visitors don’t see it: draft.")
    page.get_by_role("link", name="Back to the form").click()
    page.locator("#id_publication").select_option("published")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")

    page.goto("/programs/desk-draft/")
    expect(page.locator("h1")).to_have_text("Desk Draft")


def test_a_planted_duplicate_is_merged_and_that_taken_back(new_page, axe):
    page = log_in(new_page())

    # Saving tells of the twin.
    page.goto("/admin/programs/program/?q=desk-twin")
    page.get_by_role("link", name="Desk Twin", exact=True).click()
    page.get_by_label("Name:", exact=True).fill("Desk Residency Program")
    page.locator("#id_cost").select_option("paid")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .warning")).to_contain_text("is likely the same as")

    # The queue leads to both, side by side; one value is taken from the other.
    page.goto("/admin/?show=twin")
    item(page).get_by_role("link", name=re.compile("^Compare")).click()
    expect(page.locator("h1")).to_have_text("Merge two listings")
    assert axe(page) == []
    cost = page.get_by_role("row", name=re.compile("^Cost"))
    cost.get_by_label(re.compile("You pay")).check()
    page.get_by_role("button", name="Merge them").click()
    expect(page.locator(".messagelist")).to_contain_text("is merged into this program")
    page.goto("/programs/desk-twin/")
    expect(page).to_have_url(re.compile("/programs/desk-residency/$"))
    expect(money(page)).not_to_contain_text("Free")

    # And back.
    page.goto("/admin/programs/program/?q=desk-twin")
    page.get_by_role("link", name="Desk Residency Program", exact=True).click()
    page.get_by_role("link", name="Take the merge back …").click()
    expect(page.locator("h1")).to_have_text("Take the merge back")
    assert axe(page) == []
    page.get_by_role("button", name="Take the merge back").click()
    expect(page.locator(".messagelist")).to_contain_text("is a program of its own again")
    page.goto("/programs/desk-residency/")
    expect(money(page)).to_contain_text("Free")


def test_evidence_is_added_beside_the_fact_that_lacks_it(new_page):
    page = log_in(new_page())
    page.goto("/admin/programs/program/?q=desk-residency")
    page.get_by_role("link", name="Desk Residency", exact=True).click()

    page.get_by_role("link", name="Add evidence for degree asked for").click()

    expect(page.locator("#id_evidence-0-quote")).to_be_focused()
    expect(page.locator("#id_evidence-0-field")).to_have_value("degree_minimum")
    page.keyboard.type("A doctorate is required.")
    page.get_by_role("button", name="Save and continue editing").first.click()
    expect(page.locator(".field-degree_minimum").first).to_contain_text(
        "Evidence: “A doctorate is required.”"
    )


def test_unsaved_entries_are_not_lost_by_a_check(new_page):
    page = log_in(new_page())
    page.goto("/admin/programs/program/?q=desk-residency")
    page.get_by_role("link", name="Desk Residency", exact=True).click()
    page.locator("#id_cost_note").fill("Typed, not saved")

    page.get_by_role("button", name="Money", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Save it first")
    expect(page.locator("#id_cost_note")).to_have_value("Typed, not saved")


def test_the_desk_is_accessible_and_fits_a_phone(new_page, axe):
    for options in ({"color_scheme": "dark"}, {"viewport": PHONE}):
        page = log_in(new_page(**options))
        for address in ("/admin/", "/admin/programs/program/?q=desk-residency"):
            page.goto(address)
            if address == "/admin/":
                assert axe(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.get_by_role("link", name="Desk Residency", exact=True).click()
        for name in ("Close for good …", "History"):
            page.get_by_role("link", name=name).click()
            expect(page.locator("#content-main")).to_be_visible()
            assert axe(page) == []
            page.go_back()

"""A visitor reports, a curator accepts, and the visitor and the page see it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import CONTENT_EDGE, LOOKS

PASSWORD = "a long enough password"
REFERENCE = "qqqqwwwweeee"

SETUP = f"""
from django.contrib.auth.models import User
from programs.models import Organization, Program, Report
from programs.ledger import recording
User.objects.create_superuser("grace", password="{PASSWORD}")
with recording() as record:
    program = Program.objects.create(
        slug="reported-residency", name="Reported Residency", program_type="residency",
        organization=Organization.objects.first(), url="https://example.org/", summary="A year.",
        status="active", publication="published", degree_minimum="phd",
    )
    record.created([program])
Report.objects.create(
    reference="{REFERENCE}", kind="correction", program=program, field="cost",
    message="It costs money now.", proposed="US$ 4,500", url="https://example.org/fees",
)
"""

FORM = "/programs/reported-residency/report/?field=degree_minimum"
PAGES = [FORM, "/suggest/", f"/reports/{REFERENCE}/"]


@pytest.fixture(scope="module", autouse=True)
def reported(site):
    """A superuser, a program, and a report of it."""
    site.manage("shell", "--no-imports", "--command", SETUP)


@pytest.fixture
def desk(page: Page) -> Page:
    """The admin, logged in."""
    page.goto("/admin/")
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("h1")).to_have_text("The curators’ desk")
    return page


def test_from_the_report_to_the_page_of_the_program(plain_page, desk, site_url):
    plain_page.goto("/programs/reported-residency/")
    plain_page.get_by_role("link", name="Report a problem").click()
    plain_page.get_by_role("button", name="Send the report").click()
    problems = plain_page.get_by_role("alert")
    expect(problems).to_be_focused()
    expect(problems).to_contain_text("Say what is wrong.")

    plain_page.get_by_label("What is it about?").select_option("Degree")
    plain_page.get_by_label("What is wrong?").fill("They ask for no degree any more.")
    plain_page.get_by_label("What is right?").fill("No degree")
    plain_page.get_by_label("Where does it say so?").fill("example.org/faq")
    # Nobody reads a form in less.
    plain_page.wait_for_timeout(3_500)
    plain_page.get_by_role("button", name="Send the report").click()
    expect(plain_page.locator(".flag")).to_have_text("Received")
    expect(plain_page.get_by_text("They ask for no degree any more.")).to_be_visible()
    assert plain_page.context.cookies() == []

    desk.goto("/admin/programs/report/")
    desk.get_by_role("link", name="They ask for no degree any more.").click()
    expect(desk.get_by_label("Degree asked for")).to_have_value("none")
    desk.get_by_label("I have read it there myself").check()
    desk.get_by_label("Answer").fill("Thank you, we have read it.")
    desk.get_by_role("button", name="Write this, and accept").click()
    expect(desk.locator(".messagelist")).to_contain_text("put right, and the report accepted")

    plain_page.reload()
    expect(plain_page.locator(".flag")).to_contain_text("Accepted on")
    expect(plain_page.get_by_text("Thank you, we have read it.")).to_be_visible()
    plain_page.get_by_role("link", name="The page of Reported Residency").click()
    expect(plain_page.locator(".line", has_text="Degree").first).to_contain_text("No degree")


def test_the_form_of_the_program_saves_with_the_enter_key_and_does_not_accept(desk):
    desk.goto("/admin/programs/program/?q=reported-residency")
    desk.locator("#result_list tbody th a").click()
    desk.goto(f"{desk.url.partition('?')[0]}?report={REFERENCE}")
    expect(desk.get_by_text("It costs money now.")).to_be_visible()

    desk.get_by_label("Cost note").press("Enter")

    expect(desk.locator(".messagelist .success")).to_contain_text("was changed successfully")
    desk.goto("/admin/programs/report/")
    expect(desk.get_by_role("link", name="It costs money now.")).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(request, axe, address, look):
    page = request.getfixturevalue(look)
    page.goto(address)
    if page.locator("form.form").count():
        page.locator("form.form button").click()
        expect(page.get_by_role("alert")).to_be_visible()

    assert axe(page) == []
    assert page.evaluate(CONTENT_EDGE) == 0


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(new_page, address):
    page = new_page(viewport={"width": 320, "height": 700})
    page.goto(address)

    assert page.evaluate(CONTENT_EDGE) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_of_a_report_in_the_admin(desk, axe, scheme):
    desk.emulate_media(color_scheme=scheme)
    desk.goto("/admin/programs/report/")
    desk.get_by_role("link", name="It costs money now.").click()
    desk.get_by_role("button", name="Decline, with this reason").click()
    expect(desk.get_by_text("Say why: whoever sent")).to_be_visible()

    assert axe(desk) == []

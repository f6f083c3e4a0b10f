"""Star programs, compare them and send the link, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import box, settled, tab_to
from tests.browser.comparing import (
    KEY,
    MANY,
    SLUGS,
    address,
    columns,
    header,
    star,
    star_three,
    store,
)

BLOCKED = {
    "get": "get() { throw new DOMException('blocked', 'SecurityError') }",
    "set": "value: { getItem: () => null, setItem() { throw new DOMException('full') } }",
    "none": "value: null",
}


# --- The shortlist ---------------------------------------------------------------------------


def test_stars_stay_and_lead_to_the_comparison(page):
    names = star_three(page)
    expect(header(page)).to_have_text("Shortlist (3)")

    page.reload()
    for place, pressed in enumerate(["true", "true", "true", "false"]):
        expect(star(page, place)).to_have_attribute("aria-pressed", pressed)
    header(page).click()

    expect(page.locator("h1")).to_have_text("3 programs side by side")
    assert columns(page) == names
    page.reload()
    assert columns(page) == names
    expect(header(page)).to_have_text("Shortlist (3)")
    expect(page.get_by_role("button", name="Keep these as my shortlist")).to_be_hidden()


def test_a_copied_link_shows_the_same_in_a_fresh_browser(new_page, site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    names = star_three(page)
    header(page).click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_contain_text("The link is copied")
    link = page.evaluate("navigator.clipboard.readText()")

    other = new_page()
    other.goto(link)

    assert link == page.url
    assert columns(other) == names
    expect(header(other)).to_have_text("Shortlist")
    other.get_by_role("button", name="Keep these as my shortlist").click()
    expect(header(other)).to_have_text("Shortlist (3)")
    expect(other.get_by_role("status")).to_be_focused()
    other.goto("/programs/")
    expect(star(other, 2)).to_have_attribute("aria-pressed", "true")


def test_the_name_of_a_star_says_its_program_and_a_key_presses_it(page):
    page.goto(f"/programs/{SLUGS[0]}/")
    button = page.get_by_role("button", name="Shortlist Anthropic Fellows Program", exact=True)
    tab_to(page, button)

    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "false")
    expect(header(page)).to_have_attribute("href", "/compare/")


def test_a_list_that_was_filtered_in_place_has_stars_too(page):
    page.goto("/programs/")
    box(page, "degree", "none").check()
    settled(page)
    expect(page.locator("a.star")).to_have_count(0)

    star(page, 0).click()

    expect(header(page)).to_have_text("Shortlist (1)")


def test_tabs_keep_in_step(page):
    page.goto("/programs/")
    other = page.context.new_page()
    other.goto("/programs/")

    star(other, 1).click()
    expect(star(page, 1)).to_have_attribute("aria-pressed", "true")
    star(page, 0).click()

    expect(header(other)).to_have_text("Shortlist (2)")
    assert page.evaluate("key => localStorage.getItem(key).split(' ').length", KEY) == 2


def test_a_page_that_comes_back_knows_what_happened_since(page):
    page.goto("/programs/")
    star(page, 0).click()
    header(page).click()
    page.get_by_role("link", name="Take out").click()
    expect(page.locator("h1")).to_have_text("Compare programs")

    page.goto("/programs/")

    expect(header(page)).to_have_text("Shortlist")


def test_what_is_taken_out_of_another_list_stays_in_mine(page):
    store(page, " ".join(SLUGS[:2]))
    page.goto(address(SLUGS))
    page.get_by_role("link", name="Take out").first.click()
    expect(page.locator("h1")).to_have_text("2 programs side by side")

    expect(header(page)).to_have_text("Shortlist (2)")
    expect(page.get_by_role("link", name="Your own shortlist has 2 programs")).to_be_visible()


def test_a_thirteenth_star_says_why_not(page, axe):
    store(page, " ".join(MANY))
    page.goto("/programs/?q=intel")
    button = page.locator("button.star[aria-pressed=false]").first
    button.click()

    expect(page.get_by_role("alert")).to_contain_text("full, it holds 12 programs")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert axe(page) == []
    page.get_by_role("link", name="see it and take one out").click()
    expect(page.locator("h1")).to_have_text("12 programs side by side")


@pytest.mark.parametrize("at", ["/", "/deadlines/", "/organizations/google/"])
def test_a_star_in_a_list_of_names_is_kept_and_named(page, at):
    page.goto(at)
    entry = page.locator(".entry").first
    name = entry.locator(".entry__name").inner_text()
    button = entry.get_by_role("button", name=f"Shortlist {name}", exact=True)
    button.click()

    page.reload()

    expect(button).to_have_attribute("aria-pressed", "true")
    size = button.bounding_box()
    assert min(size["width"], size["height"]) >= 24


def test_a_full_shortlist_is_told_in_a_list_of_names_too(page, axe):
    store(page, " ".join(MANY))
    page.goto("/guides/residencies/")
    page.locator(".entry .star[aria-pressed=false]").first.click()

    expect(page.locator(".entry > [role=alert]")).to_contain_text("full, it holds 12 programs")
    assert axe(page) == []


# --- When storage is no help -----------------------------------------------------------------


@pytest.mark.parametrize("text", ['["a"', "{}", "\x00 <b> ../..", "x" * 5000, "  "], ids=range(5))
def test_corrupt_storage_is_an_empty_shortlist(page, text):
    store(page, text)
    page.goto("/programs/")
    expect(header(page)).to_have_text("Shortlist")

    star(page, 0).click()

    expect(header(page)).to_have_text("Shortlist (1)")


@pytest.mark.parametrize("way", BLOCKED.values(), ids=BLOCKED)
def test_without_storage_links_compare(page, way):
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {way} }})")
    page.goto("/programs/")
    expect(page.locator("button.star")).to_have_count(0)
    name = page.locator(".card h2").first.inner_text()

    page.locator("a.star").first.click()

    assert columns(page) == [name]


def test_what_a_browser_forgets_a_copied_link_brings_back(page):
    names = star_three(page)
    header(page).click()
    link = page.url
    page.evaluate("localStorage.clear()")
    page.goto("/programs/")
    expect(header(page)).to_have_text("Shortlist")
    expect(star(page, 0)).to_have_attribute("aria-pressed", "false")

    page.goto(link)
    assert columns(page) == names
    page.get_by_role("button", name="Keep these as my shortlist").click()

    expect(header(page)).to_have_text("Shortlist (3)")
    page.goto("/programs/")
    for place, pressed in enumerate(["true", "true", "true", "false"]):
        expect(star(page, place)).to_have_attribute("aria-pressed", pressed)
    header(page).click()
    assert page.url == link


@pytest.mark.parametrize("way", BLOCKED.values(), ids=BLOCKED)
def test_without_storage_a_copied_link_is_the_whole_list(page, way):
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {way} }})")
    page.goto(address(SLUGS))
    names = columns(page)
    page.get_by_role("link", name=f"Move right {names[0]}", exact=True).click()
    page.wait_for_url("**#at-*")

    assert columns(page) == [names[1], names[0], names[2]]
    link = page.get_by_role("link", name="Link to this comparison").get_attribute("href")
    page.goto(link)
    assert columns(page) == [names[1], names[0], names[2]]


def test_storage_that_fills_up_breaks_nothing(page):
    page.goto("/programs/")
    full = "Storage.prototype.setItem = () => { throw new DOMException('full') }"
    page.evaluate(f"() => {{ {full} }}")

    star(page, 0).click()

    expect(star(page, 0)).to_have_attribute("aria-pressed", "false")


def test_without_scripts_programs_are_added_one_by_one(plain_page):
    plain_page.goto(f"/programs/{SLUGS[0]}/")
    plain_page.get_by_role("link", name="Compare Anthropic Fellows Program").click()
    plain_page.get_by_role("searchbox", name="Name, organization or topic").fill("google residency")
    plain_page.get_by_role("button", name="Look for it").click()
    plain_page.get_by_role("link", name=re.compile("^Add Google AI Residency")).click()
    assert columns(plain_page)[0] == "Anthropic Fellows Program"
    assert columns(plain_page)[1].startswith("Google AI Residency")

    plain_page.get_by_role("link", name="Only what differs").click()

    rows = plain_page.locator(".compare__table tbody tr:not(.compare__group)")
    assert rows.count() == plain_page.locator(".compare__table tr[data-differs]").count() > 5
    expect(plain_page.get_by_role("button", name="Keep these as my shortlist")).to_be_hidden()
    expect(plain_page.get_by_role("link", name="Link to this comparison")).to_be_visible()

"""Star programs, compare them and send the link, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import box, settled, tab_to
from tests.browser.looks import each_look_once

KEY = "careerpaths.shortlist"
SLUGS = ["anthropic-fellows", "google-ai-residency", "nyu-ms-data-science"]
MANY = [
    *SLUGS,
    *("pivotal-research-fellowship", "caltech-surf", "pibbss-fellowship", "openai-scholars"),
    *("fatima-fellowship", "shell-ai-residency", "hugging-face-llm-course"),
    *("ku-leuven-master-artificial-intelligence", "open-phil-ai-fellowship"),
]
STATES = {
    "empty": [],
    "one": SLUGS[:1],
    "three": SLUGS,
    "twelve": MANY,
    "told": [*SLUGS, "nothing", "google", *MANY, "mit"],
}
BLOCKED = {
    "get": "get() { throw new DOMException('blocked', 'SecurityError') }",
    "set": "value: { getItem: () => null, setItem() { throw new DOMException('full') } }",
    "none": "value: null",
}


def address(slugs: list[str], **others: str) -> str:
    query = "&".join([*(f"p={slug}" for slug in slugs), *(f"{k}={v}" for k, v in others.items())])
    return "/compare/" + (query and f"?{query}")


def star(page: Page, place: int):
    return page.locator("button.star").nth(place)


def header(page: Page):
    return page.locator("[data-shortlist]")


def columns(page: Page) -> list[str]:
    return page.locator(".compare__name").all_inner_texts()


def store(page: Page, text: str) -> None:
    page.goto("/about/")
    page.evaluate("pair => localStorage.setItem(...pair)", [KEY, text])


def star_three(page: Page) -> list[str]:
    page.goto("/programs/")
    for place in range(3):
        star(page, place).click()
    return page.locator(".card h2").all_inner_texts()[:3]


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


# --- How it looks ----------------------------------------------------------------------------


@each_look_once
@pytest.mark.parametrize("slugs", STATES.values(), ids=STATES)
@pytest.mark.parametrize("kind", ["page", "dark_phone_page"])
def test_it_is_accessible(request, axe, kind, slugs):
    page = request.getfixturevalue(kind)
    store(page, MANY[4])
    page.goto(address(slugs))

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@each_look_once
@pytest.mark.parametrize("slugs", [SLUGS, MANY], ids=["few", "many"])
def test_names_and_facts_stay_in_view(page, slugs):
    page.goto(address(slugs))
    name = page.locator(".compare__name").nth(len(slugs) - 1)
    row = page.get_by_role("rowheader", name=re.compile("^Format"))
    table = page.locator(".compare__table")
    table.hover()
    page.mouse.wheel(5000, 0)
    row.locator("xpath=../following-sibling::tr[3]").scroll_into_view_if_needed()
    table.evaluate("node => node.scrollLeft = 5000")
    expect(name).to_be_in_viewport(ratio=1)
    expect(row).to_be_in_viewport(ratio=1)
    assert name.bounding_box()["y"] < row.bounding_box()["y"]


@each_look_once
def test_the_table_scrolls_by_keyboard(page):
    page.goto(address(MANY))
    region = page.get_by_role("region", name="Comparison")
    region.focus()
    page.keyboard.press("ArrowRight")

    page.wait_for_function("document.querySelector('.compare__table').scrollLeft > 0")


@each_look_once
def test_a_phone_reads_it_fact_by_fact(phone_page):
    phone_page.goto(address(SLUGS[:2]))

    differing = phone_page.locator("tr", has=phone_page.get_by_role("rowheader", name="Type"))
    expect(differing.locator(".compare__of").first).to_have_text("Anthropic Fellows Program")
    assert differing.locator("td:visible").count() == 2
    same = phone_page.locator("tr", has=phone_page.get_by_role("rowheader", name="Age", exact=True))
    assert same.locator("td:visible").all_inner_texts() == ["All of them\nDoesn’t say"]
    boxes = [cell.bounding_box() for cell in differing.locator("td").all()]
    assert boxes[0]["x"] == boxes[1]["x"]


@each_look_once
@pytest.mark.parametrize("at", ["/programs/", f"/programs/{SLUGS[0]}/", address(SLUGS)])
def test_what_is_tapped_is_large_enough(phone_page, at):
    phone_page.goto(at)

    targets = phone_page.locator(".star, .compare__deeds a, .compare__tools > *, [data-shortlist]")
    sizes = [one.bounding_box() for one in targets.all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24


@each_look_once
def test_paper_has_the_whole_table_and_the_addresses(page):
    page.goto(address(MANY))
    page.emulate_media(media="print")

    expect(page.locator(".compare__pages li")).to_have_count(len(MANY))
    for hidden in (".masthead__nav", "[data-shortlist]", ".compare__deeds", ".compare__add"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("[data-address]")).to_have_text(page.url)
    table = page.locator(".compare__table")
    assert table.evaluate("node => node.scrollHeight <= node.clientHeight + 1")

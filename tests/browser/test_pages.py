"""Every public page but browse: on paper, on a phone, in the dark, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looks import each_look_once

PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/programs/anthropic-fellows/", id="program"),
    pytest.param("/programs/google-ai-residency/", id="closed-program"),
    pytest.param("/programs/microsoft-research-phd-fellowship-africa/", id="long-name"),
    pytest.param("/organizations/google/", id="organization"),
    pytest.param("/changes/", id="changes"),
    pytest.param("/programs/anthropic-fellows/changes/", id="changes-of-one"),
    pytest.param("/match/", id="match"),
    pytest.param("/guides/", id="guides"),
    pytest.param("/guides/residencies/", id="guide"),
    pytest.param("/about/", id="about"),
    pytest.param("/about/columns/", id="columns"),
    pytest.param("/api/v1/", id="api"),
    pytest.param("/compare/?p=anthropic-fellows&p=google-ai-residency", id="comparison"),
    pytest.param("/nowhere/", id="not-found"),
]
ON_PAPER = [
    *PAGES,
    pytest.param("/programs/?degree=none&program_type=residency", id="list"),
    pytest.param("/match/?degree=bachelor&studying=no", id="matches"),
    pytest.param("/plan/?goal=type:fellowship&degree=bachelor&studying=no", id="routes"),
    pytest.param("/suggest/", id="suggest"),
    pytest.param("/programs/anthropic-fellows/report/", id="report"),
]

CONTENT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@each_look_once
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("look", ["page", "dark_phone_page"])
def test_axe_finds_nothing(request, axe, look, address):
    page = request.getfixturevalue(look)
    page.goto(address)
    for source in page.locator(".why summary").all():
        source.click()

    assert axe(page) == []


@each_look_once
@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways(page, address):
    page.goto(address)

    for width in (1920, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CONTENT_EDGE) == 0, width


@each_look_once
@pytest.mark.parametrize("look", ["page", "dark_phone_page"])
def test_a_moment_of_many_changes_is_a_page_like_others(request, axe, look):
    page = request.getfixturevalue(look)
    page.goto("/changes/")
    page.get_by_role("link", name="in one go").last.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("programs were added in one go")
    assert page.get_by_role("heading", level=2).count() >= 25
    assert axe(page) == []
    assert page.evaluate(CONTENT_EDGE) == 0


def test_the_first_tab_skips_to_the_content(page):
    page.goto("/")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.bounding_box()["y"] < 0

    page.keyboard.press("Tab")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_keyboard_focus_is_seen(page):
    page.goto("/")
    cell = page.locator(".matrix__cell").first
    outline = "node => getComputedStyle(node).outlineStyle + getComputedStyle(node).outlineWidth"
    assert cell.evaluate(outline).startswith("none")

    page.get_by_role("main").get_by_role("link", name="Find my path").focus()
    page.keyboard.press("Tab")

    assert cell.evaluate("node => node === document.activeElement")
    assert cell.evaluate(outline) == "solid3px"


def test_a_cell_of_the_matrix_opens_its_programs(page):
    page.goto("/")
    cell = page.locator('a[href="/programs/?degree=bachelor&program_type=residency"]')
    count = re.match(r"\d+", cell.inner_text())[0]

    cell.click()

    page.wait_for_url("**/programs/?degree=bachelor&program_type=residency")
    assert page.locator("h1").inner_text().startswith(f"{count} ")


def test_a_cell_says_all_of_it_to_a_screen_reader(page):
    page.goto("/")

    cell = page.get_by_role("link", name=re.compile(r"^\d+ Residenc(y|ies) ?, Bachelor’s degree$"))
    assert cell.count() == 1
    assert page.get_by_role("columnheader", name="Residencies").count() == 1
    assert page.get_by_role("rowheader", name="Bachelor’s degree").count() == 1


def test_a_phone_reads_the_matrix_as_lists(phone_page):
    phone_page.goto("/")

    cell = phone_page.locator('a[href="/programs/?degree=bachelor&program_type=residency"]')
    assert re.match(r"\d+ Residenc(y|ies)\s", cell.inner_text())
    assert phone_page.locator(".matrix__type").first.bounding_box()["width"] > 20
    assert phone_page.locator(".matrix__none").first.is_hidden()


def test_a_source_unfolds_by_keyboard(plain_page):
    plain_page.goto("/programs/anthropic-fellows/")
    fact = plain_page.locator(".why").first
    assert fact.locator(".sources").is_hidden()

    fact.locator("summary").focus()
    plain_page.keyboard.press("Enter")

    assert fact.locator(".sources").is_visible()


def test_a_search_leads_to_the_programs(page):
    page.goto("/about/")
    page.get_by_role("searchbox", name="Search programs").fill("residency")
    page.keyboard.press("Enter")

    page.wait_for_url("**/programs/?q=residency")


def test_paper_has_the_address_and_the_sources_but_no_navigation(page):
    page.goto("/programs/anthropic-fellows/")
    page.emulate_media(media="print")

    button = page.locator(".opening__official .button")
    written = button.evaluate("node => getComputedStyle(node, '::after').content")
    assert button.get_attribute("href") in written
    assert page.get_by_role("navigation", name="Site").is_hidden()
    assert page.get_by_role("search").is_hidden()
    assert page.locator(".why .sources").first.bounding_box()["height"] > 10
    assert page.evaluate(CONTENT_EDGE) == 0


@each_look_once
@pytest.mark.parametrize("address", ON_PAPER)
def test_paper_has_nothing_to_press_and_its_own_address(page, address):
    page.goto(address)
    page.emulate_media(media="print")

    assert (
        page.locator("nav:visible, [role=search]:visible, button:visible, .star:visible").count()
        == 0
    )
    assert page.locator("[data-address]").inner_text() == page.url
    assert page.evaluate(CONTENT_EDGE) == 0


def test_paper_has_the_address_of_a_list_that_was_filtered_in_place(page):
    page.goto("/programs/")
    page.locator('input[name="degree"][value="none"]').check()
    page.wait_for_url("**/programs/?degree=none*")
    page.emulate_media(media="print")

    expect(page.locator("[data-address]")).to_have_text(page.url)


def test_paper_is_white_in_the_dark_too(new_page):
    page = new_page(color_scheme="dark")
    page.goto("/programs/anthropic-fellows/")
    color = "getComputedStyle(document.body).backgroundColor"
    on_screen = page.evaluate(color)
    page.emulate_media(media="print")

    red, *_ = map(int, re.findall(r"\d+", page.evaluate(color)))
    assert page.evaluate(color) != on_screen
    assert red > 240


def test_structured_data_breaks_no_policy(page):
    """What breaks the Content-Security-Policy is a console error, which fails any test here."""
    answer = page.goto("/programs/anthropic-fellows/")

    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert page.locator('script[type="application/ld+json"]').count() == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_small(page, address):
    """In kilobytes as they are before compression: the page alone, then its styles and scripts."""
    bodies = {}
    page.on("response", lambda answer: bodies.setdefault(answer.url, answer))
    page.goto(address, wait_until="networkidle")

    document, *parts = [(url, len(answer.body())) for url, answer in bodies.items()]
    # Three lists of all countries are 30 kB.
    assert document[1] < (100_000 if address == "/match/" else 60_000)
    assert sum(size for url, size in parts if url.endswith((".css", ".js"))) < 60_000


def test_no_page_sets_a_cookie(new_page):
    page = new_page()
    for address in ["/", "/programs/anthropic-fellows/", "/guides/residencies/", "/nowhere/"]:
        page.goto(address)

    assert page.context.cookies() == []

"""Every public page but browse: on a phone, in the dark, by keyboard."""

import re

import pytest
from playwright.sync_api import Response, expect

from tests.browser.looks import CONTENT_EDGE, LOOKS, PAGES


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(request, axe, look, address):
    page = request.getfixturevalue(look)
    page.goto(address)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")

    assert axe(page) == []


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways(page, address):
    page.goto(address)

    for width in (1920, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CONTENT_EDGE) == 0, width


@pytest.mark.parametrize("look", LOOKS)
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


def test_structured_data_breaks_no_policy(page):
    """What breaks the Content-Security-Policy is a console error, which fails any test here."""
    answer = page.goto("/programs/anthropic-fellows/")

    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert page.locator('script[type="application/ld+json"]').count() == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_small(page, address):
    """In bytes as they travel, compressed; and as they are read."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)

    document, *others = answers
    parts = [one for one in others if one.url.endswith((".css", ".js"))]
    # Three lists of all countries are 30 kB.
    assert len(document.body()) < 100_000
    assert sent(document) < 15_000
    assert sum(map(sent, parts)) < 20_000


def sent(answer: Response) -> int:
    return answer.request.sizes()["responseBodySize"]


def test_no_page_sets_a_cookie(new_page):
    page = new_page()
    for address in ["/", "/programs/anthropic-fellows/", "/guides/residencies/", "/nowhere/"]:
        page.goto(address)

    assert page.context.cookies() == []

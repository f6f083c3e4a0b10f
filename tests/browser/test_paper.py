"""Every public page on paper: what is read, none of what is pressed, and where it comes from."""

import io
import re
import unicodedata

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.comparing import MANY
from tests.browser.looks import PAGES

PORTRAIT = {"width": 688, "height": 1017}
"""What the margins leave of A4, in CSS pixels."""
LANDSCAPE = {"width": 1047, "height": 718}
CUT = """() => [...document.body.querySelectorAll("*")].filter((node) => {
  const { left, right, width } = node.getBoundingClientRect();
  const clips = getComputedStyle(node).overflowX !== "visible";
  return width > 1 && right > 0 && (
    left < -1 || right > innerWidth + 1 || (clips && node.scrollWidth > node.clientWidth)
  );
}).map((node) => node.outerHTML.slice(0, 100))"""
"""Finds what reaches beyond the paper, or is cut off before."""
ON_PAPER = [
    *PAGES,
    pytest.param(f"/compare/?{'&'.join(f'p={slug}' for slug in MANY)}", id="comparison-of-twelve"),
    pytest.param("/programs/?degree=none&program_type=residency", id="list"),
    pytest.param("/match/?degree=bachelor&studying=no", id="matches"),
    pytest.param("/plan/?goal=type:fellowship&degree=bachelor&studying=no", id="routes"),
    pytest.param("/suggest/", id="suggest"),
    pytest.param("/programs/anthropic-fellows/report/", id="report"),
]


def test_paper_has_the_address_and_the_sources_but_no_navigation(page):
    page.goto("/programs/anthropic-fellows/")
    page.emulate_media(media="print")

    button = page.locator(".opening__official .button")
    written = button.evaluate("node => getComputedStyle(node, '::after').content")
    assert button.get_attribute("href") in written
    assert page.get_by_role("navigation", name="Site").is_hidden()
    assert page.get_by_role("search").is_hidden()
    assert page.locator(".why .sources").first.bounding_box()["height"] > 10


@pytest.mark.parametrize("address", ON_PAPER)
def test_paper_has_nothing_to_press_its_own_address_and_all_of_its_width(page, address):
    page.set_viewport_size(LANDSCAPE if "/compare/" in address else PORTRAIT)
    page.goto(address)
    page.emulate_media(media="print")

    pressed = "nav, [role=search], button, .star, .compare__deeds, .filters, .chip__x, .on-screen"
    assert page.locator(pressed).filter(visible=True).count() == 0
    assert page.locator("[data-address]").inner_text() == page.url
    assert page.evaluate(CUT) == []


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


# --- As a printer gets it --------------------------------------------------------------------


def printed(page: Page, address: str) -> PdfReader:
    page.goto(address)
    return PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def squeezed(text: str) -> str:
    """A text without white space and ligatures: paper breaks lines anywhere, and joins fi."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_a_comparison_prints_in_landscape_with_all_names_on_every_sheet(page):
    sheets = printed(page, f"/compare/?{'&'.join(f'p={slug}' for slug in MANY)}").pages
    names = page.locator(".compare__name").all_inner_texts()
    official = page.locator(".compare__deeds a", has_text="Official page")
    addresses = [link.get_attribute("href") for link in official.all()]

    text = squeezed("".join(sheet.extract_text() for sheet in sheets))
    assert len(names) == len(addresses) == len(MANY)
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in sheets)
    for sheet in sheets[:-1]:  # The last one may hold nothing but the addresses.
        head = squeezed(sheet.extract_text())
        assert [name for name in names if squeezed(name) not in head] == []
    assert [one for one in [*addresses, page.url] if squeezed(one) not in text] == []
    assert [word for word in ("Moveleft", "Takeout", "Copythelink") if word in text] == []


def test_a_program_prints_with_the_addresses_of_its_sources(page):
    sheets = printed(page, "/programs/anthropic-fellows/").pages
    sources = page.locator("[aria-labelledby=sources] a[href^=http]").all()

    text = squeezed("".join(sheet.extract_text() for sheet in sheets))
    assert len(sources) > 2
    assert [link for link in sources if squeezed(link.get_attribute("href")) not in text] == []
    assert "Officialpage:https://" in text
    assert "Shortlist" not in text

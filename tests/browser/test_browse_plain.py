"""The browse page without JavaScript, on a phone, and for assistive software."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import asked, box, count, offered, settled
from tests.browser.looks import ALIKE, CONTENT_EDGE, looked_at

STATES = {
    "ladder and those that don't say": "/programs/?have=bachelor&have=unstated",
    "plain": "/programs/",
    "filtered": "/programs/?degree=none&program_type=residency&topic=nlp",
    "nonsense": "/programs/?degree=nonsense&max_weeks=abc&page=9999",
    "nothing found": "/programs/?q=zebra",
    "last page": "/programs/?page=8",
    "ladder": "/programs/?have=bachelor",
    "misspelled": "/programs/?q=residancy",
    "corrected": "/programs/?q=reinforcment+lerning&have=none",
    "perhaps meant otherwise": "/programs/?q=mlab",
}


# --- Without JavaScript ----------------------------------------------------------------------


def test_without_javascript_the_form_filters(plain_page):
    page = plain_page
    page.goto("/programs/")
    residencies = offered(page, "program_type", "residency")

    box(page, "program_type", "residency").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert count(page) == residencies

    page.get_by_label("Sort by").select_option("name")
    page.get_by_role("button", name="Sort").click()
    assert asked(page)["program_type"] == ["residency"]
    assert page.get_by_label("Sort by").input_value() == "name"

    page.get_by_role("link", name="Remove Type: Residencies").click()
    assert count(page) > residencies


def test_without_javascript_a_degree_is_picked_and_applied(plain_page):
    page = plain_page
    page.goto("/programs/")
    everything, accepting = count(page), offered(page, "have", "none")

    box(page, "have", "none").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert count(page) == accepting
    expect(box(page, "have", "none")).to_be_checked()

    silent = offered(page, "have", "unstated")
    box(page, "have", "unstated").check()
    page.get_by_role("button", name="Apply filters").last.click()
    assert count(page) == accepting + silent

    box(page, "have", "").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert count(page) == everything
    expect(page.locator(".chip")).to_have_count(0)


def test_without_javascript_a_phone_opens_the_filters(new_page):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/programs/?degree=phd")
    expect(box(page, "degree", "phd")).to_be_hidden()

    page.get_by_text("Filters (1 applied)").click()
    box(page, "degree", "phd").uncheck()
    page.get_by_role("button", name="Apply filters").last.click()

    assert page.locator(".chip").count() == 0


# --- Phone -----------------------------------------------------------------------------------


def test_a_phone_filters_and_sees_the_results(phone_page):
    page = phone_page
    page.goto("/programs/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.locator(".filters__summary").tap()
    box(page, "program_type", "grant").tap()
    expect(page.get_by_text("Filters (1 applied)")).to_be_visible()
    settled(page)

    page.get_by_role("button", name="Apply filters").last.tap()

    expect(box(page, "program_type", "grant")).to_be_hidden()
    expect(page.locator("h1")).to_be_in_viewport()


@pytest.mark.parametrize("address", STATES.values(), ids=STATES)
def test_nothing_sticks_out_at_any_width(page, address):
    page.goto(address)

    for width in (2000, 1280, 900, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CONTENT_EDGE) == 0, width


def test_what_is_tapped_is_large_enough(phone_page):
    page = phone_page
    page.goto("/programs/?degree=none&topic=nlp")
    page.locator(".filters__summary").tap()

    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.browse :is([data-key] label, summary, button, select, .chip, .pages a, .card h2 a)'
           )].filter(element => element.checkVisibility())
             .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])
             .filter(([, height]) => height && height < 24)"""
    )

    assert small == []


# --- Accessibility ---------------------------------------------------------------------------


@looked_at(STATES)
def test_axe_finds_nothing(request, axe, look, address):
    page = request.getfixturevalue(look)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert axe(page, "" if address == next(iter(STATES.values())) else ALIKE) == []

"""Find my path without JavaScript, on every screen, and for everybody."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.looks import ALIKE, CONTENT_EDGE, looked_at
from tests.browser.matching import (
    PRIVATE,
    STATES,
    box,
    counts,
)

# --- Without JavaScript ----------------------------------------------------------------------


def test_without_javascript_the_form_answers(plain_page):
    page = plain_page
    page.goto("/match/")
    at_first = counts(page)
    box(page, "degree", "bachelor").check()
    box(page, "studying", "no").check()
    box(page, "reach", "anywhere").check()
    page.get_by_role("button", name="Show what is open to me").click()

    answered = counts(page)
    assert sum(answered) == sum(at_first)
    assert answered[1] < at_first[1]
    assert not urlsplit(page.url).query
    expect(box(page, "degree", "bachelor")).to_be_checked()

    page.get_by_role("button", name=re.compile("of “Open if …”")).click()
    expect(page.locator(".fit")).to_have_count(25)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text(re.compile("^Page 2 of"))).to_be_visible()
    page.get_by_role("button", name="Back to all groups").click()
    assert counts(page) == answered

    button = page.locator("#open_if .missing button").first
    question, value = button.get_attribute("value").split(":")
    button.click()
    assert counts(page)[1] < answered[1]
    expect(box(page, question, value)).to_be_checked()

    link = page.get_by_role("link", name="Link to these answers")
    shared = parse_qs(urlsplit(link.get_attribute("href")).query)
    assert shared["degree"] == ["bachelor"]
    assert not PRIVATE & shared.keys()
    link.click()
    expect(box(page, "degree", "bachelor")).to_be_checked()
    page.get_by_role("link", name="Forget my answers").click()
    assert counts(page) == at_first


# --- Every look ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", STATES.values(), ids=STATES)
def test_nothing_sticks_out_at_any_width(page, address):
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    for width in (2000, 1280, 900, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(CONTENT_EDGE) == 0, width


def test_what_is_tapped_is_large_enough(phone_page):
    page = phone_page
    page.goto(STATES["answered"])

    small = page.evaluate(
        """() => [...document.querySelectorAll(
             '.match :is(.ask__options label, summary, button, select, .ask input, .tally a, h3 a)'
           )].filter(element => element.checkVisibility() && !element.matches('[type="radio"]'))
             .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])
             .filter(([, height]) => height && height < 24)"""
    )

    assert small == []


def test_what_has_the_focus_is_not_behind_the_counts(phone_page):
    page = phone_page
    page.goto(STATES["answered"])
    edge = "document.querySelector('.tally').getBoundingClientRect().bottom"
    top = "document.activeElement.getBoundingClientRect().top"

    page.locator("#ways a").last.focus()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(top) >= page.evaluate(edge) - 1


@looked_at(STATES)
def test_axe_finds_nothing(request, axe, look, address):
    page = request.getfixturevalue(look)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert axe(page, "" if address == next(iter(STATES.values())) else ALIKE) == []

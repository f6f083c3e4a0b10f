"""Deadlines and the landscape in a browser: looks, the keyboard, and filters in place."""

import re

from playwright.sync_api import expect

from tests.browser.browsing import box, settled


def test_letters_in_a_plot_stay_apart_on_a_phone(phone_page):
    """No number is wider than its cell, and no label reaches into the cells."""
    phone_page.goto("/landscape/")

    wide = phone_page.evaluate(
        """() => [...document.querySelectorAll(".plot--grid a")].filter(a => {
            const [cell, text] = [a.querySelector("rect"), a.querySelector("text")];
            return text.getBoundingClientRect().width > cell.getBoundingClientRect().width;
        }).length"""
    )
    reaching = phone_page.evaluate(
        """() => [...document.querySelectorAll(".plot--grid")].filter(plot => {
            const left = plot.querySelector("a rect").ownerSVGElement.getBoundingClientRect();
            const labels = plot.querySelectorAll(":scope > g[aria-hidden] > text:not([class])");
            return [...labels].some(label =>
                label.getBoundingClientRect().right > left.x + left.width * .27 + 1);
        }).length"""
    )
    assert (wide, reaching) == (0, 0)


def test_a_mark_is_reached_by_keyboard_and_leads_to_its_list(page):
    page.goto("/landscape/")
    mark = page.get_by_role("link", name=re.compile(r"^\d+ Residencies: Bachelor’s degree$"))
    count = mark.get_attribute("aria-label").split()[0]

    outline = "node => getComputedStyle(node.querySelector('rect')).stroke"
    before = mark.evaluate(outline)
    mark.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert mark.evaluate("node => node === document.activeElement")
    assert mark.evaluate(outline) != before
    page.keyboard.press("Enter")

    page.wait_for_url("**/programs/?**program_type=residency**")
    expect(page.locator("h1")).to_have_text(f"{count} programs")


def test_a_cell_of_several_programs_leads_to_their_names(page):
    page.goto("/landscape/")
    cell = page.locator('.plot a[href^="#cost-usd"]').first
    row = page.locator(cell.get_attribute("href"))
    assert row.is_hidden()

    cell.click()

    expect(row).to_be_visible()
    assert row.get_by_role("link").count() == int(cell.text_content())


def test_deadlines_are_filtered_in_place(page):
    page.goto("/deadlines/?show=expected")
    page.evaluate("window.sameDocument = true")
    before = page.locator("#results .entry").count()

    box(page, "program_type", "internship").check()
    settled(page)

    expect(page).to_have_url(re.compile(r"/deadlines/\?program_type=internship&show=expected$"))
    assert 0 < page.locator("#results .entry").count() < before
    page.get_by_role("link", name="All dates").click()
    expect(page.get_by_role("heading", name="No date known")).to_be_visible()
    assert page.evaluate("window.sameDocument")

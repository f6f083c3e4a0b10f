"""A program's page for a visitor who answered questions in this tab."""

import pytest
from playwright.sync_api import Page, expect

PROGRAM = "/programs/google-phd-fellowship/"


def answered(page: Page) -> None:
    page.goto("/match/#degree=none&studying=no")
    expect(page.get_by_role("status")).to_contain_text("look open")


def test_without_answers_it_leads_to_the_questions(page):
    page.goto(PROGRAM)

    page.locator("[data-fit]").get_by_role("link", name="Answer a few questions").click()

    expect(page.locator("h1")).to_have_text("Find my path")


def test_the_answers_of_this_tab_are_held_against_it(page):
    answered(page)
    page.goto(PROGRAM)

    expect(page.locator("[data-fit]")).to_contain_text("Not for you as stated")
    expect(page.locator("[data-fit]")).to_contain_text("You are not studying now")
    assert "degree" not in page.url


def test_a_failure_leaves_the_way_to_the_questions(new_page):
    page = new_page()
    answered(page)
    page.route("**/fit/", lambda route: route.fulfill(status=204))
    page.goto(PROGRAM)
    page.wait_for_load_state("networkidle")

    expect(page.get_by_role("link", name="Answer a few questions")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, axe, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": 360, "height": 740})
    answered(page)
    page.goto(PROGRAM)
    expect(page.locator("[data-fit]")).to_contain_text("Not for you as stated")

    assert axe(page) == []

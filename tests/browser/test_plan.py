"""Plan a route in a browser, over the starter catalogue."""

import re

from playwright.sync_api import Page, expect

from tests.browser.browsing import tab_to
from tests.browser.looks import looked_at
from tests.browser.matching import answer, box, kept

STATES = {
    "ways": "/plan/?goal=type:fellowship&degree=bachelor&studying=no&programming=working&ml=basic"
    "&research=no&hours=40&reach=anywhere",
    "no goal": "/plan/",
    "a student": "/plan/?goal=openai-residency&degree=none&studying=bachelor&graduates_on=2027-06"
    "&programming=working&ml=basic&research=no&hours=40&reach=anywhere",
    "no way": "/plan/?goal=type:degree&degree=none&studying=no&hours=10&reach=online",
    "offered": "/plan/?named=machine+learning",
    "nonsense": "/plan/?goal=castle&degree=nonsense",
}


def shown(page: Page) -> str:
    """What the routes say; a star, which scripts make of a link to compare, says the same twice."""
    return re.sub(r"^(Compare|Shortlist)$", "☆", page.locator("#routes").inner_text(), flags=re.M)


@looked_at(STATES)
def test_it_is_accessible(request, axe, look, address):
    page = request.getfixturevalue(look)
    page.goto(address)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keyboard_alone_finds_a_way(page):
    page.goto("/plan/")
    tab_to(page, page.locator("#goal"))
    page.keyboard.type("Fellowships")
    tab_to(page, box(page, "research", ""))
    page.keyboard.press("ArrowUp")
    expect(box(page, "research", "no")).to_be_checked()

    page.keyboard.press("Enter")

    expect(page.locator("#routes h2")).to_contain_text("Fellowships")
    expect(box(page, "research", "no")).to_be_checked()
    expect(page.locator(".way").last).to_contain_text("Do research on your own")


def test_without_scripts_it_is_the_same(plain_page, page):
    for one in (plain_page, page):
        one.goto("/plan/")
        one.locator("#goal").select_option("type:residency")
        box(one, "research", "no").check()
        one.get_by_role("button", name="Show routes").first.click()
        expect(one.locator("#routes h2")).to_contain_text("Residencies")

    assert shown(plain_page) == shown(page)


def test_a_program_is_picked_among_those_that_a_name_fits(page):
    page.goto("/plan/")
    page.get_by_label("Or one program, by its name").fill("residency")
    page.keyboard.press("Enter")
    offer = page.locator(".plan__offers button").first
    name = offer.inner_text()

    offer.click()

    expect(page.locator("#routes h2")).to_have_text(f"To {name}")
    expect(page.locator("#goal option:checked")).to_have_text(name)


def test_answers_given_before_in_this_tab_lead_to_the_ways_at_once(page):
    page.goto("/match/")
    answer(page, "degree", "none")
    answer(page, "pays", "no")

    page.goto("/plan/?goal=openai-residency")

    expect(page.locator("[data-plan][data-answered]")).to_be_attached()
    expect(box(page, "pays", "no")).to_be_checked()
    assert "pays" not in page.url
    page.goto("/plan/")
    expect(box(page, "degree", "none")).to_be_checked()
    expect(page.locator("#routes")).to_contain_text("Choose a goal first")


def test_answers_given_here_are_there_on_the_other_page(page):
    page.goto("/plan/?goal=openai-residency")
    box(page, "degree", "phd").check()
    page.get_by_role("button", name="Show routes").first.click()
    expect(page.locator("[data-plan][data-answered]")).to_be_attached()
    assert kept(page) == {"degree": ["phd"]}

    page.goto("/match/")

    expect(box(page, "degree", "phd")).to_be_checked()


def test_answers_are_forgotten(page):
    page.goto(STATES["a student"])
    assert kept(page)["degree"] == ["none"]

    page.get_by_role("link", name="Forget my answers").click()

    expect(box(page, "degree", "")).to_be_checked()
    expect(page.locator("#goal option:checked")).to_have_text("OpenAI Residency")
    assert kept(page) == {}


def test_what_is_still_to_answer_leads_to_its_question(page):
    page.goto("/plan/?goal=type:residency&degree=bachelor&studying=no")

    page.locator(".plan__missing a").first.click()

    assert page.evaluate("document.querySelector(location.hash).matches('.ask')")

"""Find my path in a browser, over the starter catalogue."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.browsing import tab_to
from tests.browser.matching import (
    LINKED,
    STATES,
    answer,
    box,
    counts,
    in_fragment,
    kept,
    settled,
)

# --- Keyboard only ---------------------------------------------------------------------------


def press_until(page: Page, key: str, target) -> None:
    for _ in range(8):
        page.keyboard.press(key)
        if target.is_checked():
            return
    raise AssertionError(f"{key} does not get there")


def test_keyboard_alone_answers_and_sees_a_program_move(page):
    page.goto("/match/")
    at_first = counts(page)
    for name, value in [("degree", "bachelor"), ("studying", "no"), ("reach", "anywhere")]:
        tab_to(page, box(page, name, ""))
        press_until(page, "ArrowDown", box(page, name, value))
        settled(page, f"{name}={value}")
        expect(box(page, name, value)).to_be_focused()

    answered = counts(page)
    assert sum(answered) == sum(at_first)
    assert answered[1] < at_first[1]
    status = page.get_by_role("status").text_content()
    assert status.startswith(f"{answered[0]} look open, {answered[1]} open if …")

    button = page.locator("#open_if .missing button").first
    question, value = button.get_attribute("value").split(":")
    alone = page.locator("#open_if .fit").filter(has=page.locator(".fit__missing a:only-child"))
    waiting = alone.filter(has=page.locator(f'a[href="#q-{question}"]')).locator("h3")
    name = waiting.first.inner_text()
    tab_to(page, button)
    page.keyboard.press("Enter")

    expect(page.locator("#open_if h3", has_text=name)).to_have_count(0)
    settled(page)
    assert counts(page)[1] < answered[1]
    expect(box(page, question, value)).to_be_checked()
    assert page.evaluate("document.activeElement.closest('#open_if') !== null")


def test_a_missing_answer_leads_to_its_question(page):
    page.goto(STATES["answered"])
    link = page.locator(".fit__missing a").first
    question = link.get_attribute("href").removeprefix("#q-")

    link.focus()
    page.keyboard.press("Enter")

    focused = page.evaluate("document.activeElement.name")
    assert focused == question
    assert not urlsplit(page.url).fragment


def test_the_counts_lead_to_their_groups(page):
    page.goto(LINKED)
    settled(page)

    page.locator('.tally a[href="#not_for_you"]').click()

    expect(page.locator("#not_for_you")).to_be_focused()
    expect(page.locator("#not_for_you .fit").first).to_be_visible()
    expect(page.locator("#not_for_you h2")).to_be_in_viewport()
    assert in_fragment(page)["degree"] == ["none"]


def test_keyboard_focus_is_seen(page):
    page.goto(STATES["answered"])
    fields = ['[name="degree"]:checked', '[name="residence"]']

    for target in [".tally a", *fields, ".told--met summary", ".missing button"]:
        tab_to(page, page.locator(target).first)
        outline = "node => getComputedStyle(node).outlineStyle"
        assert page.locator(target).first.evaluate(outline) == "solid"


# --- Addresses, and what stands in none ------------------------------------------------------


def test_back_and_forward_follow_the_answers(page):
    page.goto("/match/")
    at_first = counts(page)
    answer(page, "degree", "none")
    one = counts(page)
    answer(page, "studying", "no")
    two = counts(page)

    page.go_back()
    expect(page).to_have_url(re.compile("#degree=none$"))
    expect(box(page, "studying", "")).to_be_checked()
    settled(page)
    assert counts(page) == one
    page.go_back()
    expect(box(page, "degree", "")).to_be_checked()
    settled(page)
    assert counts(page) == at_first
    page.go_forward()
    page.go_forward()
    expect(box(page, "studying", "no")).to_be_checked()
    settled(page, "studying=no")
    assert counts(page) == two


def test_a_copied_link_shows_the_same_in_another_tab(page, new_page):
    page.goto("/match/")
    answer(page, "degree", "none")
    answer(page, "pays", "no")

    other = new_page()
    other.goto(page.url)
    settled(other)

    expect(box(other, "degree", "none")).to_be_checked()
    expect(box(other, "pays", "")).to_be_checked()
    assert counts(other) != counts(page)
    box(page, "private", "yes").check()
    settled(page, "private=yes")
    third = new_page()
    third.goto(page.get_by_role("link", name="Link to these answers").get_attribute("href"))
    settled(third)
    expect(box(third, "pays", "no")).to_be_checked()
    expect(box(third, "private", "yes")).to_be_checked()
    assert counts(third) == counts(page)


def test_private_answers_stay_out_of_addresses_and_in_the_tab(page):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/match/")
    answer(page, "degree", "none")
    answer(page, "pays", "no")
    answer(page, "income", "yes")
    with page.expect_response("**/match/"):
        page.get_by_label("In which country do you live?").select_option("NG")
    settled(page)
    answered = counts(page)
    assert in_fragment(page) == {"degree": ["none"]}

    page.reload()
    settled(page)

    expect(box(page, "pays", "no")).to_be_checked()
    expect(page.get_by_label("In which country do you live?")).to_have_value("NG")
    assert counts(page) == answered
    assert kept(page) == {
        "degree": ["none"],
        "residence": ["NG"],
        "pays": ["no"],
        "income": ["yes"],
    }
    for address in [*addresses, page.url]:
        assert not re.search("pays|income|NG|residence", address)
    assert page.context.cookies() == []


def test_a_tab_remembers_where_the_address_says_nothing(page):
    page.goto("/match/")
    answer(page, "degree", "phd")
    page.goto("/programs/")

    page.goto("/match/")
    settled(page, "#degree=phd")

    expect(box(page, "degree", "phd")).to_be_checked()


def test_answers_are_forgotten(page):
    page.goto("/match/")
    at_first = counts(page)
    answer(page, "degree", "phd")
    answer(page, "pays", "no")

    page.get_by_role("link", name="Forget my answers").click()

    expect(box(page, "degree", "")).to_be_checked()
    expect(page).to_have_url(re.compile("/match/$"))
    settled(page)
    assert counts(page) == at_first
    assert kept(page) == {}
    page.reload()
    expect(box(page, "pays", "")).to_be_checked()


# --- In place --------------------------------------------------------------------------------


def test_quick_changes_end_with_the_last_one(page):
    page.goto("/match/")
    for value in ("none", "bachelor", "master", "phd"):
        box(page, "degree", value).check()
    settled(page, "#degree=phd")

    direct = page.context.new_page()
    direct.goto("/match/?degree=phd")
    assert counts(page) == counts(direct)


def test_one_group_alone_page_by_page_and_back(page):
    page.goto(LINKED)
    settled(page)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("button", name=re.compile("^Show all .* of “Open if …”")).click()
    settled(page, "group=open_if")
    expect(page.locator(".fit")).to_have_count(25)
    first = page.locator(".fit h3").first.inner_text()

    page.get_by_role("button", name="Next").click()
    settled(page, "page=2")
    assert page.locator(".fit h3").first.inner_text() != first
    page.go_back()
    expect(page.locator(".fit h3").first).to_have_text(first)
    settled(page)
    page.get_by_role("button", name="Back to all groups").click()
    settled(page)

    expect(page.locator(".group[id]")).not_to_have_count(1)
    assert in_fragment(page) == parse_qs(urlsplit(LINKED).fragment)
    assert page.evaluate("window.sameDocument")


def test_enter_in_the_date_shows_the_results_of_the_same_group(page):
    page.goto("/match/#studying=master&group=ask_them")
    settled(page)

    page.get_by_label("When will you finish it?").fill("6/2027")
    page.keyboard.press("Enter")
    settled(page, "graduates_on=6")

    assert in_fragment(page)["group"] == ["ask_them"]
    expect(page.locator(".group")).to_have_count(1)


def test_only_who_studies_is_asked_for_the_end_of_it(page):
    page.goto("/match/")
    end = page.get_by_label("When will you finish it?")
    expect(end).to_be_hidden()

    box(page, "studying", "bachelor").check()
    expect(end).to_be_visible()
    box(page, "studying", "no").check()
    expect(end).to_be_hidden()


def test_an_open_group_stays_open(page):
    page.goto(LINKED)
    settled(page)
    page.locator("#not_for_you summary").first.click()

    answer(page, "research", "no")

    assert page.locator("#not_for_you details").first.get_attribute("open") is not None


def test_a_failed_fetch_becomes_an_ordinary_visit(page):
    page.goto("/match/")
    page.evaluate("() => { window.fetch = async () => { throw new Error('offline') } }")

    with page.expect_navigation():
        box(page, "degree", "phd").check()

    expect(box(page, "degree", "phd")).to_be_checked()
    assert "fetch" not in page.evaluate("window.fetch.toString()")[:5]

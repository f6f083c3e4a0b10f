"""The browse page in a browser, over the starter catalogue."""

import re

from playwright.sync_api import expect

from tests.browser.browsing import asked, box, count, offered, settled, tab_to

# --- With JavaScript -------------------------------------------------------------------------


def test_filter_by_degree_and_type_in_place(page):
    page.goto("/programs/")
    page.evaluate("window.sameDocument = true")
    residencies = offered(page, "program_type", "residency")

    box(page, "program_type", "residency").check()
    expect(page.locator("h1")).to_have_text(f"{residencies} programs")
    without_degree = offered(page, "degree", "none")
    box(page, "degree", "none").check()

    expect(page.locator("h1")).to_have_text(f"{without_degree} programs")
    assert asked(page) == {"program_type": ["residency"], "degree": ["none"]}
    assert page.locator(".card").count() == without_degree
    assert page.evaluate("window.sameDocument")


def test_the_count_is_announced(page):
    page.goto("/programs/")

    box(page, "program_type", "grant").check()

    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ programs$"))


def test_a_chip_takes_its_filter_back(page):
    page.goto("/programs/?program_type=residency&q=google")
    before = count(page)

    page.get_by_role("link", name="Remove Search: “google”").click()

    expect(page).to_have_url(re.compile(r"\?program_type=residency$"))
    settled(page)
    assert count(page) > before
    assert page.locator("#q").input_value() == ""


def test_search_then_open_a_program_and_come_back(page):
    page.goto("/programs/")
    page.locator("#q").fill("insight data engineering")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page).to_have_url(re.compile("q=insight"))
    settled(page)
    found = page.locator("h1").inner_text()

    page.locator(".card h2 a").first.click()
    expect(page.locator("h1")).to_have_text("Insight Data Engineering Fellows Program")
    page.go_back()

    expect(page.locator("h1")).to_have_text(found)
    assert page.locator("#q").input_value() == "insight data engineering"


def test_back_and_forward_follow_the_filters(page):
    page.goto("/programs/")
    everything = page.locator("h1").inner_text()
    box(page, "degree", "phd").check()
    expect(page).to_have_url(re.compile("degree=phd"))
    settled(page)
    narrowed = page.locator("h1").inner_text()

    page.go_back()
    expect(page.locator("h1")).to_have_text(everything)
    expect(box(page, "degree", "phd")).not_to_be_checked()
    page.go_forward()

    expect(page.locator("h1")).to_have_text(narrowed)
    expect(box(page, "degree", "phd")).to_be_checked()


def test_focus_and_open_facets_survive_a_change(page):
    page.goto("/programs/")
    page.locator("[data-key=cost] > summary").click()
    page.locator("[data-key=degree] > summary").click()

    box(page, "cost", "free").check()
    expect(page).to_have_url(re.compile("cost=free"))
    settled(page)

    expect(box(page, "cost", "free")).to_be_focused()
    assert page.locator("[data-key=cost]").get_attribute("open") is not None
    assert page.locator("[data-key=degree]").get_attribute("open") is None


def test_sorting_and_length_leave_no_blank_parameters(page):
    page.goto("/programs/?degree=none")
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    settled(page)

    page.locator("[data-key=max_weeks] > summary").click()
    page.get_by_label("At most").fill("8")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("max_weeks=8"))

    assert asked(page) == {"degree": ["none"], "sort": ["name"], "max_weeks": ["8"]}


def test_the_next_page_begins_at_its_top(page):
    page.goto("/programs/")
    first = page.locator(".card h2").first.inner_text()

    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"\?page=2$"))
    settled(page)

    assert page.locator(".card h2").first.inner_text() != first
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator("h1")).to_be_focused()


def test_a_degree_is_picked_in_place(page):
    page.goto("/programs/")
    page.evaluate("window.sameDocument = true")
    accepting, silent = offered(page, "have", "bachelor"), offered(page, "have", "unstated")
    expect(box(page, "have", "unstated")).to_be_disabled()

    page.get_by_role("group", name="Your highest degree").get_by_label("Bachelor’s degree").check()
    expect(page.locator("h1")).to_have_text(f"{accepting} programs")
    expect(box(page, "have", "bachelor")).to_be_focused()
    box(page, "have", "unstated").check()
    expect(page.locator("h1")).to_have_text(f"{accepting + silent} programs")

    assert asked(page) == {"have": ["bachelor", "unstated"]}
    assert page.evaluate("window.sameDocument")


def test_quick_changes_end_with_the_last_one(page):
    page.goto("/programs/")

    for value in ("residency", "grant", "fellowship"):
        box(page, "program_type", value).check()
    expect(page).to_have_url(re.compile("fellowship"))
    settled(page)

    assert set(asked(page)["program_type"]) == {"residency", "grant", "fellowship"}
    assert page.locator(".chip").count() == 3


def test_a_failed_fetch_becomes_an_ordinary_visit(page):
    page.goto("/programs/")
    page.evaluate("() => { window.fetch = async () => { throw new Error('offline') } }")

    box(page, "degree", "phd").check()

    expect(page).to_have_url(re.compile("degree=phd"))
    expect(box(page, "degree", "phd")).to_be_checked()
    expect(page.locator(".chip")).to_have_count(1)


def test_the_skip_link_stays_on_the_page(page):
    page.goto("/programs/")
    requests = []
    page.on("request", lambda request: requests.append(request.resource_type))

    page.get_by_role("link", name="Skip to the results").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#results")).to_be_focused()
    page.wait_for_timeout(200)
    assert not {"document", "fetch"} & set(requests)


# --- Keyboard only ---------------------------------------------------------------------------


def test_keyboard_alone_filters_and_opens_a_program(page):
    page.goto("/programs/")
    tab_to(page, box(page, "degree", "phd"))
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("degree=phd"))
    settled(page)
    expect(box(page, "degree", "phd")).to_be_focused()

    tab_to(page, page.locator(".chip"))
    tab_to(page, page.locator(".card h2 a").first)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/programs/[a-z0-9-]+/$"))


def test_the_arrow_keys_move_along_the_degrees(page):
    page.goto("/programs/")
    everything = count(page)
    tab_to(page, box(page, "have", ""))

    for value in ("none", "bachelor"):
        page.keyboard.press("ArrowDown")
        expect(page).to_have_url(re.compile(f"have={value}$"))
        settled(page)
        expect(box(page, "have", value)).to_be_checked()
        expect(box(page, "have", value)).to_be_focused()
    page.keyboard.press("Tab")
    expect(box(page, "have", "unstated")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    for _ in range(2):
        page.keyboard.press("ArrowUp")

    expect(page.locator("h1")).to_have_text(f"{everything} programs")
    expect(box(page, "have", "")).to_be_focused()
    assert asked(page) == {}


def test_keyboard_focus_is_seen(page):
    page.goto("/programs/?degree=phd&have=phd")
    targets = [page.locator("#q"), box(page, "degree", "none"), box(page, "have", "phd")]

    for target in [*targets, page.locator(".chip").first]:
        tab_to(page, target)
        assert target.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"

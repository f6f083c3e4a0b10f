"""Programs side by side: how they look, and how they are moved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.comparing import KEY, MANY, SLUGS, address, columns, header, store
from tests.browser.looks import looked_at

STATES = {
    "empty": [],
    "one": SLUGS[:1],
    "three": SLUGS,
    "twelve": MANY,
    "told": [*SLUGS, "nothing", "google", *MANY, "mit"],
}


# --- Order -----------------------------------------------------------------------------------


def move(page: Page, name: str, side: str):
    return page.get_by_role("link", name=f"Move {side} {name}", exact=True)


def test_a_column_moves_by_keyboard_and_goes_on_from_where_it_is(page):
    page.goto(address(SLUGS))
    first, second, third = columns(page)

    move(page, first, "right").press("Enter")
    page.wait_for_url("**/compare/?*#at-*")
    assert columns(page) == [second, first, third]
    expect(page.get_by_role("link", name=first, exact=True)).to_be_focused()
    for _ in range(4):  # Official page, take out, left, right.
        page.keyboard.press("Tab")
    expect(move(page, first, "right")).to_be_focused()
    page.keyboard.press("Enter")
    expect(move(page, first, "right")).to_have_count(0)

    assert columns(page) == [second, third, first]
    page.reload()
    assert columns(page) == [second, third, first]


def test_columns_move_without_scripts(plain_page):
    plain_page.goto(address(SLUGS, only="differs"))
    first, second, third = columns(plain_page)

    move(plain_page, third, "left").click()
    plain_page.wait_for_url("**#at-*")

    assert columns(plain_page) == [first, third, second]
    expect(plain_page.get_by_role("link", name="Show all lines")).to_be_visible()


def test_my_own_shortlist_keeps_the_new_order(page):
    store(page, " ".join(SLUGS))
    page.goto(address(SLUGS))
    names = columns(page)
    move(page, names[2], "left").click()
    page.wait_for_url("**#at-*")

    page.goto("/about/")
    header(page).click()

    assert columns(page) == [names[0], names[2], names[1]]


def test_the_order_of_another_list_is_not_mine(page):
    store(page, " ".join(SLUGS[:2]))
    page.goto(address(SLUGS))
    move(page, columns(page)[2], "left").click()
    page.wait_for_url("**#at-*")

    assert page.evaluate("key => localStorage.getItem(key)", KEY) == " ".join(SLUGS[:2])


def test_on_a_phone_programs_move_up_and_down(phone_page):
    phone_page.goto(address(SLUGS))
    names = columns(phone_page)

    move(phone_page, names[0], "down").tap()
    phone_page.wait_for_url("**#at-*")

    assert columns(phone_page) == [names[1], names[0], names[2]]
    expect(move(phone_page, names[0], "up")).to_be_visible()


# --- How it looks ----------------------------------------------------------------------------


@looked_at({name: address(slugs) for name, slugs in reversed(STATES.items())})
def test_it_is_accessible(request, axe, look, address):
    page = request.getfixturevalue(look)
    store(page, MANY[4])
    page.goto(address)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("slugs", [SLUGS, MANY], ids=["few", "many"])
def test_names_and_facts_stay_in_view(page, slugs):
    page.goto(address(slugs))
    name = page.locator(".compare__name").nth(len(slugs) - 1)
    row = page.get_by_role("rowheader", name=re.compile("^Format"))
    table = page.locator(".compare__table")
    table.hover()
    page.mouse.wheel(5000, 0)
    row.locator("xpath=../following-sibling::tr[3]").scroll_into_view_if_needed()
    table.evaluate("node => node.scrollLeft = 5000")
    expect(name).to_be_in_viewport(ratio=1)
    expect(row).to_be_in_viewport(ratio=1)
    assert name.bounding_box()["y"] < row.bounding_box()["y"]


def test_the_table_scrolls_by_keyboard(page):
    page.goto(address(MANY))
    region = page.get_by_role("region", name="Comparison")
    region.focus()
    page.keyboard.press("ArrowRight")

    expect(page.locator(".compare__table")).not_to_have_js_property("scrollLeft", 0)


def test_a_phone_reads_it_fact_by_fact(phone_page):
    phone_page.goto(address(SLUGS[:2]))

    differing = phone_page.locator("tr", has=phone_page.get_by_role("rowheader", name="Type"))
    expect(differing.locator(".compare__of").first).to_have_text("Anthropic Fellows Program")
    assert differing.locator("td:visible").count() == 2
    same = phone_page.locator("tr", has=phone_page.get_by_role("rowheader", name="Age", exact=True))
    assert same.locator("td:visible").all_inner_texts() == ["All of them\nDoesn’t say"]
    boxes = [cell.bounding_box() for cell in differing.locator("td").all()]
    assert boxes[0]["x"] == boxes[1]["x"]


@pytest.mark.parametrize("at", ["/programs/", f"/programs/{SLUGS[0]}/", address(SLUGS)])
def test_what_is_tapped_is_large_enough(phone_page, at):
    phone_page.goto(at)

    targets = phone_page.locator(".star, .compare__deeds a, .compare__tools > *, [data-shortlist]")
    sizes = [one.bounding_box() for one in targets.all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24

"""What the tests of “Find my path” read from it."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

KEY = "careerpaths.answers"
PRIVATE = {"age", "residence", "citizenships", "sponsor", "pays", "income"}
LINKED = "/match/#degree=none&studying=no&programming=working"
STATES = {
    "answered": "/match/?degree=bachelor&studying=no&research=no&reach=anywhere&hours=40",
    "nothing answered": "/match/",
    "one group": "/match/?degree=none&group=not_for_you&page=2",
    "a student": "/match/?studying=phd&graduates_on=2027-06",
    "nonsense": "/match/?degree=nonsense&graduates_on=soon&group=x",
}


def box(page: Page, name: str, value: str):
    return page.locator(f'input[name="{name}"][value="{value}"]')


def counts(page: Page) -> list[int]:
    """How many programs each of the five groups has, once the page has come in."""
    page.wait_for_load_state("domcontentloaded")
    expect(page.locator(".tally b")).to_have_count(5)
    return [int(text) for text in page.locator(".tally b").all_inner_texts()]


def settled(page: Page, *in_address: str) -> None:
    """Wait until the address has these words, and no answer is on its way."""
    for text in in_address:
        expect(page).to_have_url(re.compile(re.escape(text)))
    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.locator("[data-swap=results]:not([aria-busy])")).to_have_count(1)


def answer(page: Page, name: str, value: str) -> None:
    """Pick an answer, and wait until the results have it."""
    with page.expect_response("**/match/"):
        box(page, name, value).check()
    settled(page, *([] if name in PRIVATE else [f"{name}={value}"]))


def kept(page: Page) -> dict[str, list[str]]:
    """What this tab remembers."""
    return parse_qs(page.evaluate(f"sessionStorage.getItem('{KEY}')") or "")


def in_fragment(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).fragment)

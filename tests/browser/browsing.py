"""What the tests of the browse page read from it."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect


def count(page: Page) -> int:
    """The number in the heading."""
    return int(page.locator("h1").inner_text().split()[0])


def box(page: Page, name: str, value: str):
    return page.locator(f'input[name="{name}"][value="{value}"]')


def offered(page: Page, name: str, value: str) -> int:
    """The number beside a value."""
    return int(page.locator("label", has=box(page, name, value)).locator("span").inner_text())


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def settled(page: Page) -> None:
    """Wait until no answer is on its way."""
    expect(page.locator("[data-swap=results]:not([aria-busy])")).to_have_count(1)


def tab_to(page: Page, target) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the Tab key does not get there")

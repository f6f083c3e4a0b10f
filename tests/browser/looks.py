"""Which pages are looked at, and in which looks."""

import pytest
from playwright.sync_api import Page

LOOKS = ["page", "dark_phone_page"]
"""The fixtures that together have all that colors and widths can make of a page."""

ALIKE = ":is(.results, .fits) > li:nth-child(n+5)"
"""Of a long list what looks as what stands before it: once looked at, it needs no second look."""

CONTENT_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How many pixels of a page are beside its window."""

PAGES = [
    pytest.param("/", id="home"),
    pytest.param("/programs/anthropic-fellows/", id="program"),
    pytest.param("/programs/google-ai-residency/", id="closed-program"),
    pytest.param("/programs/microsoft-research-phd-fellowship-africa/", id="long-name"),
    pytest.param("/organizations/google/", id="organization"),
    pytest.param("/deadlines/", id="deadlines"),
    pytest.param("/landscape/", id="landscape"),
    pytest.param("/lists/", id="lists"),
    pytest.param("/lists/residencies/", id="list-by-type"),
    pytest.param("/changes/", id="changes"),
    pytest.param("/programs/anthropic-fellows/changes/", id="changes-of-one"),
    pytest.param("/match/", id="match"),
    pytest.param("/guides/", id="guides"),
    pytest.param("/guides/residencies/", id="guide"),
    pytest.param("/about/", id="about"),
    pytest.param("/about/columns/", id="columns"),
    pytest.param("/api/v1/", id="api"),
    pytest.param("/compare/?p=anthropic-fellows&p=google-ai-residency", id="comparison"),
    pytest.param("/nowhere/", id="not-found"),
]
"""Every kind of public page but the list, which has tests of its own."""


def looked_at(states: dict[str, str]) -> pytest.MarkDecorator:
    """Give a test `look` and `address`: the first state in every look, the others in one.

    States of one page have the same parts, and so the same colors: what is ALIKE in them may be
    left out then.
    """
    first, *others = states.items()
    every = [(look, *first) for look in LOOKS] + [(LOOKS[0], *one) for one in others]
    return pytest.mark.parametrize(
        ("look", "address"),
        [pytest.param(look, address, id=f"{look}-{name}") for look, name, address in every],
    )


def fits(page: Page) -> bool:
    """Return whether nothing of the page is beside its window."""
    return page.evaluate(CONTENT_EDGE) == 0

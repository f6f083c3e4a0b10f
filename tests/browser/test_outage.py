"""What people see while the database is gone."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import CONTENT_EDGE, LOOKS

SEEN = ["/", "/programs/", "/programs/anthropic-fellows/"]
NOTICE = "Our database does not answer at the moment. This page is as of"


@contextmanager
def gone(site, page: Page) -> Iterator[None]:
    """Take the database of the site away, and wait until it is known to be back."""
    home = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///")).parent
    away = home.rename(home.with_name("away"))
    try:
        yield
    finally:
        away.rename(home)
        until = time.monotonic() + 30
        while page.goto("/about/") and page.get_by_text(NOTICE).count():
            assert time.monotonic() < until


@pytest.mark.parametrize("look", LOOKS)
def test_a_page_says_how_old_it_is_and_stays_accessible(request, site, axe, look):
    page = request.getfixturevalue(look)
    for address in SEEN:
        page.goto(address)

    with gone(site, page):
        for address in SEEN:
            page.goto(address)
            expect(page.locator("main > .outage")).to_contain_text(NOTICE)
            assert axe(page) == []
            assert page.evaluate(CONTENT_EDGE) == 0
        answer = page.goto("/programs/openai-residency/report/")
        assert answer.status == 503
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("moment"))
        assert axe(page) == []
        assert page.evaluate(CONTENT_EDGE) == 0

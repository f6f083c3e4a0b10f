"""Which pages are looked at, and how often."""

import pytest

each_look_once = pytest.mark.sqlite
"""Run on one database only: Chromium takes longest of all."""

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

"""What a person finds on the browse page."""

import re
from html import unescape

from django.test import Client
from django.utils.html import strip_tags

SHARED = "public, max-age=0, stale-if-error=86400"
"""What caches are told of a public page."""


def get(client: Client, query: str = "") -> str:
    """The page of a query string, as HTML."""
    response = client.get("/programs/", query_params=None, QUERY_STRING=query)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What a person reads, spaces evened out."""
    main = re.sub(r"</?(a|span)\b[^>]*>", "", html[html.index("<main") :])
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def headings(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<h1[^>]*>(.*?)</h1>", html)]


def listed(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'<h2><a href="[^"]+">(.*?)</a></h2>', html)]


def link(html: str, text: str) -> str:
    """The address of the link with this text."""
    for address, inside in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL):
        if text in unescape(strip_tags(inside)):
            return unescape(address)
    raise AssertionError(f"no link says {text!r}")


def follow(client: Client, html: str, text: str) -> str:
    """The page that the link with this text leads to; it stays in the list."""
    return get(client, link(html, text).removeprefix("?"))


def boxes(html: str, name: str, kind: str = "checkbox") -> dict[str, tuple[str, str]]:
    """Value → (checked, disabled or empty; count, blank if none) of the inputs of a facet."""
    found = re.findall(
        rf'<input type="{kind}" name="{name}" value="([^"]*)"( checked| disabled)?>'
        r"[^<]*(?:<span>(\d+)</span>)?",
        html,
    )
    return {value: (state.strip(), count) for value, state, count in found}

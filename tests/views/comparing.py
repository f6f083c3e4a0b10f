"""What a person finds on a comparison."""

import re
from html import unescape

from django.test import Client


def get(client: Client, *slugs: str, extra: str = "") -> str:
    query = "&".join(["&".join(f"p={slug}" for slug in slugs), extra]).strip("&")
    answer = client.get("/compare/", QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(html: str) -> list[str]:
    """The names over the columns."""
    found = re.findall(r'class="compare__name" [^>]+>(.*?)</a>', html)
    return [unescape(name) for name in found]


def shown_rows(html: str) -> list[tuple[str, bool, list[str]]]:
    """Label, whether it is marked, and what is read in each cell."""
    found = re.findall(
        r'<tr role="row"( data-differs)?>\s*(<th role="rowheader".*?)</tr>', html, re.S
    )
    rows = []
    for marked, row in found:
        label = re.search(r'scope="row">([^<]+)', row)[1].strip()
        assert ("differs" in re.sub(r"<td.*", "", row, flags=re.S)) is bool(marked)
        cells = re.findall(r'</span> <span(?: class="unsaid")?>(.*?)</span></td>', row, re.S)
        rows.append((label, bool(marked), [re.sub(r"<[^>]+>", "", cell) for cell in cells]))
    return rows

"""What a list is taken along as, asked for and read back by parsers that are not ours."""

import csv
import io
import json
import re
from html import unescape

import feedparser
import icalendar
import vobject
from django.test import Client

from tests.views.reading import get

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "atom": "application/atom+xml; charset=utf-8",
}


def asked(client: Client, name: str, query: str = "", **headers: str):
    return client.get(f"/programs.{name}", QUERY_STRING=query, headers=headers)


def content(client: Client, name: str, query: str = "") -> bytes:
    answer = asked(client, name, query)
    assert answer.status_code == 200
    return answer.getvalue()


def slug_of(address: str) -> str:
    return re.fullmatch(r"http://testserver/programs/([^/]+)/", address)[1]


def in_page(client: Client, query: str) -> list[str]:
    """Return the slugs of all pages of the list."""
    slugs, number = [], 1
    while True:
        html = get(client, f"{query}&page={number}")
        slugs += re.findall(r'<h2><a href="/programs/([^"/]+)/">', html)
        if 'rel="next"' not in html:
            return slugs
        number += 1


def in_csv(client: Client, query: str) -> list[str]:
    return [
        row["slug"] for row in csv.DictReader(io.StringIO(content(client, "csv", query).decode()))
    ]


def in_json(client: Client, query: str = "") -> dict:
    return json.loads(content(client, "json", query))


def in_ics(client: Client, query: str) -> list[str]:
    """Return the slug of each event's program, read by two parsers."""
    data = content(client, "ics", query)
    found = [slug_of(str(event["URL"])) for event in icalendar.Calendar.from_ical(data).events]
    other = vobject.readOne(data.decode()).contents.get("vevent", [])
    assert [slug_of(event.url.value) for event in other] == found
    return found


def in_atom(client: Client, query: str) -> set[str]:
    read = feedparser.parse(content(client, "atom", query))
    assert not read.bozo, read.bozo_exception
    own = [entry for entry in read.entries if "in one go" not in entry.title]
    links = [entry.link for entry in own]
    links += [
        unescape(address)
        for entry in read.entries
        for address in re.findall(r'<a href="([^"]+)"', entry.summary)
    ]
    return {slug_of(link) for link in links}

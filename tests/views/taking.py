"""What a list is taken along as, asked for and read back by parsers that are not ours."""

import csv
import io
import json
import re
from html import unescape
from xml.etree import ElementTree

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


def in_atom(client: Client, query: str = "") -> list[str]:
    """Return the slug of each entry's program."""
    return [slug_of(entry.link) for entry in entries_of(content(client, "atom", query))]


def in_changes(client: Client, query: str = "") -> set[str]:
    """Return the slugs of the programs that the feed of what changed names."""
    entries = entries_of(client.get("/changes.atom", QUERY_STRING=query).content)
    links = [one.link for one in entries if "in one go" not in one.title]
    named = re.compile(r'<a href="([^"]+/programs/[^"]+)"')
    links += [unescape(one) for entry in entries for one in named.findall(entry.summary)]
    return {slug_of(link) for link in links}


def entries_of(data: bytes) -> list[feedparser.FeedParserDict]:
    """Return the entries of a feed, which two parsers can read."""
    assert ElementTree.fromstring(data).tag == "{http://www.w3.org/2005/Atom}feed"
    read = feedparser.parse(data)
    assert not read.bozo, read.bozo_exception
    return read.entries

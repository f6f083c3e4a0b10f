"""Atom (RFC 4287) for feed readers: what changed, or the programs of a list. No clock."""

import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

from programs.presentation.news import Entry, Latest
from programs.presentation.sourcing import day_words

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_SINCE = "2026"
"""A year in which the site's host was ours: a tag URI (RFC 4151) needs one."""
# XML 1.0 has no way to write them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Item = dict[str, Any]
"""An entry of a feed, as Django's generator takes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a feed says of itself.

    `page` is the whole address of the page that says the same, `path` that of the feed on the site,
    and `query` what chooses its programs. `updated` is when the newest of its entries was.
    `absolute` makes a whole address of a path.
    """

    title: str
    subtitle: str
    page: str
    path: str
    query: str
    updated: datetime.datetime
    absolute: Callable[[str], str]

    @property
    def address(self) -> str:
        return self.absolute(self.with_query(self.path))

    def with_query(self, path: str) -> str:
        return f"{path}?{self.query}" if self.query else path

    def tag(self, name: str) -> str:
        """Return the id of what the site calls so."""
        return f"tag:{urlsplit(self.address).hostname},{_SINCE}:{name}"


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime.datetime:
        return self.feed["newest"]


def changes_feed(entries: Iterable[Entry], head: Head) -> str:
    """Return the feed of these entries, which come the newest first.

    The id of an entry follows from the ledger alone, so that it is the same in every feed and at
    every time; a group's id names the query too, since the group is of its programs.
    """
    return "".join(_written(head, [[_change(one, head) for one in entries]]))


def programs_feed(parts: Iterable[Iterable[Latest]], head: Head) -> Iterator[str]:
    """Yield the feed of these programs, in their order, part by part.

    The id of an entry is the program's for good: neither an edit nor another slug makes it new.
    """
    return _written(head, ((_program(one, head) for one in part) for part in parts))


def _written(head: Head, parts: Iterable[Iterable[Item]]) -> Iterator[str]:
    feed = _Feed(
        title=_plain(head.title),
        link=head.page,
        description=None,
        subtitle=_plain(head.subtitle),
        feed_url=head.address,
        feed_guid=head.tag(head.with_query(head.path.strip("/"))),
        author_name="Careerpaths",
        language="en",
        newest=head.updated,
    )
    stream = io.StringIO()
    xml = SimplerXMLGenerator(stream, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("feed", feed.root_attributes())
    feed.add_root_elements(xml)
    for part in parts:
        for item in part:
            feed.add_item(**item)
        feed.write_items(xml)
        feed.items.clear()
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    xml.endElement("feed")
    yield stream.getvalue()


def _change(entry: Entry, head: Head) -> Item:
    if entry.is_group:
        address = head.absolute(head.with_query(reverse("programs:moment", args=[entry.moment])))
        key, body = head.with_query(entry.key), _group(entry, address, head)
    else:
        address = head.absolute(entry.programs[0].get_absolute_url())
        key, body = entry.key, _list(entry.sentences)
    return _item(entry.title, address, body, head.tag(f"changes/{key}"), entry.at, entry.at)


def _group(entry: Entry, address: str, head: Head) -> SafeString:
    link = partial(format_html, '<a href="{}">{}</a>')
    named = ((link(head.absolute(one.get_absolute_url()), one.name),) for one in entry.programs)
    more = format_html(" and {}", link(address, f"{entry.more:,} more")) if entry.more else ""
    return format_html("<p>{}{}</p>", format_html_join(", ", "{}", named), more)


def _program(one: Latest, head: Head) -> Item:
    program, news = one.program, one.news
    day = day_words(timezone.localtime(news.at).date())
    if news.is_added:
        told = format_html("<p>Added on {}.</p>", day)
    else:
        told = format_html("<p>Changed last on {}:</p>{}", day, _list(news.sentences))
    return _item(
        program.name,
        head.absolute(program.get_absolute_url()),
        format_html("<p>{}</p>{}", program.summary, told) if program.summary else told,
        head.tag(f"programs/{program.pk}"),
        one.added_at,
        news.at,
    )


def _list(sentences: Iterable[str]) -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((one,) for one in sentences))
    return format_html("<ul>{}</ul>", lines)


def _item(
    title: str,
    link: str,
    body: SafeString,
    key: str,
    published: datetime.datetime,
    updated: datetime.datetime,
) -> Item:
    return {
        "title": _plain(title),
        "link": link,
        "description": _plain(body),
        "unique_id": key,
        "pubdate": published,
        "updateddate": updated,
    }


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)

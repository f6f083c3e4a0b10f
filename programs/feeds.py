"""Entries of what changed as Atom (RFC 4287), for feed readers. Nothing reads the clock."""

import datetime
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programs.presentation.news import Entry

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_SINCE = "2026"
"""A year in which the site's host was ours: a tag URI (RFC 4151) needs one."""
# XML 1.0 has no way to write them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Absolute = Callable[[str], str]
"""A function from a path of the site to a whole address."""


class _Feed(Atom1Feed):
    """A feed without entries is as old as it says, not as the clock says."""

    def latest_post_date(self) -> datetime.datetime:
        return self.items[0]["updateddate"] if self.items else self.feed["empty_since"]


def atom(
    entries: Iterable[Entry],
    *,
    title: str,
    subtitle: str,
    page: str,
    path: str,
    query: str,
    day: datetime.date,
    absolute: Absolute,
) -> str:
    """Return the feed of these entries, which come the newest first.

    `page` is the whole address of the page that says the same, `path` that of the feed on the site,
    and `query` what chooses its programs: entries about several programs count those of the query.
    The id of an entry follows from the ledger alone, so that it is the same in every feed and at
    every time; a group's id names the query too, since the group is of its programs.
    """
    address = absolute(f"{path}?{query}" if query else path)
    host = urlsplit(address).hostname
    feed = _Feed(
        title=_plain(title),
        link=page,
        description=None,
        subtitle=_plain(subtitle),
        feed_url=address,
        feed_guid=f"tag:{host},{_SINCE}:{path.strip('/')}{f'?{query}' if query else ''}",
        author_name="Careerpaths",
        language="en",
        empty_since=datetime.datetime.combine(day, datetime.time(), datetime.UTC),
    )
    for entry in entries:
        of_group = f"?{query}" if query and entry.is_group else ""
        feed.add_item(
            title=_plain(entry.title),
            link=page if entry.is_group else absolute(entry.programs[0].get_absolute_url()),
            description=_plain(_body(entry, absolute)),
            unique_id=f"tag:{host},{_SINCE}:changes/{entry.key}{of_group}",
            pubdate=entry.at,
            updateddate=entry.at,
        )
    return feed.writeString("utf-8")


def _body(entry: Entry, absolute: Absolute) -> SafeString:
    if not entry.is_group:
        lines = format_html_join("", "<li>{}</li>", ((one,) for one in entry.sentences))
        return format_html("<ul>{}</ul>", lines)
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((absolute(one.get_absolute_url()), one.name) for one in entry.programs),
    )
    return format_html("<p>{}{}</p>", links, f" and {entry.more:,} more" if entry.more else "")


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)

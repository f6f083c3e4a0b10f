"""The list of programs to take along: as a table, data, a calendar and a feed."""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import add
from typing import Any, NamedTuple

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from programs.calendars import calendar_parts
from programs.catalogue import Listing
from programs.exports import csv_parts, read_shown
from programs.feeds import MEDIA_TYPE, Head, programs_feed
from programs.filters import ProgramFilter
from programs.ledger.told import read_moments
from programs.presentation.news import read_latest
from programs.presentation.program_json import programs_json
from programs.views import browse_parts as parts
from programs.views.public import public_file
from programs.views.sheltered import NOTICE

_CHUNK = 1_000
_NOTICED = 2_000
_ATOM = "application/atom+xml"
_ABOUT = (
    "null and [] mean that the sources don’t say: never no, none or zero. The names are explained "
    "at the address of “columns”."
)


class Format(NamedTuple):
    """A way to take a list along."""

    name: str
    words: str
    told: str
    media_type: str
    address: str


def formats(query: str) -> list[Format]:
    """Return what the list of a query can be taken along as."""
    kinds = (
        ("csv", "programs_csv", "Spreadsheet", "every fact, as CSV", "text/csv"),
        ("ics", "programs_ics", "Calendar", "the deadlines, to subscribe to", "text/calendar"),
        ("atom", "programs_atom", "Feed of programs", "each with its last change", _ATOM),
        ("changes", "changes_atom", "Feed of changes", "all of them, closings too", _ATOM),
        ("json", "programs_json", "Data", "every fact, as JSON", "application/json"),
    )
    return [
        Format(name, words, told, media_type, address_of(view, query))
        for name, view, words, told, media_type in kinds
    ]


def address_of(name: str, query: str) -> str:
    """Return the path of a page that takes the query language, with a query."""
    return reverse(f"programs:{name}") + (f"?{query}" if query else "")


@public_file
def programs_csv(request: HttpRequest) -> HttpResponseBase:
    """Give all programs of the query in the columns that the import reads."""
    listing = Listing.of(request.GET, request.catalogue)
    disposition = 'attachment; filename="programs.csv"'
    answer = sent(csv_parts(ids_of(listing)), "text/csv; charset=utf-8", listing.asked)
    answer.headers["Content-Disposition"] = disposition
    return answer


@public_file
def programs_json_file(request: HttpRequest) -> HttpResponseBase:
    """Give all programs of the query as one JSON object."""
    listing = Listing.of(request.GET, request.catalogue)
    return sent(_json(request, listing), "application/json", listing.asked)


@public_file
def programs_ics(request: HttpRequest) -> HttpResponseBase:
    """Give the deadlines of all programs of the query."""
    listing = Listing.of(request.GET, request.catalogue)
    page = request.build_absolute_uri(address_of("programs", listing.asked.query()))
    about = [
        f"Deadlines of programs listed at {page}.",
        "Programs that state no month are not in it. What is only expected says so.",
        *(one.sentence for one in listing.asked.ignored),
    ]
    found = calendar_parts(
        ids_of(listing),
        listing.snapshot.day,
        name=f"Deadlines · {parts.in_words(listing.asked) or 'All programs'}",
        about=" ".join(about),
        address=page,
        host=request.get_host(),
        absolute=whole(request),
    )
    answer = sent(found, "text/calendar; charset=utf-8", listing.asked)
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return answer


@public_file
def programs_atom(request: HttpRequest) -> HttpResponseBase:
    """Give all programs of the query as a feed, each with what was told of it last."""
    listing = Listing.of(request.GET, request.catalogue)
    return sent(_atom(request, listing), MEDIA_TYPE, listing.asked)


def _atom(request: HttpRequest, listing: Listing) -> Iterator[str]:
    asked = listing.asked
    query = asked.query()
    words = parts.in_words(asked)
    told = ["Each program with what changed last.", *(one.sentence for one in asked.ignored)]
    head = head_of(
        request,
        title=f"Programs · {words}" if words else "All programs",
        subtitle=" ".join(told),
        page=address_of("programs", query),
        query=query,
        newest=next((moment[0].at for moment in read_moments(listing.matching(), limit=1)), None),
    )
    yield from programs_feed(read_latest(ids_of(listing)), head)


def head_of(
    request: HttpRequest,
    *,
    title: str,
    subtitle: str,
    page: str,
    query: str,
    newest: datetime.datetime | None,
) -> Head:
    """Return what the feed at the address of the request says of itself.

    `page` is a path. A feed without entries (`newest` is None) is as old as the day.
    """
    absolute = whole(request)
    midnight = datetime.datetime.combine(request.catalogue.day, datetime.time(), datetime.UTC)
    return Head(
        title=title,
        subtitle=subtitle,
        page=absolute(page),
        path=request.path,
        query=query,
        updated=newest or midnight,
        absolute=absolute,
    )


def ids_of(listing: Listing) -> Iterator[int]:
    """Yield the ids of all programs of a list, in its order."""
    for start in range(0, len(listing), _CHUNK):
        yield from listing[start : start + _CHUNK]


def whole(request: HttpRequest) -> Callable[[str], str]:
    """Return what makes whole addresses of the site's paths, quicker than the request does."""
    return partial(add, request.build_absolute_uri("/").removesuffix("/"))


def sent(content: Iterable[str | bytes], media_type: str, asked: ProgramFilter) -> HttpResponseBase:
    """Return the answer, which is made while it is sent."""
    answer = StreamingHttpResponse(content, content_type=media_type)
    return noticed(answer, [one.sentence for one in asked.ignored])


def noticed(answer: HttpResponseBase, sentences: Iterable[str]) -> HttpResponseBase:
    """Return the answer with a header that says these sentences, if there are any."""
    told = " ".join(sentences)
    if told:
        plain = told.replace("“", '"').replace("”", '"').replace("’", "'")
        # Servers in front refuse answers with endless headers.
        answer.headers[NOTICE] = plain.encode("ascii", "backslashreplace").decode()[:_NOTICED]
    return answer


def _json(request: HttpRequest, listing: Listing) -> Iterator[str]:
    """Yield the object part by part: what it is about, then the programs."""
    asked, absolute = listing.asked, whole(request)
    query = asked.query()
    head: dict[str, Any] = {
        "title": parts.in_words(asked) or "All programs",
        "about": _ABOUT,
        "query": asked.applied,
        "sort": str(asked.sort_order),
        "ignored": [one.sentence for one in asked.ignored],
        "day": listing.snapshot.day.isoformat(),
        "count": len(listing),
        "links": {
            "page": absolute(address_of("programs", query)),
            **{one.name: absolute(one.address) for one in formats(query)},
            "columns": absolute(reverse("programs:columns")),
        },
    }
    yield _text(head)[:-1] + ', "programs": ['
    between = "\n"
    for states in read_shown(ids_of(listing)):
        for program in programs_json(states, listing.snapshot, absolute):
            yield between + _text(program)
            between = ",\n"
    yield "\n]}\n"


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)

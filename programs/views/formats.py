"""The list of programs to take along: what an address finds, as a table, data and a calendar."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import add
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from programs.calendars import calendar_parts
from programs.catalogue import Listing
from programs.exports import csv_parts, read_shown
from programs.filters import ProgramFilter
from programs.presentation.program_json import programs_json
from programs.views import browse_parts as parts
from programs.views.public import public_file

_CHUNK = 1_000
NOTICE = "X-Notice"
"""The header that says what was left out of an address, as pages do, in ASCII."""

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
        ("csv", "Spreadsheet", "every fact, as CSV", "text/csv"),
        ("ics", "Calendar", "the deadlines, to subscribe to", "text/calendar"),
        ("atom", "Feed", "what changes, to follow", "application/atom+xml"),
        ("json", "Data", "every fact, as JSON", "application/json"),
    )
    return [
        Format(name, words, told, media_type, address_of(f"programs_{name}", query))
        for name, words, told, media_type in kinds
    ]


def address_of(name: str, query: str) -> str:
    """Return the path of a page that takes the query language, with a query."""
    return reverse(f"programs:{name}") + (f"?{query}" if query else "")


@public_file
def programs_csv(request: HttpRequest) -> HttpResponseBase:
    """Give all programs of the query in the columns that the import reads."""
    listing = Listing.of(request.GET, request.catalogue)
    disposition = 'attachment; filename="programs.csv"'
    answer = sent(request, csv_parts(ids_of(listing)), "text/csv; charset=utf-8", listing.asked)
    answer.headers["Content-Disposition"] = disposition
    return answer


@public_file
def programs_json_file(request: HttpRequest) -> HttpResponseBase:
    """Give all programs of the query as one JSON object."""
    listing = Listing.of(request.GET, request.catalogue)
    return sent(request, _json(request, listing), "application/json", listing.asked)


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
    answer = sent(request, found, "text/calendar; charset=utf-8", listing.asked)
    answer.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return answer


def ids_of(listing: Listing) -> Iterator[int]:
    """Yield the ids of all programs of a list, in its order."""
    for start in range(0, len(listing), _CHUNK):
        yield from listing[start : start + _CHUNK]


def whole(request: HttpRequest) -> Callable[[str], str]:
    """Return what makes whole addresses of the site's paths, quicker than the request does."""
    return partial(add, request.build_absolute_uri("/").removesuffix("/"))


def sent(
    request: HttpRequest, content: Iterable[str | bytes], media_type: str, asked: ProgramFilter
) -> HttpResponseBase:
    """Return the answer, which is made while it is sent; who asks for its head alone gets that."""
    if request.method == "HEAD":
        answer: HttpResponseBase = HttpResponse(content_type=media_type)
    else:
        answer = StreamingHttpResponse(content, content_type=media_type)
    return noticed(answer, asked)


def noticed(answer: HttpResponseBase, asked: ProgramFilter) -> HttpResponseBase:
    """Return the answer with a header that tells what was ignored, if anything was."""
    if asked.ignored:
        told = " ".join(one.sentence for one in asked.ignored)
        plain = told.replace("“", '"').replace("”", '"').replace("’", "'")
        answer.headers[NOTICE] = plain.encode("ascii", "backslashreplace").decode()
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

"""Programs side by side. The shortlist is the address: nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from programs.catalogue import Listing, Snapshot
from programs.filters.fields import OneKnownValueField, quoted
from programs.models import Program
from programs.presentation.comparison import compare as side_by_side
from programs.presentation.comparison import only_differing
from programs.shortlist import MOST, PARAMETER, Shortlist, query_of, read_shortlist
from programs.views.public import public_page
from programs.views.shelf import programs_of

ONLY = "only"
DIFFERS = {ONLY: "differs"}
OFFERED = 6
OFFERED_CLOSED = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A program, and the query strings of the comparison that its head leads to."""

    program: Program
    without: str
    left: str
    """Where it stands one place earlier; blank for the first one."""
    right: str
    """Where it stands one place later; blank for the last one."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A program, and the query string of the comparison with it."""

    program: Program
    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found to be added, and the sentence that says why there is nothing."""

    offers: Sequence[Offer] = ()
    problem: str = ""


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    listed = read_shortlist(request.GET.getlist(PARAMETER))
    only, problem = only_of(request.GET.getlist(ONLY))
    programs = with_facts(listed.ids)
    groups = side_by_side(programs, request.catalogue) if programs else []
    differing = only_differing(groups)
    wanted = request.GET.get("add", "").strip()
    context = {
        "listed": listed,
        "most": MOST,
        "heading": heading(len(programs)),
        "problems": [problem] if problem else [],
        "columns": columns_of(programs, only),
        "groups": differing if only else groups,
        "only": only,
        "rows": sum(len(group.rows) for group in groups),
        "differing": sum(len(group.rows) for group in differing),
        "query": query_of(listed.slugs),
        "query_of_other": query_of(listed.slugs, **({} if only else DIFFERS)),
        "unknown": [(quoted([text]), query_of(listed.slugs, add=text)) for text in listed.unknown],
        "wanted": wanted,
        "found": found(listed, wanted, request.catalogue),
        "address": request.build_absolute_uri(f"{request.path}?{query_of(listed.slugs)}"),
    }
    return render(request, "programs/compare.html", context)


def with_facts(ids: list[int]) -> list[Program]:
    """Return these programs with all that a comparison reads: seven queries."""
    whole = Program.objects.select_related("organization").prefetch_related(
        "audiences", "locations", "topics", "roles", "rounds"
    )
    return whole.published_among(ids) if ids else []


def heading(number: int) -> str:
    if not number:
        return "Compare programs"
    return "1 program" if number == 1 else f"{number} programs side by side"


def only_of(given: Sequence[str]) -> tuple[dict[str, str], str]:
    """Return the part of the query that leaves out what does not differ, and what was ignored."""
    field = OneKnownValueField(choices=DIFFERS.values, noun="a choice")
    return (DIFFERS if field.clean(given) else {}), field.sentence(ONLY)


def columns_of(programs: Sequence[Program], only: Mapping[str, str]) -> list[Column]:
    """Return the programs, each with the comparison without it and with it one place aside."""
    slugs = [program.slug for program in programs]
    last = len(slugs) - 1
    return [
        Column(
            program,
            without=query_of(slugs[:place] + slugs[place + 1 :], **only),
            left=query_of(swapped(slugs, place - 1), **only) if place else "",
            right=query_of(swapped(slugs, place), **only) if place < last else "",
        )
        for place, program in enumerate(programs)
    ]


def swapped(slugs: Sequence[str], place: int) -> list[str]:
    """Return the slugs with the one at this place and the next in each other's stead."""
    return [*slugs[:place], slugs[place + 1], slugs[place], *slugs[place + 2 :]]


def found(listed: Shortlist, wanted: str, snapshot: Snapshot) -> Found:
    """Return the programs that a search finds and that may be added; closed ones come last."""
    if not wanted or len(listed.programs) >= MOST:
        return Found()
    listing = Listing.of(QueryDict(urlencode({"q": wanted})), snapshot)
    if listing.asked.ignored:
        return Found(problem=" ".join(one.sentence for one in listing.asked.ignored))
    known = set(listed.ids)
    # Those that are compared already may be among the first.
    running = [pk for pk in listing[: OFFERED + MOST] if pk not in known][:OFFERED]
    closed = [pk for pk in listing.closed(OFFERED_CLOSED + MOST) if pk not in known]
    offered = programs_of([*running, *closed[:OFFERED_CLOSED]], snapshot)
    if not offered:
        return Found(problem=f"We found no other program for {quoted([wanted])}.")
    return Found([Offer(one, query_of([*listed.slugs, one.slug])) for one in offered])

"""Programs side by side. The shortlist is the address: nothing is stored here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from programs.catalogue import Listing, Snapshot
from programs.filters.fields import quoted
from programs.models import Program
from programs.presentation.comparison import compare as side_by_side
from programs.presentation.comparison import only_differing
from programs.shortlist import MOST, PARAMETER, Shortlist, query_of, read_shortlist
from programs.views.public import public_page
from programs.views.shelf import programs_of

DIFFERS = {"only": "differs"}
OFFERED = 6
OFFERED_CLOSED = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A program, and the query string of the comparison after it was taken out or added."""

    program: Program
    query: str


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    listed = read_shortlist(request.GET.getlist(PARAMETER))
    only = DIFFERS if request.GET.get("only") == DIFFERS["only"] else {}
    programs = with_facts(listed.ids)
    groups = side_by_side(programs, request.catalogue) if programs else []
    differing = only_differing(groups)
    wanted = request.GET.get("add", "").strip()
    context = {
        "listed": listed,
        "most": MOST,
        "heading": heading(len(programs)),
        "columns": [Step(one, without(listed, one, only)) for one in programs],
        "groups": differing if only else groups,
        "only": only,
        "rows": sum(len(group.rows) for group in groups),
        "differing": sum(len(group.rows) for group in differing),
        "query": query_of(listed.slugs),
        "query_of_other": query_of(listed.slugs, **({} if only else DIFFERS)),
        "unknown": [(quoted([text]), query_of(listed.slugs, add=text)) for text in listed.unknown],
        "wanted": wanted,
        "wanted_words": quoted([wanted]),
        "offers": offers(listed, wanted, request.catalogue),
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


def without(listed: Shortlist, program: Program, others: dict[str, str]) -> str:
    """Return the query string of the comparison without this program."""
    return query_of([slug for slug in listed.slugs if slug != program.slug], **others)


def offers(listed: Shortlist, wanted: str, snapshot: Snapshot) -> list[Step]:
    """Return the programs that a search finds and that may be added; closed ones come last."""
    if not wanted or len(listed.programs) >= MOST:
        return []
    listing = Listing.of(QueryDict(urlencode({"q": wanted})), snapshot)
    known = set(listed.ids)
    # Those that are compared already may be among the first.
    running = [pk for pk in listing[: OFFERED + MOST] if pk not in known][:OFFERED]
    closed = [pk for pk in listing.closed(OFFERED_CLOSED + MOST) if pk not in known]
    found = programs_of([*running, *closed[:OFFERED_CLOSED]], snapshot)
    return [Step(one, query_of([*listed.slugs, one.slug])) for one in found]

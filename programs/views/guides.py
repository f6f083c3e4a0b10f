from dataclasses import dataclass
from itertools import chain

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from programs.catalogue import Listing, Snapshot
from programs.markdown import to_html
from programs.models import Guide, Program
from programs.views.public import public_page

SHOWN = 5
MAX_LISTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveList:
    """The programs that match a query of the browse page now: their number, and the first few."""

    heading: str
    query: str
    count: int
    programs: list[Program]


@public_page
def guides(request: HttpRequest) -> HttpResponse:
    listed = Guide.objects.published().in_order().defer("body", "lists", "essay_programs")
    return render(request, "programs/guide_list.html", {"guides": listed})


@public_page
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Guide.objects.published(), slug=slug)
    context = {
        "guide": shown,
        "body": to_html(shown.body),
        "lists": live_lists(shown, request.catalogue),
        "essay_programs": essay_programs(shown),
    }
    return render(request, "programs/guide_detail.html", context)


def live_lists(guide: Guide, snapshot: Snapshot) -> list[LiveList]:
    """Return the guide's lists as they are; unknown values in a query are left out. One query."""
    entries = guide.lists[:MAX_LISTS]
    listings = [Listing.of(QueryDict(entry.get("query", "")), snapshot) for entry in entries]
    first = [listing[:SHOWN] for listing in listings]
    named = Program.objects.select_related("organization").published_among({*chain(*first)})
    found = {program.pk: program for program in named}
    return [
        LiveList(
            heading=entry.get("heading", "Programs"),
            query=listing.asked.query(),
            count=len(listing),
            programs=[found[pk] for pk in ids if pk in found],
        )
        for entry, listing, ids in zip(entries, listings, first, strict=True)
    ]


def essay_programs(guide: Guide) -> list[Program]:
    """Return the published programs that the essay names here, in its order."""
    order = {slug: place for place, slug in enumerate(guide.essay_programs)}
    named = Program.objects.published().filter(slug__in=order).select_related("organization")
    return sorted(named, key=lambda program: order[program.slug])

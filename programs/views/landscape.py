from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from pyroaring import BitMap

from programs.catalogue import Listing
from programs.choices import Cost
from programs.filters import Sort
from programs.matrix import GATES
from programs.presentation import landscape as numbers
from programs.presentation import plots
from programs.presentation.amounts import WEEK_HEADS, Amounts, amounts
from programs.presentation.windows import Windows, windows_of
from programs.views import browse_parts as parts
from programs.views.public import public_page

MOST_LETTERED = 99
"""Longer numbers have no room above a column on a phone."""
_COSTS_SOMETHING = (Cost.PAID, Cost.DEFERRED, Cost.VARIES)


@public_page
def landscape(request: HttpRequest) -> HttpResponse:
    listing = Listing.of(request.GET, request.catalogue)
    asked, matching = listing.asked, listing.matching()
    context = {
        "asked": asked,
        "count": len(matching),
        "chips": parts.chips(asked),
        "problems": [one.sentence for one in asked.ignored],
        "closed": None if matching else parts.closed(asked, listing.counts()),
        "ways_out": [] if matching else parts.ways_out(asked, listing.counts_without()),
        "is_plain": not request.GET.keys(),
        "canonical": request.build_absolute_uri(reverse("programs:landscape")),
        **(drawn(listing) if matching else {}),
    }
    return render(request, "programs/landscape.html", context)


def drawn(listing: Listing) -> dict[str, Any]:
    """Return every plot of these programs."""
    snapshot, matching = listing.snapshot, listing.matching()
    priced = amounts(snapshot, matching)
    fresh = numbers.freshness(listing)
    return {
        "degrees": plots.grid(numbers.GATE_HEADS, numbers.degrees(listing)),
        "degree_heads": [gate.label for gate in GATES],
        "said": plots.grid([*numbers.SAID.values()], numbers.said(listing)),
        "said_heads": [listing.asked.facets[name].label for name in numbers.SAID],
        "costs": plots.bars(numbers.costs(listing)),
        "program_heads": ["Programs"],
        "priced": priced,
        "panels": [(panel, plots.grid(WEEK_HEADS, panel.lines)) for panel in priced.panels],
        "unpriced": unpriced(listing, priced),
        **seasons(windows_of(snapshot), matching),
        "freshness": plots.bars(fresh),
        "freshness_heads": ["All that decides", "In part", "Never"],
        "freshness_words": numbers.told(fresh),
        "checked_query": listing.asked.query(sort=[Sort.CHECKED.value]),
    }


def seasons(windows: Windows, among: BitMap) -> dict[str, Any]:
    """Return when the past rounds of these programs opened and closed."""
    lines = numbers.seasons(windows, among)
    most = max(mark.count for line in lines for mark in line.marks)
    return {
        "seasons": plots.columns(lines),
        "season_lines": lines,
        "season_heads": ["Opened", "Closed"],
        "has_seasons": most > 0,
        "is_dense": most > MOST_LETTERED,
        "unsaid_opening": windows.opened.without_month(among),
        "unsaid_closing": windows.closed.without_month(among),
    }


def unpriced(listing: Listing, priced: Amounts) -> int:
    """Return how many programs cost something and don't say how much."""
    cost = listing.snapshot.having("cost", _COSTS_SOMETHING)
    return len((listing.matching() & cost) - priced.programs)

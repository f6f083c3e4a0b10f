from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from programs.catalogue import Listing
from programs.choices import Cost
from programs.filters import Sort
from programs.matrix import GATES
from programs.presentation import landscape as numbers
from programs.presentation import plots
from programs.presentation.amounts import WEEK_HEADS, Amounts, amounts
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
    return {
        "degrees": plots.grid(numbers.GATE_HEADS, numbers.degrees(listing)),
        "degree_heads": [gate.label for gate in GATES],
        "said": plots.grid([*numbers.SAID.values()], numbers.said(listing)),
        "said_heads": [listing.asked.facets[name].label for name in numbers.SAID],
        "costs": plots.bars(numbers.by_value(listing, "cost")),
        "program_heads": ["Programs"],
        "priced": priced,
        "panels": [(panel, plots.grid(WEEK_HEADS, panel.lines)) for panel in priced.panels],
        "unpriced": unpriced(listing, priced),
        **seasons(listing),
        "freshness": plots.bars(numbers.by_value(listing, "checked")),
        "checked_query": listing.asked.query(sort=[Sort.CHECKED.value]),
    }


def seasons(listing: Listing) -> dict[str, Any]:
    """Return in which months these programs open and close."""
    lines = numbers.seasons(listing)
    most = max(mark.count for line in lines for mark in line.marks)
    return {
        "seasons": plots.columns(lines),
        "season_lines": lines,
        "season_heads": ["Open", "Close"],
        "has_seasons": most > 0,
        "is_dense": most > MOST_LETTERED,
        "unsaid_opening": numbers.without_month(listing, "opens"),
        "unsaid_closing": numbers.without_month(listing, "closes"),
    }


def unpriced(listing: Listing, priced: Amounts) -> int:
    """Return how many programs cost something and don't say how much."""
    cost = listing.snapshot.having("cost", _COSTS_SOMETHING)
    return len((listing.matching() & cost) - priced.programs)

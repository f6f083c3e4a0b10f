"""All programs at a glance: numbers from the catalogue, and the lists behind them. No queries."""

from collections.abc import Mapping

from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from programs.catalogue import Listing
from programs.choices import UNSTATED, UNSTATED_LABEL, Age, Month, ProgramType
from programs.filters import ProgramFilter
from programs.matrix import Cell, Row, read_matrix
from programs.presentation.plots import Line, Mark, heat

GATE_HEADS = ("No degree", "Student now", "Bachelor’s", "Graduate", "PhD", UNSTATED_LABEL)
"""Short for the labels of `matrix.GATES`."""
SAID = {
    "degree": "Degree",
    "enrollment": "Student",
    "background": "Field",
    "programming": "Coding",
    "ml": "ML",
    "research": "Research",
    "country": "Country",
    "cost": "Cost",
    "funding": "Pays",
}
"""The facets of which it is told how many programs state them, with a short label."""
ALL_TYPES = "All types"
SEASONS = {"opens": "open", "closes": "close"}
"""The facets of months, and what programs do in one."""
TONES = {Age.PART.value: 2, UNSTATED: 3}
"""The colors of values that are not as good as the others."""


def programs_words(count: int) -> str:
    """Return `1 program`, `31 programs`."""
    return f"{count} program{'' if count == 1 else 's'}"


def address_of(asked: ProgramFilter, wanted: Mapping[str, list[str]]) -> str:
    """Return the list of those programs asked for that have one of these values in each facet.

    Where the address names values of a facet already, only those that are among them stay.
    """
    changes = {}
    for name, values in wanted.items():
        chosen = asked.chosen[name]
        changes[name] = [value for value in values if not chosen or value in chosen]
    return f"{reverse('programs:programs')}?{asked.query(**changes)}"


def kinds_of(listing: Listing) -> list[ProgramType]:
    """Return the types of these programs, in the usual order."""
    matching, snapshot = listing.matching(), listing.snapshot
    return [
        kind
        for kind in ProgramType
        if not matching.isdisjoint(snapshot.having("program_type", [kind]))
    ]


def degrees(listing: Listing) -> list[Line]:
    """Return by type how many programs ask for which degree, as the home page has it."""
    matrix = read_matrix(listing.snapshot, listing.matching())
    most = max(cell.count for row in matrix.rows for cell in row.cells)
    places = {kind: place for place, kind in enumerate(ProgramType)}
    lines = [
        Line(
            kind.plural,
            tuple(_gated(listing.asked, row, row.cells[places[kind]], most) for row in matrix.rows),
        )
        for kind in kinds_of(listing)
    ]
    sums = tuple(_gated(listing.asked, row, row.total, 0) for row in matrix.rows)
    return [*lines, Line(ALL_TYPES, sums)]


def _gated(asked: ProgramFilter, row: Row, cell: Cell, most: int) -> Mark:
    wanted = dict(QueryDict(cell.query).lists())
    return Mark(
        cell.count,
        str(cell.count),
        f"{cell.count} {cell.type_label}: {row.gate.label}",
        address_of(asked, wanted) if cell.count else "",
        heat(cell.count, most),
    )


def said(listing: Listing) -> list[Line]:
    """Return by type how many programs say what they ask, facet by facet of SAID; in percent."""
    matching, snapshot = listing.matching(), listing.snapshot
    kinds = [(kind.plural, [kind.value]) for kind in kinds_of(listing)]
    lines = []
    for label, kind in [*kinds, (ALL_TYPES, [])]:
        among = matching & snapshot.having("program_type", kind) if kind else matching
        wanted = {"program_type": kind} if kind else {}
        lines.append(
            Line(label, tuple(_said(listing, name, among, label, wanted) for name in SAID))
        )
    return lines


def _said(
    listing: Listing, name: str, among: BitMap, label: str, wanted: Mapping[str, list[str]]
) -> Mark:
    facet = listing.asked.facets[name]
    known = listing.snapshot.values.get(facet.path, {})
    says = among - known.get(UNSTATED, BitMap())
    count, total = len(says), len(among)
    if not count:
        return Mark(0, "0", "")
    values = [
        value
        for value, _ in facet.options()
        if value != UNSTATED and value in known and not known[value].isdisjoint(says)
    ]
    percent = max(1, 100 * count // total)
    return Mark(
        count,
        str(percent),
        f"{facet.label}: {percent} percent of {label.lower()} say it, {count} of {total}",
        address_of(listing.asked, {name: values, **wanted}),
        heat(count, total),
    )


def by_value(listing: Listing, name: str) -> list[Line]:
    """Return how many of these programs have each value of a facet, unsaid ones last."""
    lines = []
    for value, label in listing.asked.facets[name].options():
        count = len(listing.matching() & _having(listing, name, value))
        address = address_of(listing.asked, {name: [value]}) if count else ""
        said = f"{label}: {programs_words(count)}"
        lines.append(Line(label, (Mark(count, "", said, address, tone=TONES.get(value, 1)),)))
    return lines


def seasons(listing: Listing) -> list[Line]:
    """Return how many of these programs have rounds that open and close in each month."""
    return [
        Line(
            month.label[:3],
            tuple(
                _in_month(listing, name, month, tone) for tone, name in enumerate(SEASONS, start=1)
            ),
        )
        for month in Month
    ]


def _in_month(listing: Listing, name: str, month: Month, tone: int) -> Mark:
    count = len(listing.matching() & _having(listing, name, month))
    chosen = listing.asked.chosen[name]
    # What has one of the chosen months may have others, which no address adds to the condition.
    is_asked = not chosen or month in chosen
    address = address_of(listing.asked, {name: [month.value]}) if count and is_asked else ""
    return Mark(count, str(count), f"{count} {SEASONS[name]} in {month.label}", address, tone=tone)


def without_month(listing: Listing, name: str) -> int:
    """Return how many of these programs state no month in which they open, or close."""
    return len(listing.matching() & _having(listing, name, UNSTATED))


def _having(listing: Listing, name: str, value: str) -> BitMap:
    return listing.snapshot.having(listing.asked.facets[name].path, [value])

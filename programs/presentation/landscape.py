"""All programs at a glance: numbers from the catalogue, and the lists behind them. No queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from programs.catalogue import Listing
from programs.catalogue.rows import CONFIRMED
from programs.checks import Confirmed
from programs.choices import UNSTATED, UNSTATED_LABEL, ProgramType
from programs.filters import ProgramFilter
from programs.matrix import Cell, Row, read_matrix
from programs.presentation.plots import Line, Mark, heat
from programs.presentation.windows import MONTHS, Windows

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
AGES = ((3, "In the last 3 months"), (6, "3 to 6 months ago"), (12, "6 to 12 months ago"))
"""Months since a check, at most, and how a page says it; older ones and none come on top."""
LONGER = "Over a year ago"
NEVER = "Never"
MONTH_LABELS = tuple(f"{date(2000, month, 1):%b}" for month in MONTHS)


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


def costs(listing: Listing) -> list[Line]:
    """Return how many programs there are by who pays, unsaid ones last."""
    facet = listing.asked.facets["cost"]
    lines = []
    for value, label in facet.options():
        count = len(listing.matching() & listing.snapshot.having(facet.path, [value]))
        address = address_of(listing.asked, {"cost": [value]}) if count else ""
        name = f"{label}: {programs_words(count)}"
        tone = 3 if value == UNSTATED else 1
        lines.append(Line(label, (Mark(count, "", name, address, tone=tone),)))
    return lines


def freshness(listing: Listing) -> list[Line]:
    """Return how long ago a person checked how many programs: as a whole, in part, and never."""
    snapshot, matching = listing.snapshot, listing.matching()
    counts: Counter[tuple[str, bool]] = Counter()
    for confirmed, programs in snapshot.values.get(CONFIRMED, {}).items():
        age = _age(confirmed, snapshot.day)
        counts[age, confirmed.is_whole] += matching.intersection_cardinality(programs)
    never = len(matching) - counts.total()
    ages = [*(words for _, words in AGES), LONGER]
    return [
        *(_checked(age, counts[age, True], counts[age, False], 0) for age in ages),
        _checked(NEVER, 0, 0, never),
    ]


def _checked(age: str, whole: int, part: int, never: int) -> Line:
    marks = (Mark(count, "", "", tone=tone) for tone, count in enumerate((whole, part, never), 1))
    return Line(age, tuple(marks))


def told(lines: Iterable[Line]) -> str:
    """Return what the bars of freshness show, in one sentence."""
    counts = [(line.label, sum(mark.count for mark in line.marks)) for line in lines]
    return "Programs by their last check: " + ", ".join(
        f"{n} {label.lower()}" for label, n in counts
    )


def _age(confirmed: Confirmed, day: date) -> str:
    on = confirmed.on
    months = 12 * (day.year - on.year) + day.month - on.month - (day.day < on.day)
    return next((words for most, words in AGES if months < most), LONGER)


def seasons(windows: Windows, among: BitMap) -> list[Line]:
    """Return in how many past rounds of these programs applications opened and closed, by month."""
    opened, closed = windows.opened.counts(among), windows.closed.counts(among)
    return [
        Line(
            MONTH_LABELS[place],
            (
                Mark(opened[place], str(opened[place]), f"{opened[place]} opened"),
                Mark(closed[place], str(closed[place]), f"{closed[place]} closed", tone=2),
            ),
        )
        for place in range(len(MONTHS))
    ]

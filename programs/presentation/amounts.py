"""What programs cost against how long they take, a currency at a time: nothing is converted."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models.functions import Coalesce
from django.urls import reverse
from pyroaring import BitMap

from programs.catalogue import Snapshot
from programs.choices import UNSTATED_LABEL
from programs.models import Program
from programs.money import amount_words
from programs.presentation.facts import length_words
from programs.presentation.landscape import programs_words
from programs.presentation.plots import Line, Mark, heat

WEEKS = (5, 14, 27, 53, 105)
"""Where a length counts to the next column."""
WEEK_HEADS = (
    *("to 4 weeks", "to 13 weeks", "to 26 weeks"),
    *("to a year", "to 2 years", "longer", UNSTATED_LABEL),
)
STEPS = (1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000)
"""Where an amount counts to the next row."""
CURRENCIES = 3
"""So many are shown, those of most programs; the others are counted."""
NAMED = 6
"""How many programs of a cell the table names."""


class Priced(NamedTuple):
    """A program that says what it costs; the lower bound counts, where there are two."""

    id: int
    slug: str
    name: str
    low: int | None
    high: int | None
    currency: str
    weeks: int | None
    weeks_max: int | None

    @property
    def words(self) -> str:
        length = length_words(self.weeks, self.weeks_max)
        amount = amount_words(self.low, self.high, self.currency)
        return f"{self.name}: {amount}, {length or 'doesn’t say how long it takes'}"

    @property
    def address(self) -> str:
        return reverse("programs:program", args=[self.slug])

    @property
    def cell(self) -> tuple[int, int]:
        """Its row, counted from the cheapest, and its column."""
        amount = self.high if self.low is None else self.low
        weeks = self.weeks_max if self.weeks is None else self.weeks
        column = len(WEEKS) + 1 if weeks is None else bisect_right(WEEKS, weeks)
        return bisect_right(STEPS, amount), column


Cells = dict[tuple[int, int], list[Priced]]
"""Programs by row and column; a cell of none is absent."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The programs that state their cost in one currency, the dearest first."""

    currency: str
    count: int
    lines: list[Line]
    cells: list[tuple[str, str, list[Priced], int]]
    """Of each cell that has any: its anchor, what it is, its first programs, how many more."""

    @property
    def label(self) -> str:
        return f"Cost in {self.currency} against length"


@dataclass(frozen=True, slots=True)
class Amounts:
    panels: list[Panel]
    programs: BitMap
    """All that state an amount, in whatever currency."""
    others: list[tuple[str, int]]
    """The currencies that are not shown, and how many programs use each."""


@lru_cache(maxsize=1)
def read_priced(snapshot: Snapshot) -> tuple[Priced, ...]:
    """Return all published programs that state an amount, by name: one query a snapshot."""
    stated = Program.objects.published().annotate(amount=Coalesce("cost_min", "cost_max"))
    columns = ("pk", "slug", "name", "cost_min", "cost_max", "cost_currency")
    weeks = ("duration_weeks_min", "duration_weeks_max")
    rows = stated.filter(amount__isnull=False).order_by("name", "pk")
    return tuple(Priced(*row) for row in rows.values_list(*columns, *weeks))


def amounts(snapshot: Snapshot, among: BitMap) -> Amounts:
    """Return what these programs cost, in the currencies that most of them use."""
    by_currency: dict[str, list[Priced]] = defaultdict(list)
    for one in read_priced(snapshot):
        if one.id in among:
            by_currency[one.currency].append(one)
    ranked = sorted(by_currency, key=lambda code: (-len(by_currency[code]), code))
    cells = {code: _cells(by_currency[code]) for code in ranked[:CURRENCIES]}
    most = max((len(here) for own in cells.values() for here in own.values()), default=0)
    return Amounts(
        [_panel(code, own, most) for code, own in cells.items()],
        BitMap(one.id for programs in by_currency.values() for one in programs),
        [(code, len(by_currency[code])) for code in ranked[CURRENCIES:]],
    )


def _cells(programs: Iterable[Priced]) -> Cells:
    cells: Cells = defaultdict(list)
    for one in programs:
        cells[one.cell].append(one)
    return cells


def _panel(currency: str, cells: Cells, most: int) -> Panel:
    """Return a currency’s panel; `most` is the number in the fullest cell of all panels."""
    rows = [row for row, _ in cells]
    lines, table = [], []
    for row in range(max(rows), min(rows) - 1, -1):
        label = row_words(row, currency)
        marks = []
        for column, head in enumerate(WEEK_HEADS):
            here = cells.get((row, column), [])
            anchor = f"cost-{currency}-{row}-{column}".lower()
            what = f"{label}, {_length(column, head)}"
            marks.append(_mark(here, what, anchor, most))
            if here:
                table.append((anchor, what, here[:NAMED], max(len(here) - NAMED, 0)))
        lines.append(Line(label, tuple(marks)))
    return Panel(currency, sum(map(len, cells.values())), lines, table)


def row_words(row: int, currency: str) -> str:
    """Return `from US$5,000`, up to the next step; `under US$1,000` for the first."""
    if row:
        return amount_words(STEPS[row - 1], None, currency)
    return f"under {amount_words(STEPS[0], STEPS[0], currency)}"


def _length(column: int, head: str) -> str:
    return "length not stated" if column == len(WEEKS) + 1 else head


def _mark(programs: Sequence[Priced], what: str, anchor: str, most: int) -> Mark:
    count = len(programs)
    if count == 1:
        return Mark(1, "1", f"1 program: {programs[0].words}", programs[0].address, heat(1, most))
    name = f"{programs_words(count)}: {what}; the table below names them" if count else ""
    return Mark(count, str(count or "·"), name, f"#{anchor}" if count else "", heat(count, most))

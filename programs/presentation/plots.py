"""Where the marks of a plot stand. Pure: numbers in, places out; templates draw them as SVG.

Across, places are in percent of the width, so that a plot fits a phone and a desk alike while its
letters keep their size; down, they are in pixels.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from programs.matrix import HEAT_LEVELS

LABEL = 27.0
"""The part of the width that the labels of rows take."""
HEAD = 84
ROW = 36
BAR = 46
COLUMN = 140
"""The height of the tallest column."""
_WIDE = 12
"""Labels of more letters than this take two lines."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in a plot; `name` is the sentence that says all of it, with the number."""

    count: int
    words: str
    """What is written on it."""
    name: str
    address: str = ""
    """Where the programs are that it counts; blank where no address says that."""
    heat: int = 0
    """From 1 (few) to HEAT_LEVELS (many); 0 for none."""
    tone: int = 1
    """Which of the three colors a bar has: the third is for what is not known."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a grid, or a bar: the marks of a bar follow one another."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    mark: Mark
    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of marks, placed."""

    label: str
    labels: tuple[tuple[int, str], ...]
    """The lines of its label, each with its place down."""
    y: int
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.mark.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines as a plot, and themselves for the table behind it.

    `heads` stand above the columns of a grid, each after its middle.
    """

    lines: tuple[Line, ...]
    height: int
    heads: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A month: its bars stand side by side, each with its place and height."""

    label: str
    middle: str
    bars: tuple[tuple[Cell, int, int], ...]
    """Each with the place of its top, and its height."""


def heat(count: int, most: int) -> int:
    """Return how much of the most a number is, from 1 to HEAT_LEVELS; 0 for none."""
    return math.ceil(HEAT_LEVELS * count / most) if most else 0


def grid(heads: Sequence[str], lines: Sequence[Line]) -> Plot:
    """Return a table as a plot: a cell for each mark, labels on the left."""
    step = (100 - LABEL) / len(heads)
    middles = [_percent(LABEL + step * (number + 0.5)) for number in range(len(heads))]
    rows = tuple(
        Row(
            line.label,
            _lines(line.label, ROW),
            HEAD + number * ROW,
            tuple(
                Cell(mark, _percent(LABEL + step * place), _percent(step), middles[place])
                for place, mark in enumerate(line.marks)
            ),
        )
        for number, line in enumerate(lines)
    )
    above = tuple(zip(middles, heads, strict=True))
    return Plot(tuple(lines), HEAD + ROW * len(rows), above, rows)


def bars(lines: Sequence[Line]) -> Plot:
    """Return bars that lie one below the other, the longest as wide as the plot."""
    longest = max((sum(mark.count for mark in line.marks) for line in lines), default=0)
    rows = []
    for number, line in enumerate(lines):
        cells, before = [], 0
        for mark in line.marks:
            x, width = (100 * part / longest if longest else 0 for part in (before, mark.count))
            cells.append(Cell(mark, _percent(x), _percent(width), _percent(x + width / 2)))
            before += mark.count
        rows.append(Row(line.label, ((14, line.label),), number * BAR, tuple(cells)))
    return Plot(tuple(lines), BAR * len(rows), (), tuple(rows))


def columns(lines: Sequence[Line]) -> tuple[Column, ...]:
    """Return groups of columns side by side, one group a line."""
    most = max((mark.count for line in lines for mark in line.marks), default=0)
    step = 100 / len(lines)
    placed = []
    for number, line in enumerate(lines):
        width = step * 0.8 / len(line.marks)
        start = step * (number + 0.1)
        stand = []
        for place, mark in enumerate(line.marks):
            x = start + width * place
            tall = round(COLUMN * mark.count / most) if most else 0
            cell = Cell(mark, _percent(x), _percent(width), _percent(x + width / 2))
            stand.append((cell, COLUMN - tall, tall))
        placed.append(Column(line.label, _percent(step * (number + 0.5)), tuple(stand)))
    return tuple(placed)


def _percent(share: float) -> str:
    return f"{share:.5g}%"


def _lines(label: str, height: int) -> tuple[tuple[int, str], ...]:
    """Return a label in one line, or in two of about the same length, around the middle."""
    first, space, second = label.partition(" ")
    if len(label) <= _WIDE or not space:
        return ((height // 2 + 4, label),)
    return ((height // 2 - 3, first), (height // 2 + 11, second))

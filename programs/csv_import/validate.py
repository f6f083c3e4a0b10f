"""Third stage: rows of text become rows of typed values, or problems that name the cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from programs.csv_import.cells import CLEAR, clean, refuse_control_characters, unescape
from programs.csv_import.columns import COLUMNS, KEY
from programs.csv_import.problems import CellProblem, RowProblem
from programs.ledger import State, Value

NOTHING = object()
"""What a blank cell says."""


@dataclass(slots=True)
class TypedRow:
    """One row: what it says, by column. A blank cell says nothing and is not among the values."""

    row: int
    slug: str
    values: State
    problems: list[RowProblem] = field(default_factory=list)


def validate_rows(names: list[str], rows: Iterable[tuple[int, list[str]]]) -> Iterator[TypedRow]:
    """Yield each row with its values and all that is wrong with its cells.

    A key that stands in two rows is a problem of the second: the first row's number is named.
    """
    seen: dict[str, int] = {}
    for number, cells in rows:
        typed = _typed(names, number, cells)
        if not typed.problems and not typed.slug:
            typed.problems.append(RowProblem(number, KEY, "is blank. Each program needs its key."))
        if typed.slug:
            first = seen.setdefault(typed.slug, number)
            if first != number:
                message = f"“{typed.slug}” stands in row {first} already. Keep one of the two."
                typed.problems.append(RowProblem(number, KEY, message))
        yield typed


def _typed(names: list[str], number: int, cells: list[str]) -> TypedRow:
    typed = TypedRow(number, "", {})
    if len(cells) != len(names):
        message = (
            f"has {len(cells)} cells where the header has {len(names)}. A comma or a quote is "
            "missing or too many."
        )
        typed.problems.append(RowProblem(number, "", message))
        return typed
    for name, cell in zip(names, cells, strict=True):
        try:
            if cell and (value := read_cell(name, cell)) is not NOTHING:
                typed.values[name] = value
        except CellProblem as problem:
            typed.problems.append(RowProblem(number, name, str(problem)))
    typed.slug = typed.values.pop(KEY, "")
    return typed


@lru_cache(maxsize=50_000)
def read_cell(name: str, cell: str) -> Value | object:
    """Return what a cell says in this column, NOTHING if it is blank. Raises CellProblem.

    Remembered, since the same cells come back row after row: callers must not change a list.
    """
    text = clean(cell)
    refuse_control_characters(text)
    if not text:
        return NOTHING
    column = COLUMNS[name]
    if text != CLEAR:
        return column.kind.parse(unescape(text))
    if not column.can_clear:
        raise CellProblem("cannot be cleared: every program has one.")
    return column.kind.blank

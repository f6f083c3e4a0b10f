"""Third stage: rows of text become rows of typed values, or problems that name the cell."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from programs.csv_import.cells import (
    CLEAR,
    Kind,
    Text,
    clean,
    refuse_control_characters,
    unescape,
)
from programs.csv_import.columns import KEY, KNOWN
from programs.csv_import.lists import List
from programs.csv_import.problems import CellProblem, RowProblem
from programs.csv_import.said import Reading, Said, settle
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


def validate_rows(
    names: list[str],
    rows: Iterable[tuple[int, list[str]]],
    readings: Counter[Reading] | None = None,
) -> Iterator[TypedRow]:
    """Yield each row with its values and all that is wrong with its cells.

    Columns without a name are left out. `readings` counts the rows of each text that was read as
    something else. A key that stands in two rows is a problem of the second: the first row's number
    is named.
    """
    seen: dict[str, int] = {}
    readings = Counter() if readings is None else readings
    for number, cells in rows:
        typed = _typed(names, number, cells, readings)
        if not typed.problems and not typed.slug:
            typed.problems.append(RowProblem(number, KEY, "is blank. Each program needs its key."))
        if typed.slug:
            first = seen.setdefault(typed.slug, number)
            if first != number:
                message = f"“{typed.slug}” stands in row {first} already. Keep one of the two."
                typed.problems.append(RowProblem(number, KEY, message))
        yield typed


def _typed(names: list[str], number: int, cells: list[str], readings: Counter[Reading]) -> TypedRow:
    typed = TypedRow(number, "", {})
    if len(cells) != len(names):
        message = (
            f"has {len(cells)} cells where the header has {len(names)}. A comma or a quote is "
            "missing or too many."
        )
        typed.problems.append(RowProblem(number, "", message))
        return typed
    said = []
    for name, cell in zip(names, cells, strict=True):
        try:
            if not (cell and name) or (value := read_cell(name, cell)) is NOTHING:
                continue
        except CellProblem as problem:
            typed.problems.append(RowProblem(number, name, str(problem)))
            continue
        if isinstance(value, Said):
            said.append((name, clean(cell), value))
        else:
            typed.values[name] = value
    if said:
        readings.update(Reading(name, text, one.told(name)) for name, text, one in said)
        typed.problems += settle(number, typed.values, said)
    typed.slug = typed.values.pop(KEY, "")
    return typed


@lru_cache(maxsize=50_000)
def read_cell(name: str, cell: str) -> Value | Said | object:
    """Return what a cell says in this column, NOTHING if it is blank. Raises CellProblem.

    It is Said if the cell fills other columns or was read as something else than it says word for
    word. Remembered, since the same cells come back row after row: callers must not change it.
    """
    text = clean(cell)
    refuse_control_characters(text)
    if not text:
        return NOTHING
    column = KNOWN[name]
    if text == CLEAR:
        if not column.can_clear:
            raise CellProblem("cannot be cleared: every program has one.")
        return column.kind.blank
    text = unescape(text)
    value = column.kind.parse(text)
    if isinstance(value, Said) or _is_word_for_word(column.kind, text, value):
        return value
    return Said({name: value})


def _is_word_for_word(kind: Kind, text: str, value: Value) -> bool:
    # Texts stay as they are, and so do the items of lists: only the space between them differs.
    return isinstance(kind, (Text, List)) or kind.format(value).casefold() == text.casefold()

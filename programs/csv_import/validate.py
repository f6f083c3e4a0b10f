"""Third stage: rows of text become rows of typed values, or problems that name the cell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from programs.csv_import.column_help import HELP_MARK
from programs.csv_import.columns import KEY, KNOWN
from programs.csv_import.deltas import is_delta, joined
from programs.csv_import.headings import kind_under
from programs.csv_import.lists import List, TwoReadings
from programs.csv_import.problems import CellProblem, FileProblem, RowProblem, quoted
from programs.csv_import.quotes import BrokenRecord
from programs.csv_import.said import Reading, Said, settle
from programs.ledger import State, Value

NOTHING = object()
"""What a blank cell says."""

_ODD = {type(NOTHING), Said, TwoReadings, CellProblem}
"""Types of what a cell may say other than a value."""

_SHORT = 200
"""Cells up to this length come back row after row; longer ones hardly do, and take memory."""


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
    constants: Mapping[str, str] | None = None,
    header: Sequence[str] = (),
) -> Iterator[TypedRow]:
    """Yield each row with its values and all that is wrong with its cells.

    Columns without a name are left out, and so is the template's row of help. `readings` counts
    the rows of each text that was read as something else. `constants` has the text for columns of
    which a row says nothing itself; raises FileProblem if it is not allowed. `header` has the
    names that the columns bear in the file, which can tell how a cell is meant; blank for ours.
    Where there is no column of keys, rows have none.
    """
    table = _Table(names, header, Counter() if readings is None else readings, constants or {})
    for number, cells in rows:
        if table.is_help(cells):
            continue
        typed = table.typed(number, cells)
        if table.key is not None and not typed.problems and not typed.slug:
            typed.problems.append(RowProblem(number, KEY, "is blank. Each program needs its key."))
        yield typed


class _Table:
    """What is the same for all rows of a file."""

    def __init__(
        self,
        names: list[str],
        header: Sequence[str],
        readings: Counter[Reading],
        constants: Mapping[str, str],
    ) -> None:
        self.names, self.readings = names, readings
        self.key = names.index(KEY) if KEY in names else None
        self.otherwise = read_constants(constants)
        self.headings = [
            heading if name and kind_under(name, heading) is not KNOWN[name].kind else ""
            for name, heading in zip(names, header or [""] * len(names), strict=True)
        ]

    def is_help(self, cells: list[str]) -> bool:
        """Return whether the row is the one of a template that explains the columns."""
        key = self.key
        return key is not None and key < len(cells) and cells[key].startswith(HELP_MARK)

    def typed(self, number: int, cells: list[str]) -> TypedRow:
        """Return the row with what its cells say, or why they don't."""
        typed = TypedRow(number, "", {})
        if message := self._broken(cells):
            typed.problems.append(RowProblem(number, "", message))
            return typed
        values, said, doubts = typed.values, [], []
        for name, heading, cell in zip(self.names, self.headings, cells, strict=True):
            if not cell or not name:
                continue
            read = _recent if len(cell) <= _SHORT else _outcome
            value = read(name, heading, cell)
            if type(value) not in _ODD and name in values:
                # Only fields that columns fill together come twice.
                value = _together(values[name], value)
            if type(value) not in _ODD:
                values[name] = value
            elif isinstance(value, Said):
                said.append((name, clean(cell), value))
            elif isinstance(value, TwoReadings):
                doubts.append((name, clean(cell), value))
            elif isinstance(value, CellProblem):
                typed.problems.append(RowProblem(number, name, str(value)))
        if said or doubts or self.otherwise:
            self._settle(typed, said, doubts)
        typed.slug = values.pop(KEY, "")
        return typed

    def _broken(self, cells: list[str]) -> str:
        if isinstance(cells, BrokenRecord):
            return cells.problem
        if len(cells) == len(self.names):
            return ""
        return (
            f"has {len(cells)} cells where the header has {len(self.names)}. A comma or a quote is "
            "missing or too many."
        )

    def _settle(
        self,
        typed: TypedRow,
        said: list[tuple[str, str, Said]],
        doubts: list[tuple[str, str, TwoReadings]],
    ) -> None:
        """Add what follows from several cells, or from none."""
        for name, text, two in doubts:
            there = typed.values.get(name, ())
            places = [*(() if is_delta(there) else there)]
            places += [
                place for other, _, one in said if other == name for place in one.values[name]
            ]
            if (items := two.settled_by(places)) is None:
                typed.problems.append(RowProblem(typed.row, name, str(two)))
            else:
                said.append((name, text, Said({name: items})))
        typed.problems += settle(typed.row, typed.values, said, self.otherwise)
        self.readings.update(Reading(name, text, one.told(name)) for name, text, one in said)


def read_constants(constants: Mapping[str, str]) -> State:
    """Return the values that rows have where they say nothing themselves, by field.

    Raises FileProblem if there is no such field, or it cannot hold the text.
    """
    values: State = {}
    said = []
    for name, text in constants.items():
        if name not in KNOWN or name == KEY:
            raise FileProblem(
                f"--set gives {quoted(text)} to {quoted(name)}, which is no column that all rows "
                f"can share. The columns are {', '.join(other for other in KNOWN if other != KEY)}."
            )
        if clean(text) == CLEAR:
            raise FileProblem(
                f"--set {name}: {CLEAR} erases. Write it into the rows that it is meant for."
            )
        value = _outcome(name, "", text)
        if isinstance(value, CellProblem):
            raise FileProblem(f"--set {name}: {value}")
        if isinstance(value, Said):
            said.append((name, clean(text), value))
        elif value is not NOTHING:
            values[name] = value
    for problem in settle(0, values, said):
        raise FileProblem(f"--set {problem.column}: {problem.message}")
    return values


def _outcome(name: str, heading: str, cell: str) -> Value | Said | CellProblem | object:
    """Return what `read_cell` does, or the problem that it raises."""
    try:
        return read_cell(name, cell, heading)
    except CellProblem as problem:
        return problem.with_traceback(None)  # What it came through is not worth its memory.


_recent = lru_cache(maxsize=20_000)(_outcome)


def read_cell(name: str, cell: str, heading: str = "") -> Value | Said | object:
    """Return what a cell says in this column, NOTHING if it is blank. Raises CellProblem.

    It is Said if the cell fills other columns or was read as something else than it says word for
    word. `heading` is what the file calls the column, blank for our own name.
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
    kind = kind_under(name, heading)
    # A list takes the marks off item by item.
    text = text if isinstance(kind, List) else unescape(text)
    value = kind.parse(text)
    if isinstance(value, Said) or _is_word_for_word(kind, text, value):
        return value
    return Said({name: value})


def _together(one: Value, other: Value) -> Value | CellProblem:
    """Return what two cells say of a list, or why they can't both be right."""
    try:
        return joined(one, other)
    except CellProblem as problem:
        return problem


def _is_word_for_word(kind: Kind, text: str, value: Value) -> bool:
    if isinstance(kind, Text):
        return True
    if isinstance(kind, List):
        return kind.says_word_for_word(text, value)
    return kind.format(value).casefold() == text.casefold()

"""What a cell says where that is not word for word what stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from programs.csv_import.deltas import is_delta, joined, signed
from programs.csv_import.problems import CellProblem, RowProblem, quoted
from programs.ledger import State, Value


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """A text that was read as something else: `degree_minimum: “MSc” as master`."""

    column: str
    text: str
    told: str

    def __str__(self) -> str:
        return f"{self.column}: {quoted(self.text)} as {self.told}"


@dataclass(frozen=True, slots=True)
class Said:
    """The values that a cell gives, by column: its own and perhaps others.

    `expects` names columns that must say one of some values in the same row, for the cell to make
    sense: `$4,500` is an amount of whichever dollar its currency names.
    """

    values: State
    expects: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def told(self, column: str) -> str:
        """Return the values in words; that of the cell's own column needs no name."""
        if list(self.values) == [column]:
            return _word(self.values[column])
        return ", ".join(f"{name} {_word(value)}" for name, value in self.values.items())


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_delta(value):
        value = signed(value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "blank" if value is None else str(value)


def settle(
    row: int, values: State, said: Iterable[tuple[str, str, Said]], otherwise: State | None = None
) -> list[RowProblem]:
    """Add what cells say of their own and other columns; return where cells contradict each other.

    `said` holds the column and text of each such cell. Values that are there already stay.
    `otherwise` has what stands for columns of which no cell says anything.
    """
    problems = []
    cells = list(said)
    for column, text, one in cells:
        try:
            _add(values, column, text, one)
        except CellProblem as problem:
            problems.append(RowProblem(row, column, str(problem)))
    for name, value in (otherwise or {}).items():
        values.setdefault(name, value)
    for column, text, one in cells:
        for name, allowed in one.expects.items():
            if values.get(name) not in allowed:
                problems.append(RowProblem(row, column, _unclear(text, name, values, allowed)))
    return problems


def _add(values: State, column: str, text: str, one: Said) -> None:
    for name, value in one.values.items():
        if isinstance(value, list | dict):
            values[name] = joined(values[name], value) if name in values else value
            continue
        # A plain comparison would take 1 for yes.
        if name in values and (type(values[name]), values[name]) != (type(value), value):
            raise CellProblem(
                f"{quoted(text)} says {_word(value)} for {name}, and another cell of the row says "
                f"{_word(values[name])}. Make them agree."
            )
        values[name] = value


def _unclear(text: str, name: str, values: State, allowed: tuple[str, ...]) -> str:
    if stated := values.get(name):
        return f"{quoted(text)} is no amount in {stated}, which {name} says. Make them agree."
    return (
        f"{quoted(text)} does not say which currency it is in. Write one in {name}: "
        f"{', '.join(allowed[:4])} …"
    )

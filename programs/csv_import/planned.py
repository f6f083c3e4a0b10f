"""What one row of a file would do."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from programs.choices import Publication, RowAction, Status
from programs.csv_import.columns import COLUMNS
from programs.csv_import.merge import Conflicts
from programs.csv_import.problems import RowProblem
from programs.ledger import CURATED_FIELDS, State, is_blank


@dataclass(slots=True)
class PlannedRow:
    """What one row would do. `before` and `after` hold the fields that it changes.

    Of a new program, `after` is all that comes of the row. `said` is what any other row says, and
    what one of a new program says if that is not the same (`+nlp`). `organization` is the slug of
    the one it names, blank if it names none.
    """

    row: int
    slug: str
    action: RowAction = RowAction.INVALID
    key: str = ""
    program_id: int | None = None
    organization: str = ""
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)
    conflicts: Conflicts = field(default_factory=dict)
    said: State = field(default_factory=dict)
    digest: str = ""
    likely: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    is_left_out: bool = False
    """Whether a person said that rows with such a text stay out."""

    @property
    def is_in_doubt(self) -> bool:
        """Whether a person has something to decide or to mend."""
        return self.action in (RowAction.INVALID, RowAction.DUPLICATE, RowAction.CONFLICT)

    @property
    def is_good(self) -> bool:
        """Whether it can go in as it is."""
        return self.action not in (RowAction.INVALID, RowAction.DUPLICATE)

    def refuse(self, column: str, message: str) -> None:
        """Turn the row down, with the reason."""
        self.action = RowAction.INVALID
        self.problems.append(RowProblem(self.row, column, message))


CLOSING = "closing"
"""Among what programs lose, in place of a field: that they are active."""


def losses(before: State, after: State) -> list[str]:
    """Return what a program that is there loses: the fields that become blank, and CLOSING."""
    lost = [
        name for name, value in after.items() if is_blank(value) and not is_blank(before.get(name))
    ]
    if (before.get("status"), after.get("status")) == (Status.ACTIVE, Status.CLOSED):
        lost.append(CLOSING)
    return lost


def blank_state() -> State:
    """Return the state of a new program of which nothing is said. Imported programs are public."""
    return {**_blank_values(), "evidence": []}


@cache
def _blank_values() -> State:
    blank: State = {name: COLUMNS[name].kind.blank for name in CURATED_FIELDS if name in COLUMNS}
    return {**blank, "status": Status.UNKNOWN.value, "publication": Publication.PUBLISHED.value}

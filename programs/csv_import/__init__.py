"""Files of programs: read → map → validate → plan → apply.

Each stage is a function over the result of the one before; nothing is written before the last.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from programs.csv_import.apply import PlanMoved, apply_plan
from programs.csv_import.columns import COLUMNS
from programs.csv_import.map import map_columns
from programs.csv_import.plan import Plan, PlannedRow, plan_rows
from programs.csv_import.problems import FileProblem, RowProblem
from programs.csv_import.read import Sheet, read_bytes, read_file
from programs.csv_import.validate import validate_rows

__all__ = [
    "COLUMNS",
    "FileProblem",
    "Plan",
    "PlanMoved",
    "PlannedRow",
    "RowProblem",
    "Sheet",
    "apply_plan",
    "open_sheet",
    "plan_sheet",
    "read_bytes",
    "read_file",
]


def open_sheet(path: Path) -> Sheet:
    """Return the sheet in a file. Raises FileProblem."""
    return read_file(path, COLUMNS)


def plan_sheet(
    sheet: Sheet, track: Callable[[Iterable, int], Iterable] = lambda rows, about: rows
) -> Plan:
    """Return what the sheet would do. Raises FileProblem.

    `track` gets the rows and about how many there are, and sees each one go by.
    """
    names = map_columns(sheet)
    rows = track(sheet.rows(), sheet.text.count("\n"))
    return plan_rows(names, validate_rows(names, rows))

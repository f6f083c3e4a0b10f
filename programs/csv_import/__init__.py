"""Files of programs: read → map → validate → plan → apply.

Each stage is a function over the result of the one before; nothing is written before the last.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from programs.csv_import.apply import PlanMoved, apply_plan
from programs.csv_import.columns import COLUMNS, KNOWN
from programs.csv_import.map import LEFT_OUT, map_columns, parse_mapping
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
    "parse_mapping",
    "plan_sheet",
    "read_bytes",
    "read_file",
]


def open_sheet(path: Path, *, encoding: str = "", sheet: str = "") -> Sheet:
    """Return the sheet in a file: CSV in that encoding, or that sheet of a workbook.

    Both may be blank if the file tells them by itself. Raises FileProblem.
    """
    return read_file(path, KNOWN, encoding=encoding, sheet=sheet)


def plan_sheet(
    sheet: Sheet,
    track: Callable[[Iterable, int], Iterable] = lambda rows, about: rows,
    mapping: Mapping[str, str] | None = None,
) -> Plan:
    """Return what the sheet would do. Raises FileProblem.

    `track` gets the rows and about how many there are, and sees each one go by. `mapping` has the
    field for columns of other names, blank for those to leave out.
    """
    names = map_columns(sheet, mapping)
    rows = track(sheet.rows(), sheet.text.count("\n"))
    readings = Counter()
    plan = plan_rows(names, validate_rows(names, rows, readings))
    plan.readings = readings
    for cell, name in zip(sheet.header, names, strict=True):
        if name == LEFT_OUT:
            plan.left_out.append(cell)
        elif name != cell.lower():
            plan.mapped[cell] = name
    return plan

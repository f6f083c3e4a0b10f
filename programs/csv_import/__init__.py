"""Files of programs: read → map → validate → plan → review → apply → undo.

Each stage takes what the one before gives; a plan is stored as a batch before anything is written.
"""

from pathlib import Path

from programs.csv_import.apply import NotApplied, PlanMoved, apply_batch
from programs.csv_import.batches import applied_before, store_plan
from programs.csv_import.columns import COLUMNS, KNOWN
from programs.csv_import.evidence import supported
from programs.csv_import.map import parse_constants, parse_mapping
from programs.csv_import.plan import Plan, make_plan
from programs.csv_import.planned import PlannedRow
from programs.csv_import.problems import FileProblem, RowProblem
from programs.csv_import.read import Sheet, read_bytes, read_file
from programs.csv_import.undo import Kept, redo_batch, undo_batch, what_stays

__all__ = [
    "COLUMNS",
    "FileProblem",
    "Kept",
    "NotApplied",
    "Plan",
    "PlanMoved",
    "PlannedRow",
    "RowProblem",
    "Sheet",
    "applied_before",
    "apply_batch",
    "make_plan",
    "open_sheet",
    "parse_constants",
    "parse_mapping",
    "read_bytes",
    "read_file",
    "redo_batch",
    "store_plan",
    "supported",
    "undo_batch",
    "what_stays",
]


def open_sheet(path: Path, *, encoding: str = "", sheet: str = "") -> Sheet:
    """Return the sheet in a file: CSV in that encoding, or that sheet of a workbook.

    Both may be blank if the file tells them by itself. Raises FileProblem.
    """
    return read_file(path, KNOWN, encoding=encoding, sheet=sheet)

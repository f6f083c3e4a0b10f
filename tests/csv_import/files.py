"""Files of programs for tests, made from the columns that a test is about."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from programs.csv_import import COLUMNS, Plan, Sheet, apply_plan, plan_sheet, read_bytes

ROW = {
    "slug": "ai-residency",
    "name": "AI Residency",
    "organization": "Example Lab",
    "program_type": "residency",
    "url": "https://example.org/residency",
    "summary": "A year of research with a mentor.",
}


def row(**cells: str) -> dict[str, str]:
    """Return a row that makes a new program, with these cells besides or instead."""
    return {**ROW, **cells}


def content(*rows: dict[str, str], columns: Iterable[str] = ()) -> bytes:
    """Return the rows as a CSV file's bytes, the columns being those that any row names."""
    names = list(columns) or list(dict.fromkeys(name for one in rows for name in one))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def table(rows: list[list[str]], delimiter: str) -> str:
    """Return the rows as CSV with that delimiter."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def write(path: Path, *rows: dict[str, str]) -> Path:
    """Write the rows into the file and return its path."""
    path.write_bytes(content(*rows))
    return path


def sheet_of(*rows: dict[str, str]) -> Sheet:
    return read_bytes(content(*rows), "programs.csv", COLUMNS)


def plan_of(*rows: dict[str, str]) -> Plan:
    return plan_sheet(sheet_of(*rows))


def load(*rows: dict[str, str]) -> Plan:
    """Plan the rows and apply the plan; return it."""
    sheet = sheet_of(*rows)
    plan = plan_sheet(sheet)
    apply_plan(plan, sheet)
    return plan

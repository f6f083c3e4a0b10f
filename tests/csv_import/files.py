"""Files of programs for tests, made from the columns that a test is about."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from programs.choices import RowAction
from programs.csv_import import (
    COLUMNS,
    Plan,
    PlannedRow,
    Sheet,
    apply_batch,
    make_plan,
    read_bytes,
    store_plan,
)
from programs.models import ImportBatch

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


def many(count: int, **cells: str) -> list[dict[str, str]]:
    """Return so many rows that make different programs."""
    return [
        row(slug=f"p{n}", name=f"P {n}", url=f"https://p{n}.example/", **cells)
        for n in range(count)
    ]


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


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and all its rows in the order of the file."""

    plan: Plan
    rows: list[PlannedRow]

    @property
    def counts(self) -> dict[str, int]:
        return {str(action): count for action, count in self.plan.counts.items() if count}

    @property
    def problems(self) -> list[str]:
        return [str(problem) for row in self.rows for problem in row.problems]

    def doing(self, action: RowAction) -> list[PlannedRow]:
        return [row for row in self.rows if row.action == action]


def plan_of(*rows: dict[str, str], **options) -> Planned:
    """Plan the rows and write nothing."""
    plan = make_plan(sheet_of(*rows), **{"accept_duplicates": True} | options)
    return Planned(plan, sorted(plan.rows(), key=lambda row: row.row))


def check(*rows: dict[str, str], **options) -> ImportBatch:
    """Store what the rows would do."""
    return store_plan(make_plan(sheet_of(*rows), **{"accept_duplicates": True} | options))


def load(*rows: dict[str, str], **options) -> ImportBatch:
    """Store what the rows would do, and do it, however much it is, without those in doubt."""
    batch = check(*rows, **options)
    over = batch.report["excesses"]
    return apply_batch(batch, partial=True, confirmed=over[0]["number"] if over else None)

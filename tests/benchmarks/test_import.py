"""How long an import takes, as multiples of reading the same file with `csv.reader`.

Run by `make bench`. Each figure is the median of three runs in one process.
"""

import csv
import io
import statistics
import time

import pytest

from programs.csv_import import COLUMNS, apply_plan, plan_sheet, read_bytes
from programs.ledger import recording
from programs.models import Change, Program, RowChange
from programs.starter import DATA

ROWS = 10_000
RUNS = 3


def many() -> bytes:
    """Repeat the starter catalogue under other keys."""
    with (DATA / "programs.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(COLUMNS))
    writer.writeheader()
    for number in range(ROWS):
        row = rows[number % len(rows)]
        writer.writerow({**row, "slug": f"{row['slug'][:70]}-{number}"})
    return out.getvalue().encode()


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def load(data: bytes) -> None:
    sheet = read_bytes(data, "many.csv", COLUMNS)
    apply_plan(plan_sheet(sheet), sheet)


def forget() -> None:
    RowChange.objects.all().delete()
    Change.objects.all().delete()
    with recording():
        Program.objects.all().delete()


@pytest.mark.django_db
def test_import():
    data = many()
    one_percent = data.replace(b"Free to audit", b"Free to listen")
    times: dict[str, list[float]] = {}
    for _ in range(RUNS):
        forget()
        for name, work in {
            "csv.reader": lambda: list(csv.reader(io.StringIO(data.decode(), newline=""))),
            "first import": lambda: load(data),
            "again, unchanged": lambda: load(data),
            "again, 1 % changed": lambda: load(one_percent),
        }.items():
            times.setdefault(name, []).append(seconds(work))
    floor = statistics.median(times["csv.reader"])
    print(f"\n{ROWS:,} rows of {len(COLUMNS)} columns, {len(data) / 2**20:.1f} MB")
    for name, runs in times.items():
        median = statistics.median(runs)
        print(
            f"{name:20} {median:6.2f} s  {ROWS / median:8,.0f} rows/s  {median / floor:6.1f} times "
            f"csv.reader  (runs {min(runs):.2f} to {max(runs):.2f} s)"
        )
    assert Program.objects.count() == ROWS

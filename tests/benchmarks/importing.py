"""What an import costs: one step of it, in the process that calls `main`.

An import is the check, whose plan is stored row by row, and then the plan's way into the database,
with the ledger. `main("first", FILE)` fills an empty database; the other steps follow it.
"""

import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from programs.choices import RowAction
from programs.csv_import import apply_batch, make_plan, open_sheet, store_plan, undo_batch
from programs.models import ImportBatch, Program
from tests.benchmarks.building import memory
from tests.benchmarks.import_rows import CHANGED
from tests.benchmarks.stopwatch import Figure

SOURCE = "Benchmark"


def main(step: str, path: str) -> list[Figure]:
    """Take the step with the file and return how long it took and the memory of the process."""
    before = memory("VmRSS")
    start = time.perf_counter()
    steps = {"undo": undo, "held": held}
    figures = steps[step](Path(path)) if step in steps else load(step, Path(path))
    return [
        Figure(name=f"{step}: all", values=[time.perf_counter() - start], unit="s"),
        *figures,
        Figure(name=f"{step}: memory", values=[memory("VmHWM")], unit="MB"),
        Figure(name=f"{step}: memory before", values=[before], unit="MB"),
    ]


def load(step: str, path: Path) -> list[Figure]:
    """Check and apply, and hold the outcome against the step's name."""
    start = time.perf_counter()
    batch = check(path)
    checked = time.perf_counter()
    over = batch.report["excesses"]
    apply_batch(batch, confirmed=over[0]["number"] if over else None)
    applied = time.perf_counter()
    rows = Program.objects.count()
    few = rows // CHANGED
    wanted = {
        "first": {RowAction.NEW: rows},
        "again": {RowAction.UNCHANGED: rows},
        "changed": {RowAction.UPDATE: few, RowAction.UNCHANGED: rows - few},
    }
    counts = {action: count for action, count in batch.counts.items() if count}
    assert counts == wanted[step], counts
    return [
        Figure(name=f"{step}: check", values=[checked - start], unit="s"),
        Figure(name=f"{step}: apply", values=[applied - checked], unit="s"),
    ]


def check(path: Path) -> ImportBatch:
    return store_plan(make_plan(open_sheet(path), source=SOURCE))


def undo(path: Path) -> list[Figure]:
    """Undo the last batch."""
    assert undo_batch(ImportBatch.objects.latest("pk")) == []
    assert not Program.objects.filter(summary__startswith="Anew: ").exists()
    return []


def held(path: Path) -> list[Figure]:
    """Check only, while another process wants to write; return how long it had to wait at most."""
    command = [sys.executable, "-m", "tests.benchmarks.waiting", connection.settings_dict["NAME"]]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdout.readline() == "ready\n"
        batch = check(path)
        longest, _ = one.communicate()
    # The next step finds the database as it was.
    batch.delete()
    return [Figure(name="held: longest", values=[float(longest)], unit="s")]

"""A file of programs of any length: the rows of the starter catalogue, under other keys."""

import csv
from pathlib import Path

from programs.csv_import import COLUMNS
from programs.starter import DATA

CHANGED = 100
"""One row of so many says something else in the changed file."""


def write_file(path: Path, rows: int, *, changed: bool = False) -> None:
    """Write a CSV file of so many rows with all columns; with `changed`, a later edition of it."""
    with (DATA / "programs.csv").open(encoding="utf-8", newline="") as stream:
        starter = list(csv.DictReader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(COLUMNS), restval="")
        writer.writeheader()
        for number in range(rows):
            row = starter[number % len(starter)]
            row = row | {"slug": f"{row['slug'][:70]}-{number}"}
            if changed and number % CHANGED == 0:
                row["summary"] = f"Anew: {row['summary']}"[:200].rstrip()
            writer.writerow(row)


def main(folder: str, count: str) -> None:
    write_file(Path(folder, f"{count}.csv"), int(count))
    write_file(Path(folder, f"{count}-changed.csv"), int(count), changed=True)

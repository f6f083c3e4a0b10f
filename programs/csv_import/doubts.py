"""Rows that did not go in, as a file that can be mended and sent in again."""

import csv
from collections.abc import Iterable, Mapping
from typing import TextIO

from programs.choices import RowAction
from programs.csv_import.cells import escape
from programs.csv_import.map import OWN_COLUMNS
from programs.csv_import.planned import PlannedRow
from programs.models import RowChange


class DoubtsFile:
    """Writes rows in doubt as CSV: where they stood, why they are in doubt, and all their cells."""

    def __init__(self, stream: TextIO, titles: Iterable[str]) -> None:
        self._titles = list(titles)
        self._writer = csv.writer(stream)
        self._writer.writerow([*OWN_COLUMNS, *self._titles])

    def add(self, row: int, reasons: Iterable[tuple[str, str]], cells: Mapping[str, str]) -> None:
        """Write one row. Its cells come as the file had them."""
        told = escape(" ".join(f"{column}: {why}" if column else why for column, why in reasons))
        self._writer.writerow([row, told, *(cells.get(title, "") for title in self._titles)])


def reasons_of(row: PlannedRow | RowChange) -> list[tuple[str, str]]:
    """Return why a row is in doubt: the column, blank for the whole row, and a sentence."""
    if row.action == RowAction.DUPLICATE:
        return [("", likely_words(row.likely))]
    if row.action == RowAction.CONFLICT:
        return [(name, f"{why}; what we have stays.") for name, (_, why) in row.conflicts.items()]
    if isinstance(row, PlannedRow):
        return [(problem.column, problem.message) for problem in row.problems]
    return [(column, message) for column, message in row.problems]


def likely_words(likely: Iterable[Mapping[str, str]]) -> str:
    """Return which programs a new one may be: “It may be “AI Residency” (ai-residency): …”."""
    told = [f"“{one['name']}” ({one['slug']}), {one['reason']}" for one in likely]
    return f"It may be a program that is here already: {'; '.join(told)}."

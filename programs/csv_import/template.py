"""An empty file to fill in: the columns, and below each what it holds."""

import csv
import io

from programs.csv_import.cells import escape
from programs.csv_import.column_help import HELP_MARK
from programs.csv_import.columns import COLUMNS, KEY, REVISION, Column


def template_csv() -> str:
    """Return the file's text: a byte order mark, so that spreadsheets read UTF-8, and two rows.

    The second is help, which the import knows by its key and skips.
    """
    stream = io.StringIO(newline="")
    columns = [column for name, column in COLUMNS.items() if name != REVISION]
    csv.writer(stream).writerows(
        [[column.name for column in columns], [escape(_help(column)) for column in columns]]
    )
    return f"\ufeff{stream.getvalue()}"


def _help(column: Column) -> str:
    mark = f"{HELP_MARK}: the import skips this row." if column.name == KEY else ""
    needed = "Needed for a new program." if column.is_needed else ""
    takes = f"Takes {column.kind.allowed.rstrip(' …;')}."
    return " ".join(filter(None, [mark, needed, column.help, takes, f"Example: {column.example}"]))

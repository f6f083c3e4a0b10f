"""Workbooks: one sheet of an XLSX or ODS file becomes the CSV that a spreadsheet would save of it.

A process of its own reads them, with a limit on memory and time: a workbook of one kilobyte can
ask for gigabytes, and what runs out there must not take the site along.
"""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from programs.csv_import.problems import FileProblem
from programs.csv_import.spellings import names_of_columns

_READER = Path(__file__).with_name("workbook_reader.py")
_SECONDS = 60


def read_workbook(
    content: bytes, file_name: str, known_columns: Collection[str], sheet: str = ""
) -> bytes:
    """Return a sheet as CSV in UTF-8: the one that is named, or else that with known columns.

    Nothing is written to disk. Raises FileProblem if there is no such sheet, if a cell of it holds
    an error instead of a value, or if it is beyond the bounds.
    """
    order = {
        "sheet": sheet,
        "known_columns": [*known_columns, *names_of_columns()],
        "max_rows": settings.IMPORT_MAX_ROWS,
        "max_columns": settings.IMPORT_MAX_COLUMNS,
        "max_characters": settings.IMPORT_MAX_CELL_CHARACTERS,
        "max_text": settings.IMPORT_MAX_UNPACKED_BYTES,
        "max_memory": 512 * 2**20 + 4 * settings.IMPORT_MAX_UNPACKED_BYTES,
        "max_seconds": _SECONDS,
    }
    # -P: the modules beside the reader must not stand in for those of the standard library.
    command = [sys.executable, "-P", str(_READER), json.dumps(order)]
    try:
        # Twice the seconds: the reader's own limit counts only those in which it works.
        done = subprocess.run(  # nosec B603 # no shell, and nothing of the file in the command
            command, input=content, capture_output=True, timeout=2 * _SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileProblem(_unreadable(file_name)) from None
    if done.returncode:
        raise FileProblem(_unreadable(file_name))
    kind, _, text = done.stdout.partition(b"\n")
    if kind == b"problem":
        raise FileProblem(text.decode().replace("{file}", file_name))
    return text


def _unreadable(file_name: str) -> str:
    return (
        f"{file_name} is damaged, or needs more memory or time than a workbook may. "
        "Save the list as “CSV UTF-8”."
    )

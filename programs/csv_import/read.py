"""First stage: the bytes of a file become a header and rows of text cells."""

import csv
import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from programs.csv_import.problems import FileProblem

_DELIMITERS = ",;\t|"

# The first bytes of files that people take for CSV, and what to say of each.
_WRONG_FILES = {
    b"PK\x03\x04": "an Excel or OpenDocument spreadsheet, or another ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a SQLite database",
    b"{\\rtf": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that has been opened: where it comes from, its header, and its text.

    `rows()` yields `(row number, cells)`, numbered as a spreadsheet does, rows of blanks left out.
    """

    file_name: str
    sha256: str
    size_bytes: int
    header: list[str]
    delimiter: str
    text: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        records = _records(self.text, self.delimiter)
        next(records)
        for number, cells in records:
            if number - 1 > settings.IMPORT_MAX_ROWS:
                raise FileProblem(
                    f"The file has more than {settings.IMPORT_MAX_ROWS:,} rows. "
                    "Split it into several files."
                )
            if any(cell.strip() for cell in cells):
                yield number, cells


def read_file(path: Path, known_columns: Collection[str]) -> Sheet:
    """Return the sheet in the file. Raises FileProblem in one sentence if there is none."""
    try:
        size = path.stat().st_size
        if size > settings.IMPORT_MAX_BYTES:
            raise FileProblem(
                f"{path.name} has {size / 2**20:,.1f} MB; at most "
                f"{settings.IMPORT_MAX_BYTES / 2**20:,.0f} MB can be read. Split it."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"There is no file {path}.") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}.") from None
    return read_bytes(content, path.name, known_columns)


def read_bytes(content: bytes, file_name: str, known_columns: Collection[str]) -> Sheet:
    """Return the sheet in these bytes. Raises FileProblem in one sentence if there is none."""
    text = _decode(content, file_name)
    if not text.strip():
        raise FileProblem(f"{file_name} is empty.")
    # Cells of known files hold "; " lists: a count of delimiters guesses wrong, headers do not.
    delimiter = max(
        _DELIMITERS, key=lambda mark: len(set(_header(text, mark)).intersection(known_columns))
    )
    header = _header(text, delimiter)
    if len(header) > settings.IMPORT_MAX_COLUMNS:
        raise FileProblem(
            f"{file_name} has {len(header)} columns; at most {settings.IMPORT_MAX_COLUMNS} can be "
            "read."
        )
    return Sheet(
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        header=header,
        delimiter=delimiter,
        text=text,
    )


def _decode(content: bytes, file_name: str) -> str:
    """Return the text: UTF-16 by its byte order mark, else strict UTF-8 with or without one."""
    for start, what in _WRONG_FILES.items():
        if content.startswith(start):
            raise FileProblem(f"{file_name} is {what}, not CSV. Save the list as “CSV UTF-8”.")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem(
            f"{file_name} is not text in UTF-8: line {line} has the byte "
            f"0x{content[error.start]:02X}. Save the list as “CSV UTF-8”."
        ) from None


def _header(text: str, delimiter: str) -> list[str]:
    _, cells = next(_records(text, delimiter), (1, []))
    return [cell.strip() for cell in cells]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of RFC 4180 with their numbers. Raises FileProblem where one is broken."""
    # One process-wide limit: the reader stops there instead of taking the rest of a file, behind
    # a quote that never closes, for one cell.
    csv.field_size_limit(settings.IMPORT_MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
        return
    except csv.Error as error:
        raise FileProblem(_broken(str(error), number, reader.line_num)) from None


def _broken(error: str, last_number: int, line: int) -> str:
    where = f"Row {last_number + 1} (line {line} of the file)" if line > 1 else "Row 1"
    if "field limit" in error:
        return (
            f"{where}: a cell has more than {settings.IMPORT_MAX_CELL_CHARACTERS:,} characters. "
            "Shorten it; if it is not that long, a quote before it was never closed."
        )
    if "unexpected end" in error:
        return f"{where}: a quote is opened and never closed. Add the missing one."
    return f"{where}: a quote stands inside a quoted cell. Write it twice."

"""First stage: the bytes of a file become a header and rows of text cells."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from programs.csv_import.formats import is_workbook, refuse_markup
from programs.csv_import.problems import FileProblem
from programs.csv_import.text import (
    choose_delimiter,
    count_known,
    decode,
    first_record,
    named_delimiter,
    records,
)
from programs.csv_import.workbooks import read_workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that has been opened: where it comes from, its header, and its text.

    `rows()` yields `(row number, cells)`, numbered as a spreadsheet does, rows of blanks left out.
    The text of a workbook's sheet is the CSV that a spreadsheet would save of it.
    """

    file_name: str
    sha256: str
    size_bytes: int
    header: list[str]
    delimiter: str
    text: str
    header_row: int = 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in records(self.text, self.delimiter):
            if number <= self.header_row:
                continue
            if number - self.header_row > settings.IMPORT_MAX_ROWS:
                raise FileProblem(
                    f"The file has more than {settings.IMPORT_MAX_ROWS:,} rows. "
                    "Split it into several files."
                )
            if any(cell.strip() for cell in cells):
                yield number, cells


def read_file(
    path: Path, known_columns: Collection[str], *, encoding: str = "", sheet: str = ""
) -> Sheet:
    """Return the sheet in the file. Raises FileProblem in one sentence if there is none."""
    try:
        _refuse_large(path.stat().st_size, path.name)
        content = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"There is no file {path}.") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror}.") from None
    return read_bytes(content, path.name, known_columns, encoding=encoding, sheet=sheet)


def read_bytes(
    content: bytes,
    file_name: str,
    known_columns: Collection[str],
    *,
    encoding: str = "",
    sheet: str = "",
) -> Sheet:
    """Return the sheet in these bytes. Raises FileProblem in one sentence if there is none.

    `encoding` names that of a text file which doesn't tell it; `sheet` chooses one of a workbook.
    """
    _refuse_large(len(content), file_name)
    if is_workbook(content, file_name):
        if encoding:
            raise FileProblem(f"{file_name} is a workbook: leave out --encoding.")
        delimiter, text = ",", read_workbook(content, file_name, known_columns, sheet)
    else:
        if sheet:
            raise FileProblem(f"{file_name} is not a workbook with sheets: leave out --sheet.")
        text = decode(content, file_name, encoding)
        delimiter = named_delimiter(text) or choose_delimiter(text, known_columns)
    header_row, header = first_record(text, delimiter)
    if not header:
        raise FileProblem(f"{file_name} is empty.")
    if not count_known(header, known_columns):
        refuse_markup(text, file_name)
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
        header_row=header_row,
    )


def _refuse_large(size: int, file_name: str) -> None:
    if size > settings.IMPORT_MAX_BYTES:
        raise FileProblem(
            f"{file_name} has {size / 2**20:,.1f} MB; at most "
            f"{settings.IMPORT_MAX_BYTES / 2**20:,.0f} MB can be read. Split it."
        )

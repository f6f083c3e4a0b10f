"""First stage: the bytes of a file become a header and rows of text cells."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from programs.csv_import.formats import BEGINNING, is_workbook, refuse_markup
from programs.csv_import.problems import FileProblem
from programs.csv_import.quotes import read_records
from programs.csv_import.text import (
    as_utf8,
    choose_delimiter,
    count_known,
    first_record,
    named_delimiter,
    open_records,
    open_text,
)
from programs.csv_import.workbooks import read_workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that has been opened: where it comes from, its header, and its text in UTF-8.

    The text of a workbook's sheet is the CSV that a spreadsheet would save of it.
    """

    file_name: str
    sha256: str
    size_bytes: int
    header: list[str]
    delimiter: str
    content: bytes = field(repr=False)
    header_row: int = 1
    is_upload: bool = False
    """Whether it came through a browser, where somebody waits: fewer rows are read."""
    notices: dict[int, str] = field(default_factory=dict)
    """What `rows()` guessed where a quote is broken: a sentence for each such row, by number."""

    @property
    def text(self) -> str:
        """The whole text at once."""
        return open_text(self.content).read()

    @property
    def about_rows(self) -> int:
        """About how many rows there are: cells of several lines count as several."""
        ends = max(self.content.count(b"\n"), self.content.count(b"\r"))
        return ends - self.content.endswith((b"\n", b"\r"))  # The header has one.

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield `(row number, cells)`, numbered as a spreadsheet does, rows of blanks left out.

        A row that cannot be read is a BrokenRecord, which says why. Raises FileProblem if there
        are too many rows.
        """
        most = settings.IMPORT_UPLOAD_MAX_ROWS if self.is_upload else settings.IMPORT_MAX_ROWS
        lines, before = open_records(self.content)
        for number, cells in read_records(
            lines,
            self.delimiter,
            width=len(self.header),
            size=len(self.content),
            before=before,
            notices=self.notices,
        ):
            if number <= self.header_row:
                continue
            if number - self.header_row > most:
                elsewhere = ", or import it on the command line" if self.is_upload else ""
                raise FileProblem(
                    f"The file has more than {most:,} rows. Split it into several files{elsewhere}."
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
    is_upload: bool = False,
) -> Sheet:
    """Return the sheet in these bytes. Raises FileProblem in one sentence if there is none.

    `encoding` names that of a text file which doesn't tell it; `sheet` chooses one of a workbook.
    An upload may have fewer bytes and rows than other files.
    """
    _refuse_large(len(content), file_name, is_upload=is_upload)
    if is_workbook(content, file_name):
        if encoding:
            raise FileProblem(f"{file_name} is a workbook: leave out --encoding.")
        delimiter, text = ",", read_workbook(content, file_name, known_columns, sheet)
    else:
        if sheet:
            raise FileProblem(f"{file_name} is not a workbook with sheets: leave out --sheet.")
        text = as_utf8(content, file_name, encoding)
        delimiter = named_delimiter(text) or choose_delimiter(text, known_columns)
    header_row, header = first_record(text, delimiter)
    if not header:
        raise FileProblem(f"{file_name} is empty.")
    if not count_known(header, known_columns):
        refuse_markup(open_text(text).read(BEGINNING), file_name)
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
        content=text,
        header_row=header_row,
        is_upload=is_upload,
    )


def _refuse_large(size: int, file_name: str, *, is_upload: bool = False) -> None:
    most = settings.IMPORT_UPLOAD_MAX_BYTES if is_upload else settings.IMPORT_MAX_BYTES
    if size > most:
        elsewhere = ", or import it on the command line" if is_upload else ""
        raise FileProblem(
            f"{file_name} has {size / 2**20:,.1f} MB; at most {most / 2**20:,.0f} MB can be read. "
            f"Split it{elsewhere}."
        )

"""Text files: bytes become text in a known encoding, and text becomes records of cells."""

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator

from django.conf import settings

from programs.csv_import.problems import FileProblem, quoted

_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=([^\w"\r\n ])"?(?:\r\n|\r|\n)', re.IGNORECASE)
# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Control characters that no list has, in any encoding that is like ASCII.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_AROUND = 30
_HEADER = 64


def decode(content: bytes, file_name: str, encoding: str = "") -> str:
    """Return the text, in the encoding that is named or else in the one that can be told for sure.

    That is the one of the byte order mark, UTF-16 with a header of ASCII, or strict UTF-8. Raises
    FileProblem otherwise: which of the older encodings a file is in, only people can tell.
    """
    known = encoding or _told_by_the_bytes(content)
    try:
        text = content.decode(known).removeprefix("\ufeff")
        text.encode()  # Some codecs give halves of characters, which no database takes.
    except UnicodeDecodeError as error:
        raise FileProblem(_not_text(error, file_name, encoding)) from None
    except UnicodeError:
        raise FileProblem(f"{file_name} is not text in {quoted(encoding)}.") from None
    except (LookupError, ValueError):
        raise FileProblem(
            f"{quoted(encoding)} is not the name of a text encoding. "
            "Names are utf-8, utf-16, windows-1252, iso-8859-2, mac-roman, shift-jis and so on."
        ) from None
    return text


def _told_by_the_bytes(content: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return encoding
    # The names of columns are ASCII: in UTF-16, every other byte of the first line is zero.
    end = content.find(b"\n")
    line = content[: (len(content) if end < 0 else end) // 2 * 2][:_HEADER]
    for encoding, zeros, letters in (
        ("utf-16-le", line[1::2], line[::2]),
        ("utf-16-be", line[::2], line[1::2]),
    ):
        if line and not any(zeros) and all(letters):
            return encoding
    return "utf-8"


def _not_text(error: UnicodeDecodeError, file_name: str, encoding: str) -> str:
    content = error.object  # what the file holds behind a byte order mark
    line = content.count(b"\n", 0, error.start) + 1
    found = (
        f"{file_name} is not text in {error.encoding.upper()}: line {line} has the byte "
        f"0x{content[error.start]:02X}."
    )
    cure = "name its encoding with --encoding NAME, or save the list as “CSV UTF-8”."
    sample = _as_windows_1252(content, error.start)
    if encoding or not sample:
        return f"{found} If it is a list, {cure}"
    return (
        f"{found} Read as Windows-1252, it says {quoted(sample)}. If that looks right, add "
        f"--encoding windows-1252; if not, {cure}"
    )


def _as_windows_1252(content: bytes, position: int) -> str:
    """Return the line around the byte as Windows-1252 reads it, blank if it can't be that."""
    if _BINARY.search(content):
        return ""
    start = max(content.rfind(b"\n", 0, position) + 1, position - _AROUND)
    end = content.find(b"\n", position)
    sample = content[start : min(len(content) if end < 0 else end, position + _AROUND)]
    try:
        content.decode("windows-1252")
    except UnicodeDecodeError:
        return ""
    return sample.decode("windows-1252").strip()


def named_delimiter(text: str) -> str:
    """Return the delimiter that Excel's first line `sep=;` names; blank without such a line."""
    found = _SEP_LINE.match(text)
    return found[1] if found else ""


def choose_delimiter(text: str, known_columns: Collection[str]) -> str:
    """Return the delimiter that makes most known columns of the header, or else most columns.

    A count of delimiters would guess wrong: cells hold lists with "; ".
    """

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            _, header = first_record(text, delimiter)
        except FileProblem:
            return -1, 0
        return count_known(header, known_columns), len(header)

    return max(_DELIMITERS, key=worth)


def count_known(header: list[str], known_columns: Collection[str]) -> int:
    return len({name.lower() for name in header}.intersection(known_columns))


def first_record(text: str, delimiter: str) -> tuple[int, list[str]]:
    """Return the number and the cells, trimmed, of the first record that is not blank.

    Without one the cells are an empty list. Raises FileProblem.
    """
    for number, cells in records(text, delimiter):
        if any(cell.strip() for cell in cells):
            return number, [cell.strip() for cell in cells]
    return 1, []


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of RFC 4180 with their numbers. Raises FileProblem where one is broken.

    A line `sep=;` before them is none: spreadsheets don't show it.
    """
    # One process-wide limit: the reader stops there instead of taking the rest of a file, behind
    # a quote that never closes, for one cell.
    csv.field_size_limit(settings.IMPORT_MAX_CELL_CHARACTERS)
    stream = io.StringIO(text, newline="")
    found = _SEP_LINE.match(text)
    stream.seek(found.end() if found else 0)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as error:
        line = reader.line_num + bool(found)
        raise FileProblem(_broken(str(error), number + 1, line)) from None


def _broken(error: str, number: int, line: int) -> str:
    where = f"Row {number} (line {line} of the file)" if line > 1 else f"Row {number}"
    if "field limit" in error:
        return (
            f"{where}: a cell has more than {settings.IMPORT_MAX_CELL_CHARACTERS:,} characters. "
            "Shorten it; if it is not that long, a quote before it was never closed."
        )
    if "unexpected end" in error:
        return f"{where}: a quote is opened and never closed. Add the missing one."
    return f"{where}: a quote stands inside a quoted cell. Write it twice."

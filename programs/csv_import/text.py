"""Text files: bytes in any encoding become UTF-8, and delimiter and header are found."""

import codecs
import io
import re
from collections.abc import Collection
from typing import TextIO

from programs.csv_import.problems import FileProblem, quoted
from programs.csv_import.quotes import read_records
from programs.csv_import.spellings import is_other_name

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
_PIECE = 2**18
_LONGEST_SEP_LINE = 20


def as_utf8(content: bytes, file_name: str, encoding: str = "") -> bytes:
    """Return the text in UTF-8, out of the encoding that is named or else can be told for sure.

    That is the one of the byte order mark, UTF-16 with a header of ASCII, or strict UTF-8. Raises
    FileProblem otherwise: which of the older encodings a file is in, only people can tell.
    """
    known = encoding or _told_by_the_bytes(content)
    try:
        try:
            return _recoded(content, known)
        except UnicodeError:
            # Only the whole knows at which byte of the file it is.
            return content.decode(known).encode()
    except UnicodeDecodeError as error:
        raise FileProblem(_not_text(error, file_name, encoding)) from None
    except UnicodeError:
        raise FileProblem(f"{file_name} is not text in {quoted(encoding)}.") from None
    except (LookupError, ValueError):
        raise FileProblem(
            f"{quoted(encoding)} is not the name of a text encoding. "
            "Names are utf-8, utf-16, windows-1252, iso-8859-2, mac-roman, shift-jis and so on."
        ) from None


def _recoded(content: bytes, encoding: str) -> bytes:
    """Return the text in UTF-8: the very same bytes if they are. Holds no second copy of it."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig"):
        while stream.read(_PIECE):
            pass
        return content
    recoded = io.BytesIO()
    while piece := stream.read(_PIECE):
        # Some codecs give halves of characters, which no database takes, and UTF-8 neither.
        recoded.write(piece.encode())
    return recoded.getvalue()


def open_text(content: bytes) -> TextIO:
    """Return the text as a stream, without byte order marks, line ends as they are."""
    stream = io.BytesIO(content)
    while content.startswith(codecs.BOM_UTF8, stream.tell()):
        stream.seek(len(codecs.BOM_UTF8), io.SEEK_CUR)
    return io.TextIOWrapper(stream, "utf-8", newline="")


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


def named_delimiter(content: bytes) -> str:
    """Return the delimiter that Excel's first line `sep=;` names; blank without such a line."""
    found = _SEP_LINE.match(open_text(content).read(_LONGEST_SEP_LINE))
    return found[1] if found else ""


def open_records(content: bytes) -> tuple[TextIO, int]:
    """Return the text from its first record on, and how many lines come before.

    A line `sep=;` is no record: spreadsheets don't show it.
    """
    stream = open_text(content)
    if not named_delimiter(content):
        return stream, 0
    stream.readline()
    return stream, 1


def choose_delimiter(content: bytes, known_columns: Collection[str]) -> str:
    """Return the delimiter that makes most known columns of the header, or else most columns.

    A count of delimiters would guess wrong: cells hold lists with "; ".
    """

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            _, header = first_record(content, delimiter)
        except FileProblem:
            # It will be told what is wrong with it, once it is clear which delimiter it has.
            names = [name.strip('" ') for name in first_line.split(delimiter)]
            return count_known(names, known_columns), 0
        return count_known(header, known_columns), len(header)

    first_line = next(filter(str.strip, open_text(content)), "")

    return max(_DELIMITERS, key=worth)


def count_known(header: list[str], known_columns: Collection[str]) -> int:
    """Return how many of the names are those of columns, or other names for them."""
    return sum(name.lower() in known_columns or is_other_name(name) for name in set(header) - {""})


def first_record(content: bytes, delimiter: str) -> tuple[int, list[str]]:
    """Return the number and the cells, trimmed, of the first record that is not blank.

    Without one the cells are an empty list. Raises FileProblem.
    """
    lines, before = open_records(content)
    for number, cells in read_records(lines, delimiter, before=before):
        if any(cell.strip() for cell in cells):
            return number, [cell.strip() for cell in cells]
    return 1, []

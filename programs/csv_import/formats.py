"""What kind of file some bytes are, told from the bytes: a file's name may say anything."""

import io
import re
import zipfile
from collections.abc import Callable

from django.conf import settings

from programs.csv_import.problems import FileProblem

_CURE = "Save the list as “CSV UTF-8” or as XLSX."

# The first bytes of files that people take for lists, and what to say of each.
_BEGINNINGS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"SQLite format 3\0": "a SQLite database",
    b"{\\rtf": "an RTF document",
    b"PAR1": "a Parquet file",
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"

# What the archives of office files hold, and what an old office file calls its parts. XLS and XLSB
# are refused although they could be read: there, a broken formula can't be told from a blank.
_MEMBERS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "xl/workbook.bin": "a binary Excel workbook (XLSB)",
    "Index/Document.iwa": "an iWork document",
}
_MIME_TYPES = {
    "opendocument.text": "an OpenDocument text",
    "opendocument.presentation": "an OpenDocument presentation",
    "epub": "an electronic book",
}
_PARTS = {
    "EncryptedPackage": "protected by a password",
    "WordDocument": "an old Word document",
    "PowerPoint Document": "an old PowerPoint presentation",
    "Workbook": "an old Excel workbook (XLS)",
    "Book": "an old Excel workbook (XLS)",
}
_LOCKED = "protected by a password"

BEGINNING = 1000
"""How many characters of a text tell its kind."""

_MARKUP: dict[str, Callable[[str], object]] = {
    "a web page (HTML)": re.compile(
        r"<(!doctype html|html|head|body|meta|table|div|script)\b", re.IGNORECASE
    ).match,
    "XML": re.compile(r"<(\?xml|\w+[\s>])").match,
    "JSON": re.compile(r"\[\s*[\[{]|\{\s*[\"}]").match,
}


def is_workbook(content: bytes, file_name: str) -> bool:
    """Return whether the bytes are a workbook that can be read, and within the bounds.

    Raises FileProblem, which says what they are instead, if they can be neither that nor text.
    """
    if content.startswith(_ZIP):
        return _check_archive(content, file_name)
    what = next((what for start, what in _BEGINNINGS.items() if content.startswith(start)), "")
    if content.startswith(_OLE):
        what = next(
            (what for part, what in _PARTS.items() if part.encode("utf-16-le") in content),
            "an old office file without a workbook",
        )
    if what:
        raise _other(file_name, what)
    return False


def refuse_markup(text: str, file_name: str) -> None:
    """Raise FileProblem if the text is JSON, XML or HTML: its BEGINNING says so."""
    beginning = text[:BEGINNING].lstrip()
    for what, begins in _MARKUP.items():
        if begins(beginning):
            raise _other(file_name, what)


def _other(file_name: str, what: str) -> FileProblem:
    if what == _LOCKED:
        return FileProblem(f"{file_name} is {what}. Save it without one.")
    return FileProblem(f"{file_name} is {what}, not CSV, XLSX or ODS. {_CURE}")


def _check_archive(content: bytes, file_name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content), file_name)
            what = _kind_of(archive)
    except FileProblem:
        raise
    except Exception:  # What a damaged archive raises depends on where the damage is.
        raise FileProblem(
            f"{file_name} is a damaged workbook or ZIP archive. Get or save it once more."
        ) from None
    if what:
        raise _other(file_name, what)
    return True


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, file_name: str) -> None:
    """Raise FileProblem if the archive would become too large; nothing is unpacked for that."""
    unpacked = sum(member.file_size for member in archive.infolist())
    ratio = unpacked / packed
    if unpacked > settings.IMPORT_MAX_UNPACKED_BYTES or ratio > settings.IMPORT_MAX_UNPACKED_RATIO:
        raise FileProblem(
            f"{file_name} would unpack to {unpacked / 2**20:,.1f} MB, {ratio:,.0f} times its size; "
            f"at most {settings.IMPORT_MAX_UNPACKED_BYTES / 2**20:,.0f} MB and "
            f"{settings.IMPORT_MAX_UNPACKED_RATIO:,} times can be read. Save the list as CSV."
        )


def _kind_of(archive: zipfile.ZipFile) -> str:
    """Return what the archive is, blank if it is a workbook that can be read."""
    names = set(archive.namelist())
    if any(member.flag_bits & 1 for member in archive.infolist()):
        return _LOCKED
    if "xl/workbook.xml" in names:
        return ""
    for name, what in _MEMBERS.items():
        if name in names:
            return what
    if "mimetype" in names:
        mime_type = _beginning(archive, "mimetype", 100)
        if "opendocument.spreadsheet" in mime_type and "content.xml" in names:
            manifest = "META-INF/manifest.xml"
            hidden = manifest in names and "encryption-data" in _beginning(archive, manifest, 10**6)
            return _LOCKED if hidden else ""
        for part, what in _MIME_TYPES.items():
            if part in mime_type:
                return what
    return "a ZIP archive without a workbook"


def _beginning(archive: zipfile.ZipFile, name: str, length: int) -> str:
    with archive.open(name) as member:
        return member.read(length).decode("latin-1")

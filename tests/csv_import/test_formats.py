import pytest

from programs.csv_import import COLUMNS, FileProblem, read_bytes
from tests.csv_import.spreadsheets import archive

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CURE = ", not CSV, XLSX or ODS. Save the list as “CSV UTF-8” or as XLSX."
LOCKED = "protected by a password. Save it without one."


def old(part: str) -> bytes:
    """Return what an old office file with this part looks like."""
    return OLE + part.encode("utf-16-le")


def open_document(kind: str, manifest: str = "") -> bytes:
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": "",
            "META-INF/manifest.xml": manifest,
        }
    )


WRONG = {
    "pdf": (b"%PDF-1.7", f"a PDF{CURE}"),
    "png": (b"\x89PNG\r\n\x1a\n", f"a picture{CURE}"),
    "jpeg": (b"\xff\xd8\xff\xe0", f"a picture{CURE}"),
    "gzip": (b"\x1f\x8b\x08", f"a gzip archive{CURE}"),
    "sqlite": (b"SQLite format 3\0", f"a SQLite database{CURE}"),
    "rtf": (b"{\\rtf1", f"an RTF document{CURE}"),
    "docx": (archive({"word/document.xml": ""}), f"a Word document{CURE}"),
    "pptx": (archive({"ppt/presentation.xml": ""}), f"a PowerPoint presentation{CURE}"),
    "odt": (open_document("text"), f"an OpenDocument text{CURE}"),
    "numbers": (archive({"Index/Document.iwa": ""}), f"an iWork document{CURE}"),
    "zip": (archive({"programs.csv": "slug"}), f"a ZIP archive without a workbook{CURE}"),
    "empty zip": (archive({}), f"a ZIP archive without a workbook{CURE}"),
    "xlsb": (
        archive({"xl/workbook.bin": ""}),
        f"a binary Excel workbook (XLSB){CURE}",
    ),
    "xls": (old("Workbook"), f"an old Excel workbook (XLS){CURE}"),
    "doc": (old("WordDocument"), f"an old Word document{CURE}"),
    "msi": (OLE, f"an old office file without a workbook{CURE}"),
    "xlsx with a password": (old("EncryptedPackage"), LOCKED),
    "ods with a password": (
        open_document("spreadsheet", "<manifest:encryption-data/>"),
        LOCKED,
    ),
    "html": (b"\n<!DOCTYPE html>\n<title>Sign in</title>", f"a web page (HTML){CURE}"),
    "html table": (b"<TABLE><tr><td>slug", f"a web page (HTML){CURE}"),
    "xml": ('<?xml version="1.0"?><Workbook>'.encode("utf-16"), f"XML{CURE}"),
    "json": (b'[\n  {"slug": "a", "name": "A"}\n]', f"JSON{CURE}"),
    "json object": (b'{"slug": "a"}', f"JSON{CURE}"),
}


@pytest.mark.parametrize(("data", "what"), WRONG.values(), ids=WRONG.keys())
def test_wrong_file_is_told_what_it_is(data, what):
    with pytest.raises(FileProblem) as refused:
        read_bytes(data, "programs.csv", COLUMNS)

    assert str(refused.value) == f"programs.csv is {what}"


@pytest.mark.parametrize("data", [b"", b" \r\n\r\n", b"\xef\xbb\xbf"])
def test_file_without_a_cell_is_empty(data):
    with pytest.raises(FileProblem, match=r"^programs\.csv is empty\.$"):
        read_bytes(data, "programs.csv", COLUMNS)


@pytest.mark.parametrize("header", ["<b>,slug", "[slug],name", "{slug}"])
def test_odd_names_of_columns_are_not_markup(header):
    assert read_bytes(header.encode(), "programs.csv", COLUMNS).header == header.split(",")

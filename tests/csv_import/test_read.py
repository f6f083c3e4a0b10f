import pytest

from programs.csv_import import COLUMNS, FileProblem, read_bytes, read_file
from tests.csv_import.files import ROW, content


def read(data: bytes):
    return read_bytes(data, "programs.csv", COLUMNS)


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    sheet = read(b'slug,name\r\na,"two\r\nlines"\r\n,\r\nb,B\r\n')

    assert sheet.header == ["slug", "name"]
    assert list(sheet.rows()) == [(2, ["a", "two\r\nlines"]), (4, ["b", "B"])]


@pytest.mark.parametrize(
    "delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"]
)
def test_delimiter_is_the_one_that_yields_known_headers(delimiter):
    data = delimiter.join(["slug", "topics"]) + "\n" + delimiter.join(["a", '"x; y, z"'])

    sheet = read(data.encode())

    assert sheet.header == ["slug", "topics"]
    assert list(sheet.rows()) == [(2, ["a", "x; y, z"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_with_and_without_a_byte_order_mark(encoding):
    sheet = read("slug,name\na,Tübingen\n".encode(encoding))

    assert list(sheet.rows()) == [(2, ["a", "Tübingen"])]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", r"programs\.csv is empty\.", id="no bytes"),
        pytest.param(b" \r\n\r\n", r"programs\.csv is empty\.", id="blank lines"),
        pytest.param(b"PK\x03\x04rest", "is an Excel or OpenDocument spreadsheet", id="xlsx"),
        pytest.param(b"%PDF-1.7", r"is a PDF, not CSV\. Save the list as", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "is a picture, not CSV", id="png"),
        pytest.param(
            b"slug,name\na,Universit\xe4t\n",
            "not text in UTF-8: line 2 has the byte 0xE4",
            id="cp1252",
        ),
    ],
)
def test_file_that_is_no_csv_is_told_in_one_sentence(data, sentence):
    with pytest.raises(FileProblem, match=sentence):
        read(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            b'slug,name\na,A\nb,"B\nc,C\n', "Row 3 .* a quote is opened and never closed", id="open"
        ),
        pytest.param(b'slug,name\na,"A"B\n', "Row 2 .* a quote stands inside", id="inside"),
        pytest.param(
            b"slug,name\na," + b"x" * 1_000_000,
            "Row 2 .* more than 20,000 characters",
            id="megabyte",
        ),
        pytest.param(
            b'slug,name\na,"' + b"x,y\n" * 9_000,
            "Row 2 .* was never closed",
            id="open, in a long file",
        ),
    ],
)
def test_broken_record_is_named_by_its_row(data, sentence):
    with pytest.raises(FileProblem, match=sentence):
        list(read(data).rows())


def test_too_many_rows_columns_and_bytes_are_refused_with_the_limit(settings, tmp_path):
    settings.IMPORT_MAX_ROWS = 2
    settings.IMPORT_MAX_COLUMNS = 6
    settings.IMPORT_MAX_BYTES = 1000

    with pytest.raises(FileProblem, match="more than 2 rows"):
        list(read(b"slug\na\nb\nc\n").rows())
    with pytest.raises(FileProblem, match="has 7 columns; at most 6"):
        read(content({**ROW, "status": "active"}))
    (tmp_path / "large.csv").write_bytes(b"x" * 1001)
    with pytest.raises(FileProblem, match=r"large\.csv has 0\.0 MB; at most 0 MB"):
        read_file(tmp_path / "large.csv", COLUMNS)


def test_missing_file_and_folder_are_told_by_name(tmp_path):
    with pytest.raises(FileProblem, match=r"There is no file .*nowhere\.csv"):
        read_file(tmp_path / "nowhere.csv", COLUMNS)
    with pytest.raises(FileProblem, match="cannot be read: Is a directory"):
        read_file(tmp_path, COLUMNS)

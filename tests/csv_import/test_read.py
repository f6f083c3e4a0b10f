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


def test_delimiter_is_told_where_every_name_is_quoted():
    sheet = read(b'"Slug";"name"\n"a";"x, y"\n')

    assert (sheet.header, list(sheet.rows())) == (["Slug", "name"], [(2, ["a", "x, y"])])


def test_delimiter_of_a_list_with_other_names_makes_most_columns():
    assert read(b"Bootcamp;Url, address;Price\n").header == ["Bootcamp", "Url, address", "Price"]


@pytest.mark.parametrize("line", ["sep=^\r\n", '"SEP=^"\n', "\ufeffsep=^\n"])
def test_line_that_names_the_delimiter_is_not_a_row(line):
    data = (line + "slug^name\na^A, B\n^\nb^" + '"B').encode()
    rows = read(data).rows()

    assert [next(rows)] == [(2, ["a", "A, B"])]
    with pytest.raises(FileProblem, match=r"Row 4 \(line 5 of the file\): a quote is opened"):
        list(rows)


def test_blank_lines_before_the_header_count():
    assert list(read(b"\n,\nslug,name\na,A\n").rows()) == [(4, ["a", "A"])]


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
    with pytest.raises(FileProblem, match=r"programs\.csv has 0\.0 MB; at most 0 MB"):
        read(b"x" * 1001)
    (tmp_path / "large.csv").write_bytes(b"x" * 1001)
    with pytest.raises(FileProblem, match=r"large\.csv has 0\.0 MB; at most 0 MB"):
        read_file(tmp_path / "large.csv", COLUMNS)


def test_missing_file_and_folder_are_told_by_name(tmp_path):
    with pytest.raises(FileProblem, match=r"There is no file .*nowhere\.csv"):
        read_file(tmp_path / "nowhere.csv", COLUMNS)
    with pytest.raises(FileProblem, match="cannot be read: Is a directory"):
        read_file(tmp_path, COLUMNS)

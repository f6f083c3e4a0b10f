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
    sheet = read(data)

    assert list(sheet.rows()) == [(2, ["a", "A, B"]), (4, ["b", "B"])]
    assert sheet.notices == {
        4: "Row 4 (line 5 of the file): a quote is opened and never closed; read as “B”."
    }


def test_blank_lines_before_the_header_count():
    assert list(read(b"\n,\nslug,name\na,A\n").rows()) == [(4, ["a", "A"])]


def test_broken_header_is_told_with_its_line():
    with pytest.raises(FileProblem, match=r"^Row 1: a quote stands inside a quoted cell\."):
        read(b'slug,"na"me"\na,A\n')
    with pytest.raises(FileProblem, match=r"^Row 2 \(line 2 of the file\): a quote is opened"):
        read(b'\nslug,"name\na,A\n')


def test_cell_beyond_the_limit_is_a_problem_of_its_row_alone(settings):
    settings.IMPORT_MAX_CELL_CHARACTERS = 20_000
    sheet = read(b"slug,name\na," + b"x" * 1_000_000 + b"\nb,B\n")

    [(_, broken), good] = sheet.rows()

    assert good == (3, ["b", "B"])
    assert broken.problem == (
        "a cell has more than 20,000 characters (line 2 of the file). Shorten it; if it is not "
        "that long, a quote before it was never closed."
    )


def test_text_is_held_once_and_in_utf_8(tmp_path):
    text = "slug,name\n" + "a,Tübingen\n" * 1000
    (tmp_path / "a.csv").write_bytes(text.encode())

    data = text.encode()
    sheet = read(text.encode("utf-16"))

    assert read(data).content is data
    assert sheet.content == data
    assert sheet.text == text
    assert sheet.about_rows == 1000
    assert read_file(tmp_path / "a.csv", COLUMNS).content == text.encode()


def test_rows_are_counted_whatever_ends_a_line():
    assert read(b"slug\ra\rb").about_rows == 2
    assert read(b"slug\r\na\r\nb\r\n").about_rows == 2


def test_rows_can_be_read_twice():
    sheet = read(b'slug,name\na,"A"B\n')

    assert list(sheet.rows()) == list(sheet.rows())
    assert len(sheet.notices) == 1


def test_delimiter_is_found_in_a_list_of_other_names():
    sheet = read(b"Program title;Degree required;Website, or link\nA, B;none;x\n")

    assert sheet.header == ["Program title", "Degree required", "Website, or link"]


def test_delimiter_that_makes_known_names_beats_the_one_that_makes_many():
    assert read(b"Title|Price|a, b, c, d, e\n").delimiter == "|"


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

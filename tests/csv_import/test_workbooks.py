import subprocess
import zipfile

import pytest

from programs.csv_import import COLUMNS, FileProblem, read_bytes
from tests.csv_import.spreadsheets import ERROR, archive, ods, xlsx

BOTH = pytest.mark.parametrize("workbook", [xlsx, ods])
HEADER = ["slug", "name"]


def read(data: bytes, **options: str):
    return read_bytes(data, "list.xlsx", COLUMNS, **options)


def refusal(data: bytes, **options: str) -> str:
    with pytest.raises(FileProblem) as refused:
        list(read(data, **options).rows())
    return str(refused.value)


@BOTH
def test_rows_of_a_workbook_are_numbered_as_it_shows_them(workbook):
    sheet = read(workbook(A=[["", ""], HEADER, ["a", "A"], ["", ""], ["b", ""], ["", ""]]))

    assert (sheet.header, sheet.header_row) == (HEADER, 2)
    assert list(sheet.rows()) == [(3, ["a", "A"]), (5, ["b", ""])]


DATES = {
    xlsx: [(46082, 1), (46082.6041666667, 2), (0.5, 3)],
    ods: [("2026-03-01",), ("2026-03-01T14:30:00",), "12:00:00"],
}


@BOTH
def test_cells_become_the_texts_that_a_csv_file_would_hold(workbook):
    row = [8, 8.5, 0.1 + 0.2, 1e15, True, False, "007", 'a "b", c\nd', " =x", *DATES[workbook]]
    header = ["slug", *(f"c{n}" for n in range(1, len(row)))]

    [(_, cells)] = read(workbook(A=[header, row])).rows()

    assert cells[:4] == ["8", "8.5", "0.3", "1000000000000000"]
    assert cells[4:8] == ["yes", "no", "007", 'a "b", c\nd']
    assert cells[9:] == ["2026-03-01", "2026-03-01 14:30:00", "12:00:00"]


@BOTH
def test_sheet_is_the_only_one_with_known_columns(workbook):
    data = workbook(Notes=[["Read me"]], List=[["SLUG", "name"], ["a", "A"]], Empty=[])

    assert list(read(data).rows()) == [(2, ["a", "A"])]


@BOTH
def test_only_sheet_is_taken_whatever_it_holds(workbook):
    assert read(workbook(A=[["BOOTCAMP", "URL"], ["x", "y"]])).header == ["BOOTCAMP", "URL"]


@BOTH
def test_sheets_are_listed_when_none_or_several_have_known_columns(workbook):
    several = workbook(One=[HEADER], Two=[HEADER])

    assert refusal(several) == (
        "list.xlsx has 2 sheets, and more than one of them begins with columns that we know: "
        "“One”, “Two”. Choose one with --sheet NAME."
    )
    assert "none of them begins with" in refusal(workbook(One=[["x"]], Two=[]))


@BOTH
def test_sheet_can_be_chosen(workbook):
    data = workbook(One=[HEADER, ["a", "A"]], Two=[HEADER, ["b", "B"]], two=[HEADER])

    assert list(read(data, sheet="ONE").rows()) == [(2, ["a", "A"])]
    assert list(read(data, sheet="Two").rows()) == [(2, ["b", "B"])]
    assert refusal(data, sheet="3") == "list.xlsx has no sheet “3”. It has “One”, “Two”, “two”."


@BOTH
def test_broken_formula_is_named_by_its_row_and_column(workbook):
    good = [HEADER, ["a", "A"]]
    sentence = "column C: the cell holds {} instead of a value. Mend it in the workbook"

    assert f"Row 3, {sentence.format('an error such as #REF!')}" in refusal(
        workbook(Other=[[ERROR]], List=[*good, ["b", "", ERROR]])
    )
    assert f"Row 2, {sentence.format('#N/A')}" in refusal(workbook(A=[HEADER, ["a", "", "#N/A"]]))
    assert list(read(workbook(Other=[[ERROR]], List=good)).rows()) == [(2, ["a", "A"])]


def test_place_of_a_broken_formula_counts_repeated_rows_and_cells():
    error = '<table:table-cell office:value-type="string" calcext:value-type="error"/>'
    rows = (
        "<table:table-row><table:table-cell office:value-type='string'><text:p>slug</text:p>"
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="27"/>'
        f"{error}</table:table-row>"
    )

    assert "Row 5, column AB: the cell holds an error" in refusal(ods(A=rows))


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>", "<v />"])
def test_formula_that_was_never_calculated_is_not_a_blank(value):
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>1+1</f>{value}</c></row>'

    assert "Row 1, column B: the cell holds a formula without its result" in refusal(xlsx(A=rows))


def test_formula_whose_result_is_an_empty_text_is_a_blank():
    empty = '<c r="B2" t="str"><f>IF(A2, "", "")</f><v></v></c>'
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c>{empty}</row>'

    assert list(read(xlsx(A=rows)).rows()) == [(2, ["2"])]


@BOTH
def test_merged_and_blank_cells_are_blank(workbook):
    data = workbook(A=[[*HEADER, "url", "  "], ["a", "", "", "", " "], ["b"]])

    assert list(read(data).rows()) == [(2, ["a", "", ""]), (3, ["b", "", ""])]


@BOTH
def test_bounds_hold_for_workbooks(workbook, settings):
    settings.IMPORT_MAX_ROWS, settings.IMPORT_MAX_COLUMNS = 2, 3
    settings.IMPORT_MAX_CELL_CHARACTERS = 9

    assert "more than 2 rows" in refusal(workbook(A=[HEADER, ["a"], ["b"], ["c"]]))
    assert "has 4 columns in row 2; at most 3" in refusal(workbook(A=[HEADER, list("abcd")]))
    assert "Row 2, column B: a cell has more than 9 char" in refusal(
        workbook(A=[HEADER, ["a", "x" * 10]])
    )


def test_archive_is_measured_before_it_is_unpacked(settings, monkeypatch):
    data = xlsx(A=[HEADER, *([["x", "y"]] * 2000)])

    def unpack(*_):
        raise AssertionError("It was unpacked.")

    monkeypatch.setattr(zipfile.ZipFile, "open", unpack)
    monkeypatch.setattr(subprocess, "run", unpack)
    settings.IMPORT_MAX_UNPACKED_RATIO = 5
    assert "times its size; at most 200 MB and 5 times can be read" in refusal(data)
    settings.IMPORT_MAX_UNPACKED_RATIO, settings.IMPORT_MAX_UNPACKED_BYTES = 100, 10_000
    assert "list.xlsx would unpack to 0.3 MB" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            xlsx(A='<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
                 "<v>1</v></c></row>"),
            id="two cells far apart",
        ),
        pytest.param(
            ods(A='<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                  'table:number-columns-repeated="16384" office:value-type="float" '
                  'office:value="1"/></table:table-row>'),
            id="one cell many times",
        ),
    ],
)  # fmt: skip
def test_small_workbook_that_asks_for_gigabytes_is_refused(data):
    assert len(data) < 2000
    assert "needs more memory or time than a workbook may" in refusal(data)


@BOTH
@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_damaged_workbook_is_told(workbook, keep):
    data = workbook(A=[HEADER])

    assert "damaged workbook or ZIP archive" in refusal(data[: int(len(data) * keep)])


@pytest.mark.parametrize(
    "members",
    [{"xl/workbook.xml": "<a"}, {"mimetype": "opendocument.spreadsheet", "content.xml": "<a"}],
    ids=["xlsx", "ods"],
)
def test_archive_that_only_looks_like_a_workbook_is_told(members):
    assert refusal(archive(members)).startswith("list.xlsx is damaged, or needs more")


def test_workbook_knows_its_encoding_and_text_has_no_sheets():
    assert "is a workbook: leave out --encoding" in refusal(xlsx(A=[HEADER]), encoding="utf-8")
    assert "is not a workbook with sheets: leave out --sheet" in refusal(b"slug\n", sheet="A")


# --- What a person sees ----------------------------------------------------------------------


@BOTH
def test_sheet_is_found_by_other_names_of_columns(workbook):
    data = workbook(
        Notes=[["Date", "Remark"], ["2026", "x"]],
        List=[["Program title", "Degree  required", "WEBSITE"], ["A", "none", "x"]],
    )

    assert read(data).header == ["Program title", "Degree  required", "WEBSITE"]


@BOTH
def test_two_lists_in_a_workbook_are_asked_about_even_if_one_has_more_columns(workbook):
    data = workbook(Old=[["slug", "name", "url"]], New=[["slug", "name", "url", "topics"]])

    assert "more than one of them begins with columns that we know" in refusal(data)


MONTHS = [
    ("mmm-yy", 17, "2026-03"),
    ("yyyy-mm", 164, "2026-03"),
    ("[$-409]mmmm\\ yyyy", 164, "2026-03"),
    ("yyyy", 164, "2026"),
    ('"day: "d.m.yy', 164, "2026-03-01"),
    ('yyyy "or so"', 164, "2026"),
]


@pytest.mark.parametrize(("code", "number", "text"), MONTHS, ids=[code for code, *_ in MONTHS])
def test_month_that_a_spreadsheet_made_a_day_of_stays_a_month(code, number, text):
    data = xlsx(
        styles=[(number, code)],
        A=[["slug", "last_seen", "n"], ["a", (46082, 4), (46082, 1)], ["b", (46082, 1), 46082]],
    )
    # A text in a cell for months is no date.
    texts = xlsx(
        styles=[(number, code)], A='<row r="1"><c r="A1" s="4" t="str"><v>a long text</v></c></row>'
    )

    assert list(read(data).rows()) == [
        (2, ["a", text, "2026-03-01"]),
        (3, ["b", "2026-03-01", "46082"]),
    ]
    assert read(texts).header == ["a long text"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("03/2026", "2026-03"),
        ("März 2026", "2026-03"),
        ("2026", "2026"),
        ("01.03.26", "2026-03-01"),
        ("Sunday, 1 March 2026", "2026-03-01"),
    ],
)
def test_month_shown_in_an_ods_file_is_no_day(shown, text):
    data = ods(A=[["slug", "last_seen"], ["a", ("2026-03-01", shown)]])
    twice = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2" '
        f'office:value-type="date" office:date-value="2026-03-01"><text:p>{shown}</text:p>'
        "</table:table-cell></table:table-row>"
    )

    assert list(read(data).rows()) == [(2, ["a", text])]
    assert read(ods(A=twice)).header == [text, text]


def test_durations_are_hours_minutes_and_seconds():
    styled = xlsx(styles=[(164, "[h]:mm:ss")], A=[["slug", "c"], ["a", (1.5, 4)]])
    time = '<table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>'
    header = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("slug", "c")
    )
    rows = "".join(
        f"<table:table-row>{cells}</table:table-row>"
        for cells in (header, header.split("</table:table-cell>")[0] + "</table:table-cell>" + time)
    )

    assert list(read(styled).rows()) == [(2, ["a", "36:00:00"])]
    assert list(read(ods(A=rows)).rows()) == [(2, ["slug", "36:00:00"])]


@BOTH
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_error_is_a_problem_and_a_text_about_one_is_none(workbook, error):
    assert f"the cell holds {error} instead of a value" in refusal(
        workbook(A=[HEADER, ["a", error]])
    )
    assert list(read(workbook(A=[HEADER, ["a", f"see {error}"]])).rows()) == [
        (2, ["a", f"see {error}"])
    ]


@BOTH
def test_numbers_are_written_as_people_write_them(workbook):
    row = [1e21, 1e-7, -0.0, 2026.0, 1234567.5]

    [(_, cells)] = read(workbook(A=[["slug", *"bcde"], row])).rows()

    assert cells == ["1000000000000000000000", "0.0000001", "0", "2026", "1234567.5"]

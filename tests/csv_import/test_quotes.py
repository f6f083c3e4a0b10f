"""A broken quote costs its own row at most, and what is guessed is told."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.csv_import import read_bytes
from programs.csv_import.columns import KNOWN
from programs.csv_import.quotes import BrokenRecord, split_leniently
from programs.csv_import.validate import validate_rows
from tests.csv_import.files import table


def read(text: str):
    return read_bytes(text.encode(), "list.csv", KNOWN)


def rows_of(*lines: str, header: str = "slug,name,url"):
    """Return the rows, and the sentences about those that were guessed."""
    sheet = read("\n".join([header, *lines]) + "\n")
    return list(sheet.rows()), sheet.notices


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        pytest.param('a,"say "hi" now",u', ["a", 'say "hi" now', "u"], id="stray quotes"),
        pytest.param('a,"say "hi", now",u', ["a", 'say "hi", now', "u"], id="and a comma"),
        pytest.param('a,"say "hi"",u', ["a", 'say "hi"', "u"], id="at the end"),
        pytest.param('a,""hi" they say",u', ["a", '"hi" they say', "u"], id="at the beginning"),
        pytest.param('a,"x ""y"" "z"",u', ["a", 'x "y" "z"', "u"], id="some of them doubled"),
        pytest.param('a,"x" y,u', ["a", '"x" y', "u"], id="closed too early"),
        pytest.param('"a, b","x "y", z",u', ["a, b", 'x "y", z', "u"], id="beside a good one"),
        pytest.param('a,"x 5" y",u', ["a", 'x 5" y', "u"], id="one alone"),
    ],
)
def test_broken_record_is_read_where_it_has_one_best_reading(line, cells):
    rows, notices = rows_of("z,Z,", line, "b,B,")
    assert rows == [(2, ["z", "Z", ""]), (3, cells), (4, ["b", "B", ""])]
    odd = next(cell for cell in cells if '"' in cell)
    assert notices == {
        3: f"Row 3 (line 3 of the file): a quote stands inside a quoted cell; read as “{odd}”."
    }


def test_quote_that_never_closes_takes_no_other_row():
    rows, notices = rows_of('a,"A,u', "b,B,", 'c,"C",', "d,D,")

    assert rows == [
        (2, ["a", "A", "u"]),
        (3, ["b", "B", ""]),
        (4, ["c", "C", ""]),
        (5, ["d", "D", ""]),
    ]
    assert notices == {
        2: "Row 2 (line 2 of the file): a quote is opened and never closed; read as “A”."
    }


def test_quote_that_never_closes_at_the_end_of_a_file_is_told():
    rows, notices = rows_of("a,A,", 'b,B,"u')

    assert rows[1] == (3, ["b", "B", "u"])
    assert "never closed" in notices[3]


def test_cell_of_several_lines_with_stray_quotes_is_read_whole():
    rows, notices = rows_of('a,"one', 'they say "x" too', 'end",u', "b,B,")

    assert rows == [(2, ["a", 'one\nthey say "x" too\nend', "u"]), (3, ["b", "B", ""])]
    assert list(notices) == [2]


def test_record_without_a_reading_is_a_problem_of_its_row_with_the_line():
    rows, notices = rows_of("y,Y,", 'a,"x "y",u,v,w', "b,B,", 'c,"x "y" z', "d,D,")
    names = ["slug", "name", "url"]

    typed = list(validate_rows(names, rows))

    assert notices == {}
    assert isinstance(rows[1][1], BrokenRecord)
    assert [str(problem) for row in typed for problem in row.problems] == [
        "Row 3: a quote stands inside a quoted cell (line 3 of the file). Write it twice.",
        "Row 5: a quote stands inside a quoted cell (line 5 of the file). Write it twice.",
    ]
    assert [row.slug for row in typed if not row.problems] == ["y", "b", "d"]


def test_two_equally_good_readings_are_none():
    assert split_leniently('"a","b","c" x"', ",", 2) is None


def test_record_that_swallowed_others_gives_them_back():
    # Where its quote closes, further down, are too many cells.
    rows, _ = rows_of('a,"A', "b,B,", 'c,C 5",u,v', "d,D,")

    assert isinstance(rows[0][1], BrokenRecord)
    assert "never closed" in rows[0][1].problem
    assert [cells for _, cells in rows][1:] == [
        ["b", "B", ""],
        ["c", 'C 5"', "u", "v"],
        ["d", "D", ""],
    ]


def test_quotes_inside_cells_without_quotes_are_text():
    assert rows_of('a,12" disk,u') == ([(2, ["a", '12" disk', "u"])], {})


CELL = st.text(st.sampled_from('ab, "\n'), max_size=5)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=4))
def test_whole_records_are_never_guessed(rows):
    sheet = read(table([["slug", "name", "url"], *rows], ","))

    kept = [cells for _, cells in sheet.rows()]

    assert kept == [cells for cells in rows if any(map(str.strip, cells))]
    assert sheet.notices == {}


LINES = st.text(st.sampled_from('ab,""\n'), max_size=40)


@given(LINES)
def test_any_text_reads_to_its_end_and_bad_rows_are_refused(text):
    sheet = read(f"slug,name,url\n{text}\nlast,L,\n")

    rows = list(sheet.rows())

    assert [number for number, _ in rows] == sorted({number for number, _ in rows})
    for number, cells in rows:
        assert len(cells) == 3 or next(validate_rows(sheet.header, [(number, cells)])).problems


@given(LINES)
def test_what_csv_can_read_is_read_like_that(text):
    whole = f"slug,name,url\n{text}\n"
    try:
        strict = list(csv.reader(io.StringIO(whole, newline=""), strict=True))
    except csv.Error:
        return
    if all(len(cells) in (0, 3) for cells in strict):
        kept = [cells for _, cells in read(whole).rows()]
        assert kept == [cells for cells in strict[1:] if any(map(str.strip, cells))]


@pytest.mark.parametrize(
    "line",
    ['5",",', 'a,"', 'a,"b "c" d,"e', '",",', '"a "b", "c", "d"', '"' * 9, 'a,"b",c"d"'],
)
def test_no_file_of_broken_quotes_takes_for_ever(line):
    lines = 20_000
    sheet = read("slug,name\n" + f"{line}\nx,y\n{line}\n" * (lines // 3))
    start = time.process_time()

    for _ in sheet.rows():
        pass

    assert time.process_time() - start < 15

"""Bad and odd files that a common importer stores wrong: what is read of each, or what is said."""

import pytest

from programs.csv_import import FileProblem, read_bytes
from programs.csv_import.columns import KNOWN
from programs.csv_import.map import map_columns
from programs.csv_import.validate import validate_rows
from tests.csv_import.files import content, row
from tests.csv_import.spreadsheets import xlsx


def typed(data: bytes, **options: str):
    sheet = read_bytes(data, "programs.csv", KNOWN, **options)
    return list(validate_rows(map_columns(sheet), sheet.rows(), header=sheet.header))


def told(data: bytes) -> str:
    """Return all that is said of the file."""
    try:
        return "\n".join(str(problem) for one in typed(data) for problem in one.problems)
    except FileProblem as problem:
        return str(problem)


def test_good_file_has_no_problem():
    assert told(content(row())) == ""


CELLS = {
    "topics with commas": (
        {"topics": "nlp, robotics"},
        "Row 2, topics: “nlp, robotics” is not a tag. Separate tags with semicolons",
    ),
    "date of two readings": ({"last_seen": "03/04/2026"}, "Row 2, last_seen: “03/04/2026” can be"),
    "NUL byte": ({"summary": "a\0b"}, "Row 2, summary: has the control character U+0000. Remove"),
    "misspelt status": (
        {"status": "actve"},
        "Row 2, status: “actve” is not one of active, paused, closed, unknown. Did you mean “act",
    ),
    "script for an address": (
        {"url": "javascript:alert(1)"},
        "Row 2, url: “javascript:alert(1)” is not a web address. Write it from https:// on.",
    ),
    "400 of 200 characters": ({"summary": "x" * 400}, "Row 2, summary: has 400 characters; 200"),
    "number in words": (
        {"minimum_age": "twelve"},
        "Row 2, minimum_age: “twelve” is not a whole number from 0 to",
    ),
    "neither yes nor no": (
        {"rolling": "perhaps"},
        "Row 2, rolling: “perhaps” is neither yes nor no. Write one of the two.",
    ),
    "unknown column": ({"stars": "5"}, "A column is unknown. “stars” is like none of ours"),
}


@pytest.mark.parametrize(("cells", "sentence"), CELLS.values(), ids=CELLS)
def test_what_cannot_be_stored_is_told_with_its_place_and_cure(cells, sentence):
    assert sentence in told(content(row(**cells)))


def test_short_and_long_rows_are_refused_and_the_others_kept():
    data = b"slug,name\na\nb,B\nc,C,c\n"

    assert told(data).splitlines() == [
        f"Row {number}: has {cells} cells where the header has 2. A comma or a quote is missing or "
        "too many."
        for number, cells in ((2, 1), (4, 3))
    ]
    assert [one.slug for one in typed(data) if not one.problems] == ["b"]


def test_missing_key_column_is_one_sentence():
    assert told(b"name,url\nA,https://example.org\n").startswith(
        "Column “slug” is missing: it says"
    )


READ = {
    "yes": ({"rolling": "yes"}, {"rolling": True}),
    "day of one reading": ({"last_seen": "31/12/2026"}, {"last_seen": "2026-12-31"}),
    "space behind a name": ({"organization": " Example Lab "}, {"organization": "Example Lab"}),
    "blank cell": ({"name": ""}, {"name": None}),
    "cell of blanks": ({"description": " \t\n"}, {"description": None}),
}


@pytest.mark.parametrize(("cells", "values"), READ.values(), ids=READ)
def test_what_can_only_mean_one_thing_is_read(cells, values):
    [one] = typed(content(row(**cells)))

    assert one.problems == []
    assert {name: one.values.get(name) for name in values} == values


FILES = {
    "capitals and blanks in the header": b" Slug , NAME \na,A\n",
    "semicolons": b"slug;name\na;A\n",
    "UTF-16": "slug,name\na,A\n".encode("utf-16"),
    "workbook under a name of CSV": xlsx(A=[["slug", "name"], ["a", "A"]]),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_file_in_another_form_is_read_the_same(data):
    [one] = typed(data)

    assert (one.row, one.slug, one.values, one.problems) == (2, "a", {"name": "A"}, [])


def test_windows_1252_is_read_once_it_is_named():
    data = "slug,name\na,Universität\n".encode("cp1252")

    assert "Read as Windows-1252, it says “a,Universität”. If that looks right, add" in told(data)
    assert typed(data, encoding="windows-1252")[0].values["name"] == "Universität"


def test_one_bad_row_among_thousands_leaves_the_others():
    lines = [f"k-{number},active" for number in range(10_000)]
    lines[4_321] = "k-4321,actve"

    rows = typed("\n".join(["slug,status", *lines]).encode())

    assert [one.row for one in rows if one.problems] == [4_323]
    assert len(rows) == 10_000


def test_what_cannot_be_seen_is_marked_in_the_sentence():
    assert "It begins “\ufffdhello”." in told(b"\x01hello\na\n")

"""Sentences of an import on screen: they name what the page has, not what the command has."""

import re

import pytest

from programs.admin.import_words import allowed_values, counted, listed, on_screen, outcome_words
from programs.csv_import import COLUMNS, FileProblem, read_bytes
from programs.csv_import.columns import KNOWN
from programs.csv_import.map import map_columns
from programs.csv_import.validate import read_constants
from tests.csv_import.files import content, row, sheet_of
from tests.csv_import.spreadsheets import xlsx


def french():
    return content(row(summary="Université")).decode().encode("windows-1252")


def two_sheets():
    return xlsx(One=[["slug", "name"]], Two=[["slug", "name"]])


@pytest.mark.parametrize(
    "raising",
    [
        pytest.param(lambda: read_bytes(french(), "a.csv", COLUMNS), id="encoding"),
        pytest.param(lambda: read_bytes(b"slug\n\x81\x8d", "a.csv", COLUMNS), id="no encoding"),
        pytest.param(
            lambda: read_bytes(french(), "a.csv", COLUMNS, encoding="utf-8"), id="wrong encoding"
        ),
        pytest.param(
            lambda: read_bytes(two_sheets(), "a.xlsx", COLUMNS, encoding="utf-8"), id="workbook"
        ),
        pytest.param(lambda: read_bytes(two_sheets(), "a.xlsx", COLUMNS), id="sheets"),
        pytest.param(
            lambda: read_bytes(content(row()), "a.csv", COLUMNS, sheet="One"), id="no sheets"
        ),
        pytest.param(lambda: map_columns(sheet_of(row(Zebra="x"))), id="unknown column"),
        pytest.param(lambda: map_columns(sheet_of(row(sumary="x"))), id="misspelt column"),
        pytest.param(lambda: map_columns(sheet_of(row(**{"it's $5": "x"}))), id="odd column"),
        pytest.param(
            lambda: map_columns(sheet_of(row(a="x", b="y")), {"a": "cost", "b": "cost"}),
            id="two for one",
        ),
        pytest.param(lambda: map_columns(sheet_of(row()), {"zebra": "cost"}), id="no such column"),
        pytest.param(lambda: map_columns(sheet_of(row()), {"name": "zebra"}), id="no such field"),
        pytest.param(lambda: read_constants({"zebra": "x"}), id="no field for all rows"),
        pytest.param(lambda: read_constants({"cost": "(clear)"}), id="erasing all rows"),
        pytest.param(lambda: read_constants({"cost": "gratis"}), id="wrong text for all rows"),
    ],
)
@pytest.mark.django_db
def test_no_sentence_names_an_option_of_the_command(raising):
    with pytest.raises(FileProblem) as problem:
        raising()

    told = on_screen(problem.value)

    assert not re.search(r"--\w", told)
    assert not re.search(r"\s[.,]|\.\.|  ", told)


def test_a_file_may_have_options_in_its_name():
    assert on_screen("my --sheet notes.csv is empty.") == "my --sheet notes.csv is empty."


def test_columns_of_few_values_are_offered_with_labels():
    assert ("free", "Free") in allowed_values("cost")
    assert allowed_values("rolling") == [("yes", "Yes"), ("no", "No")]
    assert allowed_values("name") == []
    assert all(isinstance(allowed_values(name), list) for name in KNOWN)


def test_counts_are_words():
    assert [counted(1, "row"), counted(1200, "row")] == ["1 row", "1,200 rows"]
    assert [listed(["a"]), listed(["a", "b", "c"])] == ["a", "a, b and c"]
    nothing = {"new": 0, "updated": 0, "unchanged": 0, "out": 1}
    assert outcome_words(nothing) == "Nothing new; 1 row stays out"
    assert (
        outcome_words({**nothing, "new": 1, "out": 2}, is_done=True) == "1 new; 2 rows stayed out"
    )

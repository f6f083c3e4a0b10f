"""The file to fill in: empty it changes nothing, filled in it brings programs."""

import csv
import io

import pytest
from django.core.management import call_command

from programs.csv_import import make_plan, read_bytes
from programs.csv_import.column_help import GROUPS, HELP
from programs.csv_import.columns import COLUMNS, KNOWN, NEEDED
from programs.csv_import.planned import PlannedRow
from programs.csv_import.template import template_csv
from tests.csv_import.files import ROW


def rows() -> list[list[str]]:
    return list(csv.reader(io.StringIO(template_csv().removeprefix("\ufeff"), newline="")))


def plan_of(*more: dict[str, str]) -> tuple[dict[str, int], list[PlannedRow]]:
    """Return the counts and the rows of a plan of the template with these rows below."""
    stream = io.StringIO(template_csv(), newline="")
    stream.seek(0, io.SEEK_END)
    csv.DictWriter(stream, rows()[0], restval="").writerows(more)
    plan = make_plan(read_bytes(stream.getvalue().encode(), "template.csv", COLUMNS))
    planned = list(plan.rows())
    return {action: count for action, count in plan.counts.items() if count}, planned


# --- The file --------------------------------------------------------------------------------


def test_spreadsheets_read_it_as_utf_8():
    assert template_csv().encode().startswith(b"\xef\xbb\xbfslug,name,")


def test_it_has_every_column_that_a_file_of_ones_own_may_need():
    assert rows()[0] == [name for name in COLUMNS if name != "revision"]


def test_each_cell_of_the_help_says_what_the_column_takes():
    header, cells = rows()

    told = dict(zip(header, cells, strict=True))
    assert told["format"] == (
        "Where it takes place. Takes in_person, online, hybrid. Example: hybrid"
    )
    assert {name for name, cell in told.items() if "Needed for a new program." in cell} == {*NEEDED}
    for name, cell in told.items():
        assert COLUMNS[name].example in cell
        assert not cell.startswith(("=", "+", "-", "@"))


# --- What the import makes of it -------------------------------------------------------------


@pytest.mark.django_db
def test_unedited_it_brings_nothing():
    assert plan_of() == ({}, [])


@pytest.mark.django_db
def test_command_imports_it_unedited_and_says_that_nothing_is_new(tmp_path, capsys):
    path = tmp_path / "template.csv"
    path.write_text(template_csv(), newline="")

    call_command("import_programs", str(path))

    assert "0 new, 0 updated" in capsys.readouterr().out


@pytest.mark.django_db
def test_row_below_the_help_is_a_new_program():
    counts, (row,) = plan_of(ROW)

    assert counts == {"new": 1}
    assert (row.row, row.slug) == (3, ROW["slug"])


@pytest.mark.django_db
def test_row_whose_key_only_looks_like_a_comment_is_not_skipped():
    counts, (row,) = plan_of({**ROW, "slug": "#1"})

    assert counts == {"invalid": 1}
    assert "is not a key" in str(row.problems[0])


# --- The words of the columns ----------------------------------------------------------------


def test_words_are_about_the_columns_that_there_are():
    assert set(HELP) == set(KNOWN)
    grouped = [name for names in GROUPS.values() for name in names.split()]
    assert grouped == list(COLUMNS)


@pytest.mark.parametrize("name", KNOWN)
def test_example_is_read(name):
    value = KNOWN[name].kind.parse(KNOWN[name].example)

    assert getattr(value, "values", value) not in ("", None, [])


@pytest.mark.django_db
def test_examples_together_are_a_program():
    examples = {name: column.example for name, column in COLUMNS.items() if name != "revision"}

    counts, (row,) = plan_of({**examples, "successor": ""})

    assert (counts, row.problems) == ({"new": 1}, [])

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.csv_import import COLUMNS, apply_plan, plan_sheet, read_bytes
from programs.exports import write_csv
from programs.ledger import read_states, recording
from programs.models import Change, Program, RowChange
from tests.csv_import.strategies import states
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def exported() -> bytes:
    stream = io.StringIO(newline="")
    write_csv(Program.objects.published(), stream)
    return stream.getvalue().encode()


def load(data: bytes):
    sheet = read_bytes(data, "programs.csv", COLUMNS)
    plan = plan_sheet(sheet)
    assert plan.problems == []
    apply_plan(plan, sheet)
    return plan


def cells(state) -> dict[str, str]:
    """Write a state as a person would type it: names of organizations, not their slugs."""
    return {
        name: column.kind.format(state[name])
        for name, column in COLUMNS.items()
        if name in state and state[name] not in ("", None, [])
    }


def as_csv(rows) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(COLUMNS), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def forget_everything():
    with recording():
        RowChange.objects.all().delete()
        Change.objects.all().delete()
        Program.objects.all().delete()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(states(), min_size=1, max_size=4, unique_by=lambda state: state["slug"]))
def test_export_import_export_is_byte_identical(some):
    forget_everything()
    load(as_csv([cells(state) for state in some]))
    first = exported()

    assert load(first).counts == {"unchanged": len(some)}
    forget_everything()
    load(first)

    assert exported() == first


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states())
def test_import_stores_exactly_what_the_file_says(state):
    forget_everything()

    load(as_csv([cells(state)]))

    program = Program.objects.get()
    stored = read_states([program.pk])[program.pk]
    assert {**stored, "organization": None} == {**state, "organization": None}
    assert program.organization.name == state["organization"]


def test_export_holds_what_is_published_by_slug():
    for slug in ("b", "c", "a"):
        ProgramFactory(slug=slug)
    ProgramFactory(slug="hidden", draft=True)

    rows = list(csv.DictReader(io.StringIO(exported().decode(), newline="")))

    assert [row["slug"] for row in rows] == ["a", "b", "c"]


def test_text_that_a_curator_left_untidy_is_no_change_at_the_next_import():
    program = ProgramFactory()
    with recording([program]):
        Program.objects.update(description=" Two\r\nlines ", name="=SUM(A1)")

    data = exported()

    assert b"'=SUM(A1)" in data
    assert load(data).counts == {"unchanged": 1}


def test_queries_do_not_grow_with_the_programs(django_assert_max_num_queries):
    ProgramFactory.create_batch(30, topics=["nlp"])

    with django_assert_max_num_queries(9):
        exported()


def test_command_writes_the_file_and_says_how_many(tmp_path, capsys):
    ProgramFactory(slug="a")

    call_command("export_programs", str(tmp_path / "out.csv"))

    assert (tmp_path / "out.csv").read_bytes() == exported()
    assert "1 programs exported" in capsys.readouterr().err


def test_command_tells_if_the_file_cannot_be_written(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_programs", str(tmp_path / "no" / "out.csv"))

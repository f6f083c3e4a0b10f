import csv
import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.csv_import import COLUMNS, apply_batch, make_plan, read_bytes, store_plan
from programs.csv_import.cells import clean
from programs.csv_import.template import template_csv
from programs.exports import write_csv
from programs.ledger import read_states, recording, revisions
from programs.models import Change, ImportBatch, Organization, Program, RowChange
from tests.csv_import.strategies import SLUGS, states, texts
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db


def exported(*, with_revision: bool = False) -> bytes:
    stream = io.StringIO(newline="")
    write_csv(Program.objects.published(), stream, with_revision=with_revision)
    return stream.getvalue().encode()


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def load(data: bytes) -> ImportBatch:
    """Import the file, however much it changes; no row of it may be in doubt."""
    sheet = read_bytes(data, "programs.csv", COLUMNS)
    batch = store_plan(make_plan(sheet, accept_duplicates=True))
    assert [problem for row in batch.rows.all() for problem in row.problems] == []
    over = batch.report["excesses"]
    return apply_batch(batch, confirmed=over[0]["number"] if over else None)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    return {action: count for action, count in batch.counts.items() if count}


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
        Organization.objects.all().delete()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(states(), min_size=1, max_size=4, unique_by=lambda state: state["slug"]))
def test_export_import_export_is_byte_identical(some):
    forget_everything()
    load(as_csv([cells(state) for state in some]))
    first = exported()

    assert counts_of(load(first)) == {"unchanged": len(some)}
    forget_everything()
    load(first)

    assert exported() == first


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
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

    assert [row["slug"] for row in rows_of(exported())] == ["a", "b", "c"]


# --- Whatever people wrote --------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("=", "+", "-", "@", "'", "''", '"', ",", ";", "|", "\t", "\n", "\r", "\r\n", " ", "#"),
        *("=SUM(A1)", "(clear)", "(Clear)", "# Help", "sep=;", "yes", "0012", "1e5", "2026-1-2"),
        *("\ufeff", "\u00a0", "\u2028", "e\u0301", "é", "机", "a"),
    ]
)


def odd_texts(longest: int, *, without: str = ""):
    """Texts that a reader of files could take for something else, as a database can hold them."""
    odd = st.lists(PIECES, min_size=1, max_size=6).map("".join) | texts(longest)
    return odd.filter(lambda text: 0 < len(clean(text)) < longest and not set(without) & set(text))


LABELS = odd_texts(80, without=";|\n\r").map(clean)
"""Of rounds and cities: tidy, since files tell them apart by these."""


@st.composite
def odd_programs(draw):
    """Return what a program is made of by the factory, with odd texts in every column of text."""
    notes = ("status_note", "degree_note", "eligibility_note", "cost_note", "funding_note")
    return {
        "slug": draw(SLUGS),
        "name": draw(odd_texts(200)),
        "summary": draw(odd_texts(200)),
        "organization": draw(odd_texts(120)),
        **{name: draw(odd_texts(400) | st.just("")) for name in ("other_names", "description")},
        **{name: draw(odd_texts(400) | st.just("")) for name in notes},
        "rounds": draw(st.lists(LABELS, max_size=3, unique=True)),
        "note": draw(LABELS),
        "cities": draw(st.lists(LABELS, max_size=3, unique=True)),
        "topics": draw(st.lists(SLUGS, max_size=3, unique=True)),
    }


def make(one) -> Program:
    one = dict(one)
    rounds, note, cities = one.pop("rounds"), one.pop("note"), one.pop("cities")
    one["organization"] = OrganizationFactory(name=one["organization"])
    program = ProgramFactory(**one)
    for label in rounds:
        RoundFactory(program=program, label=label, closes_at_note=note)
    with recording([program]):
        program.locations.set([LocationFactory(city=city, country="BR") for city in cities])
    return program


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(odd_programs(), st.booleans())
def test_import_of_an_export_changes_nothing_whatever_the_texts(one, with_revision):
    forget_everything()
    program = make(one)
    before = read_states([program.pk])

    batch = load(exported(with_revision=with_revision))

    assert counts_of(batch) == {"unchanged": 1}
    assert not batch.report["organizations"]
    assert not batch.report["readings"]
    assert read_states([program.pk]) == before


def test_no_cell_begins_as_a_formula_does():
    program = ProgramFactory(name="=SUM(A1)", summary="+1", organization__name="@home")
    RoundFactory(program=program, label="-1")

    row = rows_of(exported(with_revision=True))[0]

    begins = {row[name][:2] for name in ("name", "summary", "organization", "rounds")}
    assert begins == {"'=", "'+", "'@", "'-"}
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_text_that_a_curator_left_untidy_is_no_change_at_the_next_import():
    program = ProgramFactory()
    with recording([program]):
        Program.objects.update(description=" Two\r\nlines ", name="=SUM(A1)")

    data = exported()

    assert b"'=SUM(A1)" in data
    assert counts_of(load(data)) == {"unchanged": 1}


# --- Revisions --------------------------------------------------------------------------------


def test_revision_stands_in_the_last_column_if_asked_for():
    program = ProgramFactory()

    row = rows_of(exported(with_revision=True))[0]

    assert list(row)[-1] == "revision"
    assert row["revision"] == revisions([program.pk])[program.pk]
    assert "revision" not in rows_of(exported())[0]


def test_change_during_the_export_counts_as_later_than_its_revision(monkeypatch):
    program = ProgramFactory(cost="free")
    early = revisions([program.pk])[program.pk]

    def edited_meanwhile(ids, **options):
        with recording([program]):
            Program.objects.update(cost="paid")
        return read_states(ids, **options)

    monkeypatch.setattr("programs.exports.read_states", edited_meanwhile)

    row = rows_of(exported(with_revision=True))[0]
    assert (row["cost"], row["revision"]) == ("paid", early)


def test_revision_of_a_file_never_reaches_the_database():
    program = ProgramFactory()
    rows = rows_of(exported(with_revision=True))
    data = as_csv([{**rows[0], "name": "Other"}, {**rows[0], "slug": "b"}])

    assert counts_of(load(data)) == {"update": 1, "new": 1}

    assert Program.objects.get(pk=program.pk).name == "Other"
    stored = [{*row.before, *row.after} for row in RowChange.objects.order_by("row")]
    assert stored[0] == {"name"}
    assert "revision" not in stored[1]


@pytest.mark.parametrize("text", ["", "r1", "'=1", "x" * 500])
def test_row_with_no_revision_in_its_place_is_not_refused(text):
    ProgramFactory()
    rows = rows_of(exported(with_revision=True))

    assert counts_of(load(as_csv([{**rows[0], "revision": text}]))) == {"unchanged": 1}


# --- Cost and command -------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_programs(django_assert_max_num_queries):
    ProgramFactory.create_batch(30, topics=["nlp"])

    with django_assert_max_num_queries(11):
        exported(with_revision=True)


@pytest.mark.parametrize(
    ("options", "with_revision"), [([], True), (["--no-revision"], False)], ids=["back", "away"]
)
def test_command_writes_the_file_and_says_how_many(tmp_path, capsys, options, with_revision):
    ProgramFactory(slug="a")

    call_command("export_programs", str(tmp_path / "out.csv"), *options)

    assert (tmp_path / "out.csv").read_bytes() == exported(with_revision=with_revision)
    assert "1 programs exported" in capsys.readouterr().err


def test_command_writes_the_template(tmp_path, capsys):
    ProgramFactory()

    call_command("export_programs", str(tmp_path / "template.csv"), "--template")

    assert (tmp_path / "template.csv").read_bytes() == template_csv().encode()
    assert "The template was written" in capsys.readouterr().err


def test_command_writes_the_template_or_programs_but_not_both(tmp_path):
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("export_programs", str(tmp_path / "a.csv"), "--template", "--no-revision")


def test_command_tells_if_the_file_cannot_be_written(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_programs", str(tmp_path / "no" / "out.csv"))

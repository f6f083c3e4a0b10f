import csv
import io
import re

import pytest
from django.core.management import CommandError, call_command

from programs.models import Change, ImportBatch, Organization, Program, Topic
from programs.starter import DATA, load_starter
from tests.csv_import.files import ROW, content, row, table, write
from tests.csv_import.spreadsheets import ods, xlsx

pytestmark = pytest.mark.django_db


def run(path, *options):
    """Run the import and return what it printed."""
    out, problems = io.StringIO(), io.StringIO()
    try:
        call_command("import_programs", str(path), *options, stdout=out, stderr=problems)
    except CommandError as refused:
        refused.printed = out.getvalue() + problems.getvalue()
        raise
    return out.getvalue()


def nothing_is_written():
    counted = (Program, Organization, Topic, Change, ImportBatch)
    return not any(model.objects.exists() for model in counted)


def test_summary_is_the_last_line(tmp_path):
    path = write(tmp_path / "a.csv", row(), row(slug="b"))

    first, second = run(path), run(path)

    assert first.splitlines()[-1] == "2 new, 0 updated, 0 unchanged, 0 invalid"
    assert second.splitlines()[-1] == "0 new, 0 updated, 2 unchanged, 0 invalid"
    assert run(write(tmp_path / "b.csv", row(cost="free"))).splitlines()[-1] == (
        "0 new, 1 updated, 0 unchanged, 0 invalid"
    )


def test_source_names_who_gave_the_file(tmp_path):
    run(write(tmp_path / "a.csv", row()), "--source", "Community list")

    batch = ImportBatch.objects.get()
    assert (batch.source, batch.file_name, batch.state) == ("Community list", "a.csv", "applied")
    assert Change.objects.get().reason == "Import of a.csv"


def test_dry_run_writes_nothing(tmp_path):
    printed = run(write(tmp_path / "a.csv", row(topics="nlp")), "--dry-run")

    assert printed.splitlines() == [
        "New organizations: Example Lab.",
        "New topics: nlp.",
        "This was a dry run. Nothing was written.",
        "1 new, 0 updated, 0 unchanged, 0 invalid",
    ]
    assert nothing_is_written()


BAD_CELLS = {
    "wrong enumeration": (
        {"degree_minimum": "mastre"},
        "Row 3, degree_minimum: “mastre” is not one of none, bachelor, master, phd. Did you me",
    ),
    "day that is not in the calendar": (
        {"last_seen": "2023-02-30"},
        "Row 3, last_seen: “2023-02-30” is not in the calendar.",
    ),
    "closes before it opens": (
        {"rounds": "2026|2026-03-01|2026-02-01|"},
        "Row 3, rounds: 2026: The round closes before it opens.",
    ),
    "no currency": (
        {"cost": "paid", "cost_min": "5", "cost_currency": "DOLLARS"},
        "Row 3, cost_currency: “DOLLARS” is not a currency. Write an ISO 4217 code",
    ),
    "no country": ({"open_to_countries": "US; XX"}, "Row 3, open_to_countries: “XX” is not a cou"),
    "key twice": ({"slug": ROW["slug"]}, "Row 3, slug: “ai-residency” stands in row 2 already."),
    "unknown successor": ({"successor": "nobody"}, "Row 3, successor: “nobody” is the key of no p"),
    "long summary": ({"summary": "x" * 201}, "Row 3, summary: has 201 characters; 200 fit."),
    "NUL": ({"name": "A\0B"}, "Row 3, name: has the control character U+0000. Remove it."),
}


@pytest.mark.parametrize(("cells", "sentence"), BAD_CELLS.values(), ids=BAD_CELLS.keys())
def test_bad_cell_is_named_and_nothing_is_written(tmp_path, cells, sentence):
    path = write(tmp_path / "a.csv", row(), row(**{"slug": "b", **cells}))

    with pytest.raises(CommandError, match=r"1 of 2 rows refused\. Nothing was written") as refused:
        run(path)

    assert sentence in refused.value.printed
    assert refused.value.printed.count("1 new, 0 updated, 0 unchanged, 1 invalid") == 1
    assert nothing_is_written()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", r"a\.csv is empty\.", id="empty"),
        pytest.param(b"Dear all,\nhello\n", "is not a list of programs: its first row", id="prose"),
        pytest.param(b"PK\x03\x04", "is a damaged workbook or ZIP archive", id="half a zip"),
        pytest.param(b"name\nA\n", "Column “slug” is missing", id="no key column"),
        pytest.param(
            content({k: v for k, v in ROW.items() if k != "url"}),
            "Column “url” is missing, and new programs need it",
            id="no column that new programs need",
        ),
        pytest.param(
            content(row(degree_minium="none")),
            r"A column is unknown\. “degree_minium”: did you mean degree_minimum\? Map it with",
            id="unknown column",
        ),
        pytest.param(b"slug,slug\na,b\n", "Column “slug” stands twice", id="column twice"),
        pytest.param(b"slug,\na,b\n", "Column 2 has no name", id="column without a name"),
    ],
)
def test_bad_file_is_told_in_one_sentence_and_nothing_is_written(tmp_path, data, sentence):
    (tmp_path / "a.csv").write_bytes(data)

    with pytest.raises(CommandError, match=rf"{sentence}.*Nothing was written\.$"):
        run(tmp_path / "a.csv")

    assert nothing_is_written()


def test_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*none\.csv\. Nothing was written"):
        run(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            content(row(description="x" * 1_000_000)), "Row 2: .* more than 32,768", id="megabyte"
        ),
        pytest.param(content(row())[:-3] + b',"open\n', "Row 2: .*never closed", id="open quote"),
    ],
)
def test_row_that_cannot_be_read_is_told(tmp_path, data, sentence):
    (tmp_path / "a.csv").write_bytes(data)

    with pytest.raises(
        CommandError, match=r"^1 of 1 rows refused\. Nothing was written\."
    ) as refused:
        run(tmp_path / "a.csv")

    assert re.search(sentence, refused.value.printed)
    assert nothing_is_written()


def test_row_with_a_cell_too_many_is_told(tmp_path):
    (tmp_path / "a.csv").write_bytes(content(row()).rstrip() + b",more\r\n")

    with pytest.raises(CommandError) as refused:
        run(tmp_path / "a.csv")

    assert "Row 2: has 7 cells where the header has 6." in refused.value.printed


def test_allow_partial_lets_the_good_rows_in_and_still_fails(tmp_path):
    path = write(tmp_path / "a.csv", row(), row(slug="b", cost="gratis"))

    with pytest.raises(CommandError, match=r"1 of 2 rows refused\. The other rows went in\."):
        run(path, "--allow-partial")

    assert Program.objects.get().slug == ROW["slug"]


def test_rows_of_which_nothing_is_new_count_among_all(tmp_path):
    path = write(tmp_path / "a.csv", row(), row(slug="b", name="Other"), row(slug="c", cost="no"))
    for _ in range(2):
        with pytest.raises(CommandError, match=r"^1 of 3 rows refused\. The other rows went in\."):
            run(path, "--source", "List", "--allow-partial")


def test_what_a_file_brings_along_is_told_so_that_a_slip_stands_out(tmp_path):
    run(write(tmp_path / "a.csv", row(topics="nlp")))

    printed = run(
        write(
            tmp_path / "b.csv",
            row(slug="b", topics="nlp; npl", organization="Lab", url="https://lab.example"),
        )
    )

    assert printed.splitlines()[:2] == ["New organizations: Lab.", "New topics: npl."]


def test_long_lists_of_what_is_new_are_cut(tmp_path):
    printed = run(write(tmp_path / "a.csv", row(topics="; ".join(f"t{n:02}" for n in range(15)))))

    assert "t10, t11 and 3 more." in printed


def test_windows_1252_is_read_when_a_person_says_so(tmp_path):
    (tmp_path / "a.csv").write_bytes(content(row(name="Universität")).decode().encode("cp1252"))

    with pytest.raises(CommandError, match=r"“.*Universität.*add --encoding windows-1252"):
        run(tmp_path / "a.csv")
    assert nothing_is_written()
    run(tmp_path / "a.csv", "--encoding", "windows-1252")

    assert Program.objects.get().name == "Universität"


def test_sheet_of_a_workbook_is_chosen(tmp_path):
    good, old = ([list(one), list(one.values())] for one in (row(), row(name="Old")))
    (tmp_path / "a.xlsx").write_bytes(xlsx(Old=old, New=good))

    with pytest.raises(CommandError, match=r"“Old”, “New”\. Choose one with --sheet NAME\."):
        run(tmp_path / "a.xlsx")
    run(tmp_path / "a.xlsx", "--sheet", "New")

    assert Program.objects.get().name == ROW["name"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


WRITERS = {
    "semicolon": lambda rows: table(rows, ";").encode(),
    "utf-16 with tabs": lambda rows: table(rows, "\t").encode("utf-16"),
    "windows line with sep": lambda rows: ("sep=|\r\n" + table(rows, "|")).encode("utf-8-sig"),
    "xlsx": lambda rows: xlsx(Programs=rows, Notes=[["Made for a test"]]),
    "ods": lambda rows: ods(Notes=[["Made for a test"]], Programs=rows),
}


@pytest.mark.parametrize("write_as", WRITERS.values(), ids=WRITERS.keys())
def test_starter_catalogue_saved_as_another_kind_of_file_changes_nothing(tmp_path, write_as):
    load_starter()
    with (DATA / "programs.csv").open(encoding="utf-8", newline="") as stream:
        (tmp_path / "programs").write_bytes(write_as(list(csv.reader(stream))))

    printed = run(tmp_path / "programs")

    assert printed == "0 new, 0 updated, 189 unchanged, 0 invalid\n"

"""Rows of a batch are decided on and mended, one by one or all of a kind."""

import pytest

from programs.ledger import recording
from programs.models import Program
from tests.admin.importing import (
    address,
    checked,
    mixed_batch,
    new_rows,
    page_of,
    send,
    shown,
)
from tests.csv_import.files import load, row
from tests.factories import CheckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed():
    return mixed_batch()


@pytest.fixture
def conflict():
    """A batch whose only row says of a price what somebody has checked to be otherwise."""
    load(row(cost="free"), source="Forest list")
    program = Program.objects.get()
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(cost="varies")
    CheckFactory(program=program, fields=["cost"])
    batch = checked(row(cost="paid"), source="Forest list")
    assert batch.counts == {"conflict": 1}
    return batch


# --- Decisions -------------------------------------------------------------------------------


def test_a_conflict_shows_both_sides_and_is_taken_or_not(desk, conflict):
    markup = shown(page_of(desk, conflict, show="all"), 2)
    assert '<td data-side="Ours">Varies</td><td data-side="File">You pay' in markup
    assert "Take the file’s" in markup

    send(desk, conflict, 2, do="take")
    assert conflict.rows.get().decision == "take"
    assert "Keep ours" in shown(page_of(desk, conflict, show="all"), 2)

    send(desk, conflict, 2, do="open")
    assert conflict.rows.get().decision == ""


def test_a_row_says_which_page_becomes_evidence_of_what_it_changes(desk):
    load(row(slug="kept", cost="free"), row(slug="same", name="Same", url="https://same.example/"))
    page = {"source_url": "https://kept.example/faq", "source_date": "2026-05"}
    batch = checked(row(slug="kept", cost="paid", **page), row(slug="same", **page))

    told = "Evidence of what changes: https://kept.example/faq (May 2026)"
    assert told in shown(page_of(desk, batch, show="all"), 2)


def test_a_duplicate_is_accepted_as_new(desk, mixed):
    response = send(desk, mixed, 5, do="take")

    assert response.url == f"{address('change', mixed.pk)}?show=all&done=5#row-5"
    assert mixed.rows.get(row=5).decision == "take"
    assert "2 new, 1 updated" in page_of(desk, mixed).text


def test_a_duplicate_is_said_to_be_a_program_that_is_here(desk, mixed):
    mixed.rows.filter(row=4).delete()

    send(desk, mixed, 5, same_as="same")

    merged = mixed.rows.get(row=5)
    assert (merged.slug, merged.action, merged.after) == ("same", "update", {"cost": "free"})


def test_a_program_that_is_not_here_is_not_merged_with(desk, mixed):
    response = desk.post(address("row", mixed.pk, 5), {"same_as": "nothing"}, follow=True)

    assert "No program here has the key “nothing”." in response.text
    assert mixed.rows.get(row=5).action == "duplicate"


def test_an_invalid_row_cannot_be_taken(desk, mixed):
    response = desk.post(address("row", mixed.pk, 6), {"do": "take"}, follow=True)

    assert "Row 6 has to be mended" in response.text
    assert mixed.rows.get(row=6).decision == ""


def test_all_rows_of_a_kind_are_decided_at_once(desk, mixed):
    desk.post(address("rows", mixed.pk), {"decide": "take-duplicate"})
    desk.post(address("rows", mixed.pk), {"decide": "skip-invalid"})

    mixed.refresh_from_db()
    decided = dict(mixed.rows.exclude(decision="").values_list("row", "decision"))
    assert decided == {5: "take", 6: "skip"}
    assert mixed.state == "ready"

    desk.post(address("rows", mixed.pk), {"decide": "open-all"})
    assert not mixed.rows.exclude(decision="").exists()


def test_everything_in_doubt_is_left_out_at_once(desk, mixed):
    response = desk.post(address("rows", mixed.pk), {"decide": "skip-doubt"}, follow=True)

    assert "2 rows left out." in response.text
    assert mixed.rows.filter(decision="skip").count() == 2


@pytest.mark.parametrize("said", ["", "take", "eat-all", "take-everything"])
def test_a_decision_that_is_none_changes_nothing(desk, mixed, said):
    assert desk.post(address("rows", mixed.pk), {"decide": said}).status_code == 404
    assert not mixed.rows.exclude(decision="").exists()


# --- Cells -----------------------------------------------------------------------------------


def test_a_wrong_cell_is_mended_where_it_stands(desk, mixed):
    markup = shown(page_of(desk, mixed), 6)
    assert 'value="gratis"' in markup
    assert "is not one of free" in markup
    place = [title for title, _ in mixed.report["columns"]].index("cost")

    response = send(desk, mixed, 6, **{f"cell-{place}": "free"})

    assert response.url.endswith("done=6#row-6")
    assert mixed.rows.get(row=6).action == "new"
    page = desk.get(response.url.partition("#")[0])
    assert "Row 6 makes a new program now." in page.text


def test_a_cell_that_is_still_wrong_says_so(desk, mixed):
    place = [title for title, _ in mixed.report["columns"]].index("cost")

    response = send(desk, mixed, 6, **{f"cell-{place}": "cheap"})

    markup = shown(desk.get(response.url.partition("#")[0]), 6)
    assert "“cheap” is not one of" in markup
    assert 'value="cheap"' in markup


def test_a_whole_row_can_be_mended(desk):
    batch = checked(
        *[{**one, "cost": "free", "cost_min": "40", "cost_max": "30"} for one in new_rows(1)]
    )
    assert "All its cells" in shown(page_of(desk, batch), 2)
    markup = shown(page_of(desk, batch, row=2), 2)
    assert markup.count('name="cell-') == len(batch.report["columns"])
    titles = [title for title, _ in batch.report["columns"]]
    cells = {
        f"cell-{place}": batch.rows.get().cells.get(title, "") for place, title in enumerate(titles)
    }
    cells |= {f"cell-{titles.index(name)}": "" for name in ("cost_min", "cost_max")}

    desk.post(f"{address('row', batch.pk, 2)}?row=2", cells)

    assert batch.rows.get().action == "new"
    batch.refresh_from_db()
    assert batch.fixes["2"] == {"cost_min": "", "cost_max": ""}


def test_cells_of_a_row_that_is_good_stay(desk, mixed):
    desk.post(address("row", mixed.pk, 2), {"cell-1": "Other"})

    mixed.refresh_from_db()
    assert mixed.fixes == {}


def test_rows_that_are_not_there_are_not_found(desk, mixed):
    assert desk.post(address("row", mixed.pk, 99), {"do": "skip"}).status_code == 404


def test_what_a_file_says_is_text_and_no_markup(desk):
    batch = checked(
        *[{**one, "name": "<script>alert(1)</script>"} for one in new_rows(1, cost="<b>")]
    )

    for show in ("all", "doubt"):
        text = page_of(desk, batch, show=show).text
        assert "<script>alert" not in text
        assert "<b>" not in text

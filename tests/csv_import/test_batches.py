"""What is kept of a checked file, and when it may go in."""

import zlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.choices import BatchState
from programs.csv_import import (
    FileProblem,
    NotApplied,
    applied_before,
    apply_batch,
    make_plan,
    redo_batch,
    review,
    store_plan,
    undo_batch,
)
from programs.models import Change, ImportBatch, ImportFile, Program, RowChange
from tests.csv_import.events import all_states, writes
from tests.csv_import.files import ROW, check, content, load, many, row
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


# --- What is stored --------------------------------------------------------------------------


def test_each_row_is_stored_with_what_it_does_and_why():
    load(row(slug="there", cost="free"), row(slug="same"))
    writes("there", by=UserFactory(username="ada"), degree_note="Hers")

    batch = check(
        row(slug="there", cost="paid", degree_note="Theirs"),
        row(slug="same"),
        row(slug="new", topics="nlp"),
        row(slug="bad", cost="gratis"),
    )

    assert batch.counts == {"conflict": 1, "unchanged": 1, "new": 1, "invalid": 1}
    assert (batch.state, batch.size_bytes > 100, len(batch.sha256)) == ("needs_fixes", True, 64)
    conflict, new, bad = batch.rows.order_by("row")
    assert (conflict.row, conflict.key, conflict.slug) == (2, "there", "there")
    assert conflict.program == Program.objects.get(slug="there")
    assert (conflict.before, conflict.after) == (
        {"cost": "free", "degree_note": "Hers"},
        {"cost": "paid"},
    )
    assert conflict.conflicts["degree_note"][0] == "Theirs"
    assert (new.action, new.program, new.after["topics"]) == ("new", None, ["nlp"])
    assert bad.problems[0][0] == "cost"
    assert bad.cells == {**ROW, "slug": "bad", "cost": "gratis"}
    assert not RowChange.objects.filter(batch=batch, went_in=True).exists()


def test_columns_that_are_left_out_stay_with_the_row():
    batch = load(row(Rating="five", Extra=""), mapping={"Rating": "", "Extra": ""})

    assert batch.rows.get().cells == {"Rating": "five"}
    assert batch.report["left_out"] == ["Rating", "Extra"]


def test_row_with_a_nul_is_kept_in_every_database_and_stays_refused():
    bad = row(name="A\0B", slug="a\0", cost="gr\0")
    batch = review.check_batch(review.receive(content(bad), "a.csv", by=None, source="S"))
    assert batch.rows.get().cells["name"] == "A\1B"

    review.mend_row(batch, batch.rows.get(), {"slug": "a", "cost": "free"})

    [[column, message]] = batch.rows.get().problems
    assert (column, message.split(".")[0]) == ("name", "has the control character U+0001")


def test_row_without_its_successor_keeps_all_its_cells():
    batch = check(row(successor="nobody", Rating="five"), mapping={"Rating": ""})

    assert batch.rows.get().action == "invalid"
    assert batch.rows.get().cells == {**ROW, "successor": "nobody", "Rating": "five"}


def test_file_that_breaks_off_leaves_nothing():
    without_url = {name: text for name, text in row(slug="b").items() if name != "url"}

    with pytest.raises(FileProblem):
        check(without_url)

    assert not ImportBatch.objects.exists()


# --- States ----------------------------------------------------------------------------------


def test_batch_goes_in_once():
    batch = check(row())
    apply_batch(batch, by=UserFactory(username="ada"))

    with pytest.raises(NotApplied, match=r"^It is applied already\.$"):
        apply_batch(ImportBatch.objects.get())

    assert (batch.state, batch.applied_by.username) == ("applied", "ada")
    assert Change.objects.count() == 1


def test_batch_with_rows_in_doubt_goes_in_only_in_part():
    batch = check(row(), row(slug="bad", cost="gratis"))

    with pytest.raises(NotApplied, match=r"^1 of its rows are in doubt"):
        apply_batch(batch)
    assert not Program.objects.exists()
    batch.refresh_from_db()
    assert batch.state == "needs_fixes"

    apply_batch(batch, partial=True)
    assert Program.objects.get().slug == ROW["slug"]


def test_batch_is_ready_when_all_in_doubt_was_left_out():
    batch = check(row(), row(slug="bad", cost="gratis"))

    review.decide(batch, batch.rows.all(), "skip")

    assert batch.state == "ready"
    apply_batch(batch)
    assert Program.objects.get().slug == ROW["slug"]


@pytest.mark.parametrize(
    ("states", "deed", "sentence"),
    [
        (["received"], apply_batch, "It was not checked yet."),
        (["received", "needs_fixes", "ready"], undo_batch, "It "),
        (["received", "needs_fixes", "ready"], redo_batch, "It "),
        (["applied"], redo_batch, "It is applied already."),
        (["undone"], undo_batch, "It is undone already."),
        (["undone"], apply_batch, "It is undone already."),
        (["applied"], review.check_batch, "It is applied already."),
        (["undone"], review.check_batch, "It is undone already."),
        (["applied"], lambda batch: review.map_batch(batch, {}, {}), "It is applied already."),
        (
            ["received", "applied", "undone"],
            lambda batch: review.decide(batch, batch.rows.all(), "skip"),
            "It ",
        ),
        (
            ["applied", "undone"],
            lambda batch: review.mend_row(batch, batch.rows.first(), {"cost": "free"}),
            "It is ",
        ),
        (
            ["applied", "undone"],
            lambda batch: review.answer(batch, "cost", "x", {"way": "blank"}, by=None),
            "It is ",
        ),
    ],
)
def test_nothing_is_done_to_a_batch_in_another_state(states, deed, sentence):
    batch = review.receive(content(row()), "a.csv", by=None)
    if states != ["received"]:
        review.check_batch(batch)
        apply_batch(batch)
    for state in states:
        ImportBatch.objects.update(state=state)
        batch.refresh_from_db()
        before = all_states(), list(RowChange.objects.values()), Change.objects.count()

        with pytest.raises(NotApplied) as refused:
            deed(batch)

        assert str(refused.value).startswith(sentence)
        assert (all_states(), list(RowChange.objects.values()), Change.objects.count()) == before
        assert ImportBatch.objects.get().state == state


def test_stale_copy_of_a_batch_undoes_all_of_it():
    stale = check(row())
    apply_batch(ImportBatch.objects.get())

    undo_batch(stale)

    assert Program.objects.get().publication == "archived"


def test_check_that_another_one_overtook_leaves_the_rows_alone():
    batch = review.receive(content(*many(3)), "a.csv", by=None)
    plan = make_plan(review.open_file(batch))

    def overtake(one) -> None:
        if one.row == 3:
            review.check_batch(ImportBatch.objects.get())

    with pytest.raises(NotApplied, match=r"^Another check of it began"):
        store_plan(plan, batch, note=overtake)

    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("ready", 3)


def test_batch_is_not_ready_while_it_is_checked_again():
    batch = review.receive(content(*many(3)), "a.csv", by=None)
    review.check_batch(batch)
    seen = []

    store_plan(
        make_plan(review.open_file(batch)),
        batch,
        note=lambda one: seen.append(ImportBatch.objects.get().state),
    )

    assert set(seen) == {BatchState.RECEIVED}
    assert batch.state == "ready"


# --- The same file, and the same rows, again -------------------------------------------------


def test_same_file_is_known_again():
    data = content(row())
    batch = review.receive(data, "a.csv", by=None, source="S")
    assert applied_before(batch.sha256, "S") is None
    review.check_batch(batch)
    apply_batch(batch)

    again = review.check_batch(review.receive(data, "b.csv", by=None, source="S"))

    assert applied_before(again.sha256, "S") == batch
    assert applied_before(again.sha256, "T") is None
    assert again.counts == {"unchanged": 1}
    undo_batch(batch)
    assert applied_before(again.sha256, "S") is None


def test_rows_of_a_named_source_are_silent_the_second_time():
    load(*many(30), source="S")
    with CaptureQueriesContext(connection) as queries:
        batch = load(*many(30), source="S")

    assert batch.counts == {"unchanged": 30}
    assert not batch.rows.exists()
    assert not [one for one in queries if "programs_program_topics" in one["sql"]]


def test_unchanged_rows_are_stored_for_what_their_source_says():
    load(*many(2), source="S")

    assert load(*many(2), source="T").rows.filter(action="unchanged", went_in=True).count() == 2
    assert load(*many(2)).rows.count() == 0


def test_programs_that_a_source_dropped_are_listed_and_stay():
    load(*many(3), source="S")
    load(row(slug="other", name="O", url="https://o.example/"), source="T")

    batch = load(*many(1), source="S")

    assert batch.report["absent"] == ["p1", "p2"]
    assert Program.objects.filter(publication="published").count() == 4
    assert load(*many(1)).report["absent"] == []


# --- The file --------------------------------------------------------------------------------


def test_file_is_kept_compressed_for_a_time(settings):
    data = content(*many(50))
    batch = review.receive(data, "a.csv", by=None)
    kept = ImportFile.objects.get()
    assert zlib.decompress(kept.content) == data
    assert len(kept.content) < len(data) / 4

    long_ago = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS, minutes=1)
    ImportBatch.objects.update(received_at=long_ago)
    review.receive(content(row()), "b.csv", by=None)

    assert ImportFile.objects.get().batch.file_name == "b.csv"
    with pytest.raises(NotApplied, match="not kept any more: upload it again"):
        review.check_batch(batch)


def test_text_for_all_rows_is_used_again_in_the_next_check():
    batch = review.receive(content(row()), "a.csv", by=None)
    review.map_batch(batch, {}, {"cost": "free"})
    assert batch.rows.get().after["cost"] == "free"

    review.check_batch(ImportBatch.objects.get())

    assert RowChange.objects.get().after["cost"] == "free"

"""What holds for any catalogue and any file."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import RowAction
from programs.csv_import import apply_batch, make_plan, redo_batch, undo_batch
from programs.csv_import.batches import going_in
from programs.csv_import.planned import blank_state
from programs.ledger import State
from programs.models import Change, ImportBatch
from tests.csv_import.events import all_states, as_sets, writes
from tests.csv_import.files import check, load, row, sheet_of
from tests.csv_import.tables import SLUGS, Row, histories, tables
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

law = settings(
    max_examples=8,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


@contextmanager
def a_catalogue(files: list[list[Row]], edited: set[str]) -> Iterator[None]:
    """Have what these files made, and a person edited; nothing of it is left afterwards."""
    with transaction.atomic():
        for rows in files:
            load(*rows, source="S")
        for slug in edited & all_states().keys():
            writes(slug, by=UserFactory(), status_note="Edited")
        try:
            yield
        finally:
            transaction.set_rollback(True)


catalogues = {
    "files": histories(),
    "edited": st.sets(st.sampled_from(SLUGS)),
    "source": st.sampled_from(["", "S"]),
}


def apply(batch: ImportBatch) -> ImportBatch:
    over = batch.report["excesses"]
    return apply_batch(batch, partial=True, confirmed=over[0]["number"] if over else None)


def borne_out(evidence: list[dict], written: State, said: State) -> list[dict]:
    """Return a program's evidence with the page that a row names for each fact that it writes."""
    url, dated = said.get("source_url"), said.get("source_date")
    pages = {(one["field"], one["url"]): one for one in evidence}
    for name in written if url else ():
        if written[name] not in ("", None, []) and not name.startswith("source_"):
            pages[name, url] = {
                "field": name,
                "kind": "reference",
                "quote": "",
                "url": url,
                "source_date": dated,
                "checked_on": None,
                "checked_by": None,
            }
    return list(pages.values())


def promised(batch: ImportBatch) -> dict[str, State]:
    """Return all states as they will be by what is stored of the batch."""
    states = all_states()
    for one in going_in(batch):
        if one.action == RowAction.NEW:
            states[one.slug] = {**blank_state(), "slug": one.slug, **one.after}
        elif one.action in (RowAction.UPDATE, RowAction.CONFLICT):
            taken = {name: value for name, (value, _) in one.conflicts.items()}
            written = one.after | (taken if one.decision == "take" else {})
            evidence = borne_out(states[one.slug]["evidence"], written, one.said)
            states[one.slug] |= {**written, "evidence": evidence}
    return {slug: as_sets(state) for slug, state in states.items()}


@law
@given(rows=tables(), is_taken=st.booleans(), **catalogues)
def test_what_was_shown_is_what_comes(rows, is_taken, files, edited, source):
    with a_catalogue(files, edited):
        batch = check(*rows, source=source)
        if is_taken:
            batch.rows.filter(action=RowAction.CONFLICT, problems=[]).update(decision="take")
        expected, history = promised(batch), Change.objects.count()
        is_nothing = expected == all_states()

        apply(batch)

        assert all_states() == expected
        assert (Change.objects.count() == history) == is_nothing


@law
@given(rows=tables(), **catalogues)
def test_what_went_in_twice_went_in_once(rows, files, edited, source):
    with a_catalogue(files, edited):
        load(*rows, source=source)
        once, history = all_states(), Change.objects.count()

        again = load(*rows, source=source)

        assert all_states() == once
        assert Change.objects.count() == history
        assert not again.counts.keys() & {"new", "update"}


@law
@given(rows=tables(), data=st.data(), **catalogues)
def test_order_of_rows_does_not_matter(rows, data, files, edited, source):
    found = []
    for order in (rows, data.draw(st.permutations(rows))):
        with a_catalogue(files, edited):
            batch = load(*order, source=source)
            found.append((batch.counts, all_states()))

    assert found[0] == found[1]


@law
@given(rows=tables(), times=st.integers(1, 2), **catalogues)
def test_undo_brings_back_what_was_and_redo_what_became_of_it(rows, times, files, edited, source):
    with a_catalogue(files, edited):
        before = all_states()
        batch = load(*rows, source=source)
        after = all_states()
        new = {
            slug: {**state, "publication": "archived"}
            for slug, state in after.items()
            if slug not in before
        }
        for _ in range(times):
            assert undo_batch(batch) == []
            assert all_states() == before | new
            assert redo_batch(batch) == []
            assert all_states() == after


# --- A check of which nothing is kept ---------------------------------------------------------


def all_counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_models()}


def numbers_used_up() -> list[tuple]:
    """Return how far the database has counted the ids of its tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
            if connection.vendor == "postgresql"
            else "SELECT name, seq FROM sqlite_sequence ORDER BY 1"
        )
        return cursor.fetchall()


@settings(law, max_examples=6)
@given(rows=tables(), **catalogues)
def test_dry_run_does_nothing_at_all(rows, files, edited, source):
    with a_catalogue(files, edited):
        before = all_states(), all_counts(), numbers_used_up()

        with CaptureQueriesContext(connection) as queries:
            list(make_plan(sheet_of(*rows), source=source).rows())

        # A cursor that stays on the server is declared, and only reads.
        assert {one["sql"].split()[0] for one in queries} <= {"SELECT", "DECLARE"}
        assert (all_states(), all_counts(), numbers_used_up()) == before


def test_numbers_that_are_used_up_are_noticed():
    before = numbers_used_up()

    load(row())

    assert numbers_used_up() != before

"""The page that a row names becomes evidence of what the row changes."""

import pytest

from programs.csv_import import apply_batch, undo_batch
from programs.models import Evidence, Program
from tests.csv_import.events import SLUG, edits, now, says
from tests.csv_import.files import check, load, row
from tests.factories import EvidenceFactory, ProgramFactory

pytestmark = pytest.mark.django_db

PAGE = "https://example.org/faq"


@pytest.fixture
def program() -> Program:
    return ProgramFactory(slug=SLUG, cost="free", degree_minimum="master")


def pages() -> list[tuple[str, str, str]]:
    """Return field, address and date of each piece of evidence."""
    return sorted(
        (one.field, one.url, str(one.source_date or "")) for one in Evidence.objects.all()
    )


def test_each_fact_that_changes_gets_the_page_and_its_date(program):
    load(
        {
            "slug": SLUG,
            "cost": "paid",
            "degree_minimum": "master",
            "topics": "nlp",
            "source_url": PAGE,
            "source_date": "2026-05",
        }
    )

    assert pages() == [("cost", PAGE, "2026-05"), ("topics", PAGE, "2026-05")]
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"reference"}


@pytest.mark.parametrize(
    "cells",
    [
        {"cost": "paid"},
        {"cost": "free", "source_url": PAGE},
        {"source_url": PAGE, "source_date": "2026-05"},
        {"degree_minimum": "(clear)", "source_url": PAGE},
    ],
    ids=["no page named", "nothing changes", "only the source changes", "a fact is erased"],
)
def test_no_evidence_without_a_fact_and_its_page(program, cells):
    load({"slug": SLUG, **cells})

    assert pages() == []


def test_new_program_rests_on_its_main_source():
    load(row(cost="free", source_url=PAGE, source_date="2026-05"))

    assert pages() == []
    assert (now()["source_url"], now()["source_date"]) == (PAGE, "2026-05")


def test_what_was_evidence_before_stays_and_the_same_page_is_named_once(program):
    quote = EvidenceFactory(program=program, field="cost", quote="It is free.", url=PAGE)
    load({"slug": SLUG, "cost": "paid", "source_url": PAGE, "source_date": "2026-05"})
    load({"slug": SLUG, "cost": "varies", "source_url": PAGE, "source_date": "2026-06"})

    assert pages() == [("cost", PAGE, ""), ("cost", PAGE, "2026-06")]
    assert Evidence.objects.get(kind=quote.kind).quote == "It is free."


def test_conflict_has_evidence_only_if_the_file_is_taken(program):
    says(cost="free")()
    edits(cost="paid")()
    batch = check({"slug": SLUG, "cost": "varies", "topics": "nlp", "source_url": PAGE}, source="S")
    assert batch.counts == {"conflict": 1}
    apply_batch(batch)
    assert pages() == [("topics", PAGE, "")]
    undo_batch(batch)
    assert pages() == []

    batch = check({"slug": SLUG, "cost": "deferred", "source_url": PAGE}, source="S")
    batch.rows.update(decision="take")
    apply_batch(batch)
    assert pages() == [("cost", PAGE, "")]


def test_evidence_is_in_the_history_of_the_batch(program):
    batch = load({"slug": SLUG, "cost": "paid", "source_url": PAGE})

    change = batch.changes.get(field="evidence")
    assert change.before == []
    assert [one["url"] for one in change.after] == [PAGE]

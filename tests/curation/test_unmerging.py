"""A merge is taken back: all is where it was, but for what was edited since."""

import random
from datetime import UTC, datetime

import pytest

from programs.curation import merging
from programs.curation.choosing import GONE, KEPT
from programs.curation.merging import CannotMerge
from programs.ledger import CURATED_FIELDS, same
from programs.models import Check, Evidence, Redirect
from tests.curation.merges import choices_of, edit, merge, state, undo
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)
from tests.random_programs import random_program

pytestmark = pytest.mark.django_db


def test_all_goes_back_to_where_it_was(client, kept, gone):
    RedirectFactory(program=gone, old_slug="older")
    report = ReportFactory(program=gone)
    edit(gone, degree_minimum="phd")
    CheckFactory(program=gone, fields=["degree_minimum"], at=datetime.now(UTC))
    before = state(kept), state(gone)
    merged = merge(kept, gone, degree_minimum=GONE)
    ada = UserFactory(username="ada")

    undo(merged, by=ada)

    assert (state(kept), state(gone)) == before
    report.refresh_from_db()
    assert report.program == gone
    assert client.get("/programs/gone/").status_code == 200
    assert client.get("/programs/older/").url == "/programs/gone/"
    assert not kept.checks.exists()
    merged.refresh_from_db()
    assert merged.undone_by == ada
    assert kept.changes.last().reason == "Merge with “gone” taken back"


def test_what_was_edited_since_stays_and_is_named(kept, gone):
    edit(gone, degree_minimum="phd", funding="stipend")
    merged = merge(kept, gone, degree_minimum=GONE, funding=GONE)
    edit(kept, degree_minimum="bachelor")

    first = merging.undoing(merged)[0]
    undo(merged)

    assert first.stays == {"degree_minimum": ""}
    assert (state(kept)["degree_minimum"], state(kept)["funding"]) == ("bachelor", "")


def test_a_report_that_came_since_stays(kept, gone):
    merged = merge(kept, gone)
    report = ReportFactory(program=kept)

    undo(merged)

    report.refresh_from_db()
    assert report.program == kept


def test_it_is_taken_back_once_and_the_later_merge_first(kept, gone):
    last = ProgramFactory(slug="last", name="Last")
    first = merge(kept, gone)
    later = merge(last, kept)

    with pytest.raises(CannotMerge, match="was merged into “Last” since"):
        undo(first)
    undo(later)
    undo(first)
    with pytest.raises(CannotMerge, match="taken back already"):
        undo(first)

    assert not Redirect.objects.exists()


def test_what_was_taken_back_can_be_merged_again(kept, gone):
    undo(merge(kept, gone))

    merge(kept, gone)

    assert Redirect.objects.get().program == kept


# --- Laws --------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_taking_a_merge_back_brings_all_back(seed):
    dice = random.Random(seed)
    kept, gone = random_program(dice), random_program(dice)
    for program in (kept, gone):
        RoundFactory(program=program, label=dice.choice(["2026", "2027"]))
        EvidenceFactory(program=program, quote=dice.choice(["One.", "Two."]))
    before = state(kept), state(gone)
    checks = list(Check.objects.order_by("pk").values_list())
    chosen = {name: dice.choice([KEPT, GONE]) for name in choices_of(kept, gone)}
    together = {"degree_minimum", "degree_or_equivalent", "duration_weeks_min"}
    chosen |= dict.fromkeys(together | {"duration_weeks_max"}, GONE)

    undo(merge(kept, gone, **chosen))

    assert all(same(state(kept)[name], before[0][name]) for name in CURATED_FIELDS)
    assert all(same(state(gone)[name], before[1][name]) for name in CURATED_FIELDS)
    assert Evidence.objects.filter(program=kept).count() == len(before[0]["evidence"])
    assert list(Check.objects.order_by("pk").values_list()) == checks

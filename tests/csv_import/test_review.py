"""What people do with a batch before it goes in: mend, merge, accept and leave out."""

import pytest

from programs.csv_import import NotApplied, PlanMoved, apply_batch, review
from programs.ledger import recording
from programs.models import ImportBatch, Organization, Program, RowChange
from tests.csv_import.events import actions, edits, now, received, undoes_the_last, writes
from tests.csv_import.files import ROW, load, row
from tests.factories import OrganizationFactory, ProgramFactory, RedirectFactory, UserFactory

pytestmark = pytest.mark.django_db


# --- Likely duplicates -----------------------------------------------------------------------

AGAIN = {**ROW, "slug": "ai-residency-program"}


def test_likely_duplicate_stays_out_until_a_person_accepts_it():
    load(row())
    batch = received(AGAIN)
    [doubtful] = batch.rows.all()
    assert (doubtful.action, doubtful.likely[0]["slug"]) == ("duplicate", ROW["slug"])
    with pytest.raises(NotApplied, match=r"^1 of its rows are in doubt"):
        apply_batch(batch)

    review.decide(batch, batch.rows.all(), "take")
    apply_batch(batch)

    assert Program.objects.count() == 2


def test_likely_duplicate_is_left_out():
    load(row())
    batch = received(AGAIN)

    review.decide(batch, batch.rows.all(), "skip")
    apply_batch(batch)

    assert Program.objects.count() == 1
    assert not batch.rows.get().went_in


def test_merged_row_changes_the_program_it_is_about():
    load(row(cost="free"))
    batch = received({**AGAIN, "name": "AI residency!", "cost": ""})

    review.merge_row(batch, batch.rows.get(), ROW["slug"])
    apply_batch(batch)

    assert (Program.objects.count(), now()["name"], now()["cost"]) == (1, "AI residency!", "free")


@pytest.mark.parametrize("has_keys", [True, False])
def test_merged_key_is_remembered_for_the_next_edition_of_its_source(has_keys):
    load(row())
    theirs = {name: text for name, text in AGAIN.items() if has_keys or name != "slug"}
    theirs["name"] = "AI residency program"
    batch = received(theirs, source="S")
    assert actions(batch) == ["duplicate"]
    review.merge_row(batch, batch.rows.get(), ROW["slug"])
    apply_batch(batch)

    assert received(theirs, source="S").counts == {"unchanged": 1}
    apply_batch(received({**theirs, "cost": "free"}, source="S"))
    assert (Program.objects.count(), now()["cost"]) == (1, "free")


def test_row_without_a_key_follows_its_program_into_another():
    theirs = {name: text for name, text in ROW.items() if name != "slug"}
    apply_batch(received(theirs, source="S"))
    old = Program.objects.get().slug
    kept = ProgramFactory(slug="kept")
    with recording([Program.objects.get(slug=old)]):
        Program.objects.filter(slug=old).update(slug="merged-away", publication="archived")
    RedirectFactory(old_slug=old, program=kept)

    apply_batch(received({**theirs, "cost": "free"}, source="S"))

    assert Program.objects.get(slug="kept").cost == "free"


def test_two_rows_about_one_program_are_refused():
    load(row())
    batch = received(row(cost="free"), AGAIN)

    review.merge_row(batch, batch.rows.get(row=3), ROW["slug"])

    assert actions(batch) == ["update", "invalid"]
    assert batch.rows.get(row=3).problems == [
        ["slug", f"“{ROW['slug']}” is what another row of the file is about already."]
    ]
    assert review.check_batch(batch).counts == {"update": 1, "invalid": 1}


def test_row_cannot_be_merged_into_what_is_not_there():
    load(row())
    batch = received(AGAIN)

    review.merge_row(batch, batch.rows.get(), "nowhere")

    assert batch.rows.get().problems == [["slug", "“nowhere” is the key of no program here."]]


# --- Mending ---------------------------------------------------------------------------------


def test_mended_row_goes_in_and_stays_mended():
    batch = received(row(cost="gratis", degree_minimum="mastre"))

    review.mend_row(batch, batch.rows.get(), {"cost": "free"})
    assert batch.rows.get().problems[0][0] == "degree_minimum"
    review.mend_row(batch, batch.rows.get(), {"degree_minimum": "master"})
    assert (batch.state, actions(batch)) == ("ready", ["new"])
    review.check_batch(batch)
    apply_batch(batch)

    assert (now()["cost"], now()["degree_minimum"]) == ("free", "master")


def test_file_of_a_source_is_known_again_by_its_own_cells_however_it_was_mended():
    broken = {name: text for name, text in row(cost="gratis").items() if name != "slug"}
    broken |= {"name": "AI  Resideny", "degree_minimum": "mastre"}
    batch = received(broken, source="S")
    review.mend_row(batch, batch.rows.get(), {"name": "AI Residency", "cost": "free"})
    review.mend_row(batch, batch.rows.get(), {"degree_minimum": "master"})
    apply_batch(batch)

    assert received(broken, source="S").counts == {"unchanged": 1}


def test_key_that_stands_twice_is_mended():
    batch = received(row(), row(name="Other", url="https://other.example/"))
    assert actions(batch) == ["new", "invalid"]

    review.mend_row(batch, batch.rows.get(row=3), {"slug": "other"})
    assert actions(batch) == ["new", "new"]

    assert review.check_batch(batch).counts == {"new": 2}
    apply_batch(batch)
    assert Program.objects.count() == 2


def test_row_that_is_mended_into_anothers_key_is_refused():
    batch = received(row(), row(slug="b", name="B", url="https://b.example/", cost="gratis"))

    review.mend_row(batch, batch.rows.get(row=3), {"slug": ROW["slug"], "cost": "free"})

    assert actions(batch) == ["new", "invalid"]
    assert "another row of the file" in batch.rows.get(row=3).problems[0][1]


# --- Decisions, and programs that moved -------------------------------------------------------


def in_conflict() -> ImportBatch:
    """Return a batch with a conflict that a person has taken."""
    load(row(cost="free"), source="S")
    edits(cost="paid")()
    batch = received(row(cost="varies"), source="S")
    review.decide(batch, batch.rows.all(), "take")
    return batch


def test_next_check_keeps_what_was_decided():
    load(row(slug="old", cost="free"), source="S")
    writes("old", by=UserFactory(), cost="paid")
    rows = row(slug="old", cost="varies"), row(slug="bad", cost="gratis"), AGAIN
    batch = received(*rows, source="S")
    for number, decision in ((2, "take"), (3, "skip"), (4, "take")):
        review.decide(batch, batch.rows.filter(row=number), decision)

    review.check_batch(batch)

    decided = batch.rows.order_by("row").values_list("action", "decision")
    assert list(decided) == [("conflict", "take"), ("invalid", "skip"), ("duplicate", "take")]
    assert batch.state == "ready"


def test_consent_does_not_outlive_what_it_was_given_to():
    batch = in_conflict()
    edits(cost="deferred")()

    with pytest.raises(PlanMoved, match="somebody changed cost") as moved:
        apply_batch(batch)
    review.replan(batch, moved.value.rows)

    assert list(batch.rows.values_list("action", "decision")) == [("conflict", "")]
    apply_batch(batch)
    assert now()["cost"] == "deferred"


def test_plan_is_made_again_for_what_moved_and_for_nothing_else():
    load(row(), row(slug="b", name="B"))
    batch = received({"slug": ROW["slug"], "cost": "free"}, {"slug": "b", "cost": "free"})
    other = batch.rows.get(row=3).pk
    writes(cost="paid")

    with pytest.raises(PlanMoved) as moved:
        apply_batch(batch)
    assert moved.value.rows == [2]
    review.replan(batch, moved.value.rows)

    assert batch.rows.get(row=2).before == {"cost": "paid"}
    assert batch.rows.get(row=3).pk == other
    apply_batch(batch)
    assert (now()["cost"], now("b")["cost"]) == ("free", "free")


def test_new_program_that_came_meanwhile_is_an_update_when_planned_again():
    batch = received(row(cost="free"))
    load(row())

    with pytest.raises(PlanMoved) as moved:
        apply_batch(batch)
    review.replan(batch, moved.value.rows)

    assert batch.counts == {"update": 1}
    assert batch.rows.get().after == {"cost": "free"}


def test_organization_that_went_meanwhile_is_told_with_its_rows():
    load(row())
    OrganizationFactory(slug="other-house", name="Other House")
    batch = received(row(organization="Other House"))
    with recording():
        Organization.objects.filter(slug="other-house").delete()

    with pytest.raises(PlanMoved, match="Organization “other-house” is gone") as moved:
        apply_batch(batch)
    assert moved.value.rows == [2]
    review.replan(batch, moved.value.rows)
    apply_batch(batch)

    assert Program.objects.get().organization.name == "Other House"


def test_decision_is_taken_back():
    batch = in_conflict()

    assert review.decide(batch, batch.rows.all(), "") == 1

    apply_batch(batch)
    assert now()["cost"] == "paid"


def test_undo_puts_back_what_was_taken_by_consent():
    apply_batch(in_conflict())
    assert now()["cost"] == "varies"

    undoes_the_last()

    assert now()["cost"] == "paid"
    assert not RowChange.objects.filter(batch=ImportBatch.objects.latest("pk"), went_in=True)

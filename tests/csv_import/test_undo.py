"""A batch goes back to what was before and forth again; what was edited since stays."""

import pytest

from programs.csv_import import NotApplied, apply, redo_batch, undo_batch, what_stays
from programs.csv_import.undo import Kept
from programs.ledger import recording
from programs.models import Change, ImportBatch, Organization, Program, RowChange
from tests.csv_import.events import SLUG, all_states, edits, now, the_program, writes
from tests.csv_import.files import check, load, many, row
from tests.factories import OrganizationFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db

FULL = row(topics="nlp; ai-safety", locations="CA; remote", rounds="2026||2026-05|", cost="free")
MOVED = row(
    topics="nlp; vision",
    locations="GB",
    rounds="2026||2026-06|; 2027||2027-05|",
    cost="paid",
    organization="Other House",
    name="New name",
    successor="heir",
)


def test_what_was_changed_is_what_it_was_and_again_what_it_became():
    ProgramFactory(slug="heir")
    load(FULL)
    before = all_states()
    batch = load(MOVED)
    after = all_states()

    for _ in range(3):
        assert undo_batch(batch) == []
        assert (batch.state, all_states()) == ("undone", before)
        assert redo_batch(batch) == []
        assert (batch.state, all_states()) == ("applied", after)


def test_what_was_cleared_comes_back():
    load(FULL)
    before = all_states()
    fields = ("topics", "locations", "rounds", "cost")

    undo_batch(load({"slug": SLUG, **dict.fromkeys(fields, "(clear)")}))

    assert all_states() == before


def test_new_programs_are_archived_and_come_back():
    batch = load(row(), row(slug="b", name="B"))

    undo_batch(batch)
    assert not Program.objects.published().exists()
    assert Program.objects.count() == 2
    redo_batch(batch)
    assert Program.objects.published().count() == 2
    undo_batch(batch)
    assert not Program.objects.published().exists()


def test_new_programs_that_follow_each_other_are_undone_together(monkeypatch):
    monkeypatch.setattr(apply, "_CHUNK", 1)
    batch = load(
        row(slug="a", successor="b"), row(slug="b", name="B", successor="c"), row(slug="c")
    )
    made = all_states()
    assert made["a"]["successor"] == "b"

    assert undo_batch(batch) == []
    assert {state["publication"] for state in all_states().values()} == {"archived"}
    assert redo_batch(batch) == []
    assert all_states() == made


def test_undo_stands_in_the_history_with_who_and_why():
    load(FULL)
    batch = load({"slug": SLUG, "cost": "paid"})
    ada, bo = UserFactory(username="ada"), UserFactory(username="bo")

    undo_batch(batch, by=ada)
    redo_batch(batch, by=bo)

    back, forth = Change.objects.order_by("-pk")[:2][::-1]
    assert (back.field, back.before, back.after) == ("cost", "paid", "free")
    assert (back.by, back.batch, back.reason) == (ada, batch, "Undo of programs.csv")
    assert (forth.before, forth.after, forth.by) == ("free", "paid", bo)
    assert forth.reason == "Redo of programs.csv"
    assert (batch.undone_by, batch.applied_by) == (ada, bo)


# --- What was edited since -------------------------------------------------------------------


def test_field_that_was_edited_since_stays_and_is_named():
    load(FULL)
    batch = load({"slug": SLUG, "cost": "paid", "degree_note": "Any"})
    edits(cost="varies")()
    kept = [Kept(the_program().pk, ("cost",), "It was edited since.")]

    assert list(what_stays(batch)) == kept
    assert undo_batch(batch) == kept

    assert (now()["cost"], now()["degree_note"]) == ("varies", "")


def test_who_insists_gets_back_what_was_edited_too():
    load(FULL)
    batch = load({"slug": SLUG, "cost": "paid", "degree_note": "Any"})
    edits(cost="varies")()

    assert undo_batch(batch, insist=[the_program().pk]) == []

    assert (now()["cost"], now()["degree_note"]) == ("free", "")


def test_field_that_is_back_already_is_not_named():
    load(FULL)
    batch = load({"slug": SLUG, "cost": "paid"})
    edits(cost="free")()

    assert undo_batch(batch) == []
    assert now()["cost"] == "free"


@pytest.mark.parametrize("times", [0, 1, 2])
def test_new_program_that_was_edited_since_stays(times):
    batch = load(row(cost="free"))
    for _ in range(times):
        undo_batch(batch)
        redo_batch(batch)
    edits(name="Hers")()

    kept = [Kept(the_program().pk, ("publication",), "It was edited since.")]
    assert list(what_stays(batch)) == kept
    assert undo_batch(batch) == kept
    assert (now()["publication"], now()["name"]) == ("published", "Hers")


def test_new_program_that_was_edited_is_archived_if_somebody_insists():
    batch = load(row())
    edits(name="Hers")()

    undo_batch(batch, insist=[the_program().pk])

    assert (now()["publication"], now()["name"]) == ("archived", "Hers")


def test_redo_leaves_what_was_edited_after_the_undo():
    load(FULL)
    batch = load({"slug": SLUG, "cost": "paid", "degree_note": "Any"})
    undo_batch(batch)
    edits(cost="varies")()

    [kept] = redo_batch(batch)

    assert kept.fields == ("cost",)
    assert (now()["cost"], now()["degree_note"]) == ("varies", "Any")
    undo_batch(batch)
    assert (now()["cost"], now()["degree_note"]) == ("varies", "")


def test_older_batch_goes_back_as_far_as_the_newer_one_let_it():
    load(row(cost="free"))
    old = load({"slug": SLUG, "cost": "paid", "degree_note": "Old"})
    new = load({"slug": SLUG, "cost": "varies", "funding_note": "New"})

    [kept] = undo_batch(old)
    assert kept.fields == ("cost",)
    assert (now()["cost"], now()["degree_note"], now()["funding_note"]) == ("varies", "", "New")

    undo_batch(new)
    assert (now()["cost"], now()["degree_note"], now()["funding_note"]) == ("paid", "", "")


# --- What does not fit any more --------------------------------------------------------------


def test_rules_that_going_back_would_break_are_told_and_nothing_is_half_written():
    load(row(duration_weeks_min="4", duration_weeks_max="8"), row(slug="b", cost="free"))
    batch = load(
        {"slug": SLUG, "duration_weeks_min": "2", "cost": "free"}, {"slug": "b", "cost": "paid"}
    )
    edits(duration_weeks_max=3)()
    before = now()

    for insist in ([], [the_program().pk]):
        [kept] = undo_batch(batch, insist=insist)

        assert kept.reason == (
            "What it was does not fit any more: duration_weeks_min must not be above "
            "duration_weeks_max."
        )
        assert set(kept.fields) == {"duration_weeks_min", "cost"}
        assert (now(), now("b")["cost"]) == (before, "free")
        redo_batch(batch)


@pytest.mark.parametrize("is_edited", [False, True])
def test_organization_that_is_gone_cannot_come_back(is_edited):
    load(row())
    batch = load(row(organization="Other House", cost="free"))
    if is_edited:
        writes(by=UserFactory(), organization=OrganizationFactory(slug="hers"))
    with recording():
        Organization.objects.filter(slug="example-lab").delete()

    [kept] = undo_batch(batch, insist=[the_program().pk])

    assert "The organization “example-lab” is gone." in kept.reason
    assert now()["cost"] == "free"


# --- What the sources said -------------------------------------------------------------------


def test_undone_program_comes_back_with_its_file():
    first = load(row(), source="S")
    undo_batch(first)
    assert the_program().publication == "archived"

    batch = load(row(), source="S")

    assert batch.counts == {"update": 1}
    assert the_program().publication == "published"
    assert load(row(), source="S").counts == {"unchanged": 1}


def test_undone_program_comes_back_with_a_file_that_said_the_same_in_other_cells():
    first = load(row(), source="S")
    load(row(name=f"{row()['name']} "), source="S")
    undo_batch(first)

    batch = load(row(name=f"{row()['name']} "), source="S")

    assert (batch.counts, the_program().publication) == ({"update": 1}, "published")


def test_program_that_a_person_archived_stays_archived():
    load(row(), source="S")
    edits(publication="archived")()

    batch = load(row(cost="free"), source="S")

    assert (now()["publication"], now()["cost"]) == ("archived", "free")
    assert batch.report["notices"] == [f"Row 2: “{SLUG}” is archived here, and stays so."]


def test_words_of_an_undone_batch_count_again_when_it_is_done_again():
    batch = load(row(), source="S")
    undo_batch(batch)
    assert not RowChange.objects.filter(went_in=True).exists()

    redo_batch(batch)

    assert load(row(), source="S").counts == {"unchanged": 1}


def test_rows_that_were_left_out_stay_out_when_the_batch_is_done_again():
    batch = load(row(), row(slug="bad", cost="gratis"))
    undo_batch(batch)

    redo_batch(batch)

    assert list(batch.rows.order_by("row").values_list("went_in", flat=True)) == [True, False]


def test_undo_costs_no_query_for_each_program(django_assert_max_num_queries):
    load(*many(60))
    batch = check(*({"slug": f"p{n}", "cost": "free"} for n in range(60)))
    apply.apply_batch(batch, confirmed=60)

    with django_assert_max_num_queries(60):
        undo_batch(batch)

    assert set(Program.objects.values_list("cost", flat=True)) == {""}


def test_only_what_went_in_is_undone():
    load(row())
    with pytest.raises(NotApplied):
        undo_batch(check(row(cost="free")))

    assert ImportBatch.objects.latest("pk").state == "ready"

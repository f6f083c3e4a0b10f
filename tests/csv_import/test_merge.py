"""Three ways: what we have, what this source said last, and what it says now."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.csv_import import apply_batch
from programs.ledger import read_states, recording
from programs.models import Program
from tests.csv_import.events import (
    SLUG,
    confirms,
    decided,
    edits,
    now,
    says,
    the_program,
    undoes_the_last,
    writes,
)
from tests.csv_import.files import check, load
from tests.factories import OrganizationFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    """Return a program that a command made: nobody has edited it."""
    return ProgramFactory(slug=SLUG)


# A cell of “free ” says what “free” says, and its row is read again.
FREE, PAID = says(cost="free"), says(cost="paid")
EDITED = edits(cost="paid")
MOVED = "free", "conflict", "free"
TAKEN = "paid", "update", "paid"
CASES = {
    # What happened, the cell, what it does and what we have then.
    "blank says nothing": ([FREE, EDITED], "", "unchanged", "paid"),
    "what we have": ([FREE], "free ", "unchanged", "free"),
    "what we have by an edit": ([FREE, EDITED], "paid", "unchanged", "paid"),
    "what the source said before": ([FREE, EDITED], "free ", "unchanged", "paid"),
    "what the source said, word for word": ([FREE, EDITED], "free", "unchanged", "paid"),
    "only the source moved": ([FREE], "paid", "update", "paid"),
    "only the source moved, to nothing": ([FREE], "(clear)", "update", ""),
    "the source cleared it before": ([FREE, says(cost="(clear)")], "paid", "update", "paid"),
    "it was edited there and back": (
        [FREE, EDITED, edits(cost="free")],
        "varies",
        "update",
        "varies",
    ),
    "both moved": ([FREE, EDITED], "varies", "conflict", "paid"),
    "both moved, the source to nothing": ([FREE, EDITED], "(clear)", "conflict", "paid"),
    "both moved, we to nothing": ([FREE, edits(cost="")], "paid", "conflict", ""),
    "another source moved it": ([FREE, says("T", cost="paid")], "varies", "conflict", "paid"),
    "a command moved it": ([FREE, lambda: writes(cost="paid")], "varies", "conflict", "paid"),
    "checked since": ([FREE, confirms("cost")], "paid", "conflict", "free"),
    "all of it checked since": ([FREE, confirms()], "paid", "conflict", "free"),
    "another field checked since": ([FREE, confirms("url")], "paid", "update", "paid"),
    "checked before the source said it again": (
        [FREE, confirms("cost"), says(cost=" free")],
        "paid",
        "update",
        "paid",
    ),
    "never spoke, an import wrote it": ([says("T", cost="free")], "paid", "update", "paid"),
    "never spoke, a command wrote it": ([lambda: writes(cost="free")], "paid", "update", "paid"),
    "never spoke, edited": ([edits(cost="free")], "paid", "conflict", "free"),
    "never spoke, edited to nothing": (
        [edits(cost="free"), edits(cost="")],
        "paid",
        "update",
        "paid",
    ),
    "never spoke, another field edited": ([edits(name="Other")], "paid", "update", "paid"),
    "never spoke, checked": ([confirms("cost")], "paid", "conflict", ""),
    "spoke of other things before an edit": (
        [says(degree_note="Any"), edits(cost="free")],
        "paid",
        "conflict",
        "free",
    ),
    "spoke of other things after an edit": (
        [edits(cost="free"), says(degree_note="Any")],
        "paid",
        "update",
        "paid",
    ),
    "spoke of other things after a check": (
        [says("T", cost="free"), confirms(), says(degree_note="Any", cost="")],
        "paid",
        "update",
        "paid",
    ),
    "its last word was undone": ([FREE, PAID, undoes_the_last], "paid", "update", "paid"),
    "its only word was undone": ([FREE, undoes_the_last], "paid", "update", "paid"),
    "an undo is no edit": (
        [says("T", cost="free"), says("T", cost="varies"), undoes_the_last],
        "paid",
        "update",
        "paid",
    ),
    "without a name nothing is remembered": (
        [says("", cost="free"), EDITED],
        "free",
        "conflict",
        "paid",
    ),
}


@pytest.mark.parametrize(("events", "cell", "action", "after"), CASES.values(), ids=CASES.keys())
def test_file_changes_what_is_the_sources_to_change(program, events, cell, action, after):
    for event in events:
        event()

    assert decided(cost=cell) == (action, after)


@pytest.mark.parametrize(
    ("cost", "expected"), [("free", ("conflict", "free")), ("", ("update", "paid"))]
)
def test_what_a_person_made_in_the_admin_is_that_persons(cost, expected):
    organization = OrganizationFactory()
    with recording(by=UserFactory()) as record:
        made = ProgramFactory.build(slug=SLUG, organization=organization, cost=cost)
        made.save()
        record.created([made])

    assert decided(cost="paid") == expected


@pytest.mark.parametrize(
    ("source_date", "action"),
    [
        ("2026-06-14", "conflict"),
        ("2026-06-15", "update"),
        ("2026-05", "conflict"),
        ("2026-06", "update"),
        ("2025", "conflict"),
        ("2026", "update"),
    ],
)
def test_row_older_than_a_check_does_not_overwrite_what_was_checked(program, source_date, action):
    says(cost="free")()
    confirms("cost", on="2026-06-15")()

    assert decided(cost="paid", source_date=source_date)[0] == action


def test_reason_names_who_and_when(program):
    says(cost="free", degree_note="Any")()
    ada, bo = UserFactory(username="ada"), UserFactory(username="bo")
    writes(by=ada, cost="paid")
    confirms("degree_note", by=bo)()

    batch = check({"slug": SLUG, "cost": "varies", "degree_note": "None"}, source="S")

    conflicts = batch.rows.get().conflicts
    assert conflicts["cost"][0] == "varies"
    assert conflicts["cost"][1].startswith("edited by ada on ")
    assert conflicts["degree_note"][1].startswith("confirmed by bo on ")


# --- What becomes of a conflict --------------------------------------------------------------


def test_conflict_is_taken_only_if_a_person_says_so(program):
    says(cost="free")()
    edits(cost="paid")()
    batch = check({"slug": SLUG, "cost": "varies", "degree_note": "Any"}, source="S")
    batch.rows.update(decision="take")

    apply_batch(batch)

    assert (now()["cost"], now()["degree_note"]) == ("varies", "Any")


def test_conflict_is_asked_once_since_the_file_has_spoken(program):
    says(cost="free")()
    edits(cost="paid")()

    assert decided(cost="varies", degree_note="Any") == ("conflict", "paid")
    assert decided(cost="varies", degree_note="Any") == ("unchanged", "paid")
    assert decided(cost="varies ", degree_note="Any") == ("unchanged", "paid")
    assert decided(cost="deferred", degree_note="Any") == ("conflict", "paid")


def test_row_that_was_left_out_has_not_spoken(program):
    says(cost="free")()
    edits(cost="paid")()
    batch = check({"slug": SLUG, "cost": "varies", "degree_note": "Any"}, source="S")
    batch.rows.update(decision="skip")

    apply_batch(batch)

    assert (now()["cost"], now()["degree_note"]) == ("paid", "")
    assert decided(cost="varies") == ("conflict", "paid")


def test_last_word_is_that_of_the_file_that_went_in_last(program):
    late = check({"slug": SLUG, "cost": "free"}, source="S")
    load({"slug": SLUG, "degree_note": "Any"}, source="S")
    apply_batch(late)

    assert decided(cost="paid") == ("update", "paid")


# --- The law ---------------------------------------------------------------------------------

TEXTS = st.sampled_from(["", "free", "paid", "varies"])


def oracle(base: str | None, ours: str, said: str, *, edited: bool, checked: bool):
    """Return what must come of one field: what we have then, and whether it is asked about."""
    if said in ("", ours, base):
        return ours, False
    if checked:
        return ours, True
    if base is not None:
        return (said, False) if ours == base else (ours, True)
    return (ours, True) if edited and ours else (said, False)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    base=TEXTS, between=st.lists(TEXTS, max_size=2), said=TEXTS, by=st.booleans(), is_checked=...
)
def test_each_field_goes_its_own_way(
    base: str, between: list[str], said: str, by: bool, is_checked: bool
):
    names = ("cost_note", "degree_note")
    with transaction.atomic():
        ProgramFactory(slug=SLUG)
        # Of the second field the source has said nothing before.
        load({"slug": SLUG, "cost_note": base}, source="S")
        for text in between:
            for name in names:
                writes(by=UserFactory() if by else None, **{name: text})
        if is_checked:
            confirms()()
        ours = now()
        batch = load({"slug": SLUG, **dict.fromkeys(names, said)}, source="S")
        row = batch.rows.filter(row=2).first()
        after = read_states([the_program().pk])[the_program().pk]
        transaction.set_rollback(True)

    # An edit that changes nothing is none, and leaves no trace.
    was_edited = {
        "cost_note": by
        and any(one != two for one, two in zip([base, *between], between, strict=False)),
        "degree_note": by
        and any(one != two for one, two in zip(["", *between], between, strict=False)),
    }
    for name, last in zip(names, (base or None, None), strict=True):
        expected, is_asked = oracle(
            last, ours[name], said, edited=was_edited[name], checked=is_checked
        )
        assert (after[name], bool(row and name in row.conflicts)) == (expected, is_asked)

"""An export that comes back knows what it was made from; rounds are merged by their labels."""

import pytest

from programs.ledger import recording, revisions
from programs.models import Program
from tests.csv_import.events import SLUG, confirms, decided, edits, now, says, the_program
from tests.csv_import.files import load
from tests.factories import ProgramFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    """Return a program that a command made: nobody has edited it."""
    return ProgramFactory(slug=SLUG)


def revision() -> str:
    program = the_program()
    return revisions([program.pk])[program.pk]


@pytest.mark.parametrize(
    ("before", "since", "cell", "expected"),
    [
        pytest.param([], [], "paid", ("update", "paid"), id="nothing since"),
        pytest.param([edits(cost="free")], [], "paid", ("update", "paid"), id="edited before"),
        pytest.param([confirms("cost")], [], "paid", ("update", "paid"), id="checked before"),
        pytest.param([], [edits(cost="free")], "paid", ("conflict", "free"), id="edited since"),
        pytest.param(
            [], [says("T", cost="free")], "paid", ("conflict", "free"), id="imported since"
        ),
        pytest.param([], [confirms("cost")], "paid", ("conflict", ""), id="checked since"),
        pytest.param([], [confirms()], "paid", ("conflict", ""), id="all checked since"),
        pytest.param([], [confirms("url")], "paid", ("update", "paid"), id="other checked since"),
        pytest.param(
            [edits(cost="free")],
            [edits(cost="varies")],
            "free",
            ("unchanged", "varies"),
            id="the export says nothing new",
        ),
        pytest.param(
            [says(cost="free")],
            [edits(cost="paid"), edits(cost="varies")],
            "paid",
            ("conflict", "varies"),
            id="not what the source said is compared",
        ),
    ],
)
def test_export_that_comes_back_knows_what_it_was_made_from(program, before, since, cell, expected):
    for event in before:
        event()
    known = revision()
    for event in since:
        event()

    assert decided(cost=cell, revision=known) == expected


def test_unknown_revision_is_told_and_counts_for_nothing(program):
    edits(cost="free")()

    batch = load({"slug": SLUG, "cost": "paid", "revision": "r1-2-abcdef"})

    assert batch.counts == {"conflict": 1}
    assert batch.report["notices"] == [
        f"Row 2, revision: “r1-2-abcdef” is no revision of “{SLUG}” here, so what changed since "
        "cannot be told from it."
    ]


# --- Rounds, that are merged by label --------------------------------------------------------


def days() -> dict[str, str]:
    return {one["label"]: one["closes_on"] for one in now()["rounds"]}


@pytest.mark.parametrize(
    ("cell", "action"),
    [("2026||2026-05| ", "unchanged"), ("2026||2026-05|; 2027||2027-05|", "conflict")],
)
def test_round_that_was_edited_is_asked_about_when_the_source_says_new_things(
    program, cell, action
):
    says(rounds="2026||2026-05|")()
    with recording([program], by=UserFactory()):
        program.rounds.update(closes_on="2026-06")

    batch = load({"slug": SLUG, "rounds": cell}, source="S")

    assert batch.counts == {action: 1}
    assert days() == {"2026": "2026-06"}


def test_round_that_a_person_added_does_not_stand_in_the_way(program):
    says(rounds="2026||2026-05|")()
    RoundFactory(program=program, label="2027", closes_on="2027-01")

    batch = load({"slug": SLUG, "rounds": "2026||2026-06|"}, source="S")

    assert batch.counts == {"update": 1}
    assert days() == {"2026": "2026-06", "2027": "2027-01"}


def test_round_that_a_person_removed_does_not_come_back(program):
    says(rounds="2026||2026-05|; 2027||2027-05|")()
    with recording([program], by=UserFactory()):
        program.rounds.filter(label="2026").delete()

    batch = load({"slug": SLUG, "rounds": "2027||2027-05|; 2026||2026-05|"}, source="S")

    assert batch.counts == {"unchanged": 1}
    assert days() == {"2027": "2027-05"}

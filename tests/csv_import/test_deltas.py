"""Cells of lists that say only what comes and what goes: `+nlp; -vision`."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.csv_import.columns import KNOWN
from programs.csv_import.deltas import amended, joined
from programs.csv_import.problems import CellProblem
from programs.exports import write_csv
from programs.ledger import recording
from programs.models import Location, Program
from tests.csv_import.events import SLUG, now
from tests.csv_import.files import check, load, row
from tests.factories import (
    LocationFactory,
    ProgramFactory,
    RoundFactory,
    TopicFactory,
    UserFactory,
)

TAGS = st.lists(st.sampled_from("abcdef"), unique=True)
DELTAS = st.builds(
    lambda items, first, second: {"add": items[:first], "remove": items[first : first + second]},
    st.permutations("abcdef"),
    st.integers(0, 3),
    st.integers(0, 3),
)


@pytest.fixture
def program(db) -> Program:
    """Return a program about vision and robotics that nobody has edited."""
    return ProgramFactory(slug=SLUG, topics=["vision", "robotics"])


def plus(topics: str, **cells: str):
    return load({"slug": SLUG, "topics": topics, **cells}, source="S")


def edit_topics(*slugs: str) -> None:
    """A person sets the topics of the program."""
    program = Program.objects.get(slug=SLUG)
    with recording([program], by=UserFactory()):
        program.topics.set([TopicFactory(slug=slug) for slug in slugs])


# --- What a cell says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "add", "remove"),
    [
        ("topics", "+nlp; -vision", ["nlp"], ["vision"]),
        ("topics", " + nlp ;; +nlp ", ["nlp"], []),
        ("open_to_countries", "+Canada; -USA", ["CA"], ["US"]),
        ("open_to_countries", "+USA / Canada", ["US", "CA"], []),
        ("locations", "-remote; +Toronto, CA", ["Toronto, CA"], ["remote"]),
    ],
)
def test_signed_items_come_and_go(column, cell, add, remove):
    assert KNOWN[column].kind.parse(cell) == {"add": add, "remove": remove}


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("topics", "nlp; +vision", "has items with + or - and items without"),
        ("topics", "+nlp; -nlp", "both adds and removes “nlp”"),
        ("topics", "+Data Science!", "“Data Science!” is not a key"),
        ("locations", "+Atlanta, GA", "can be in the US or in Gabon"),
        ("topics", "-", "“-” is not a key"),
    ],
)
def test_signed_items_that_make_no_sense_are_told(column, cell, sentence):
    with pytest.raises(CellProblem, match=sentence.replace("+", r"\+")):
        KNOWN[column].kind.parse(cell)


def test_two_cells_of_a_list_say_both_the_whole_or_both_what_changes():
    assert joined({"add": ["a"], "remove": []}, {"add": ["b"], "remove": ["c"]}) == {
        "add": ["a", "b"],
        "remove": ["c"],
    }
    with pytest.raises(CellProblem, match="another cell of the row says the whole list"):
        joined(["a"], {"add": ["b"], "remove": []})
    with pytest.raises(CellProblem, match="both adds and removes “a”"):
        joined({"add": ["a"], "remove": []}, {"add": [], "remove": ["a"]})


@given(TAGS, DELTAS)
def test_what_is_to_come_is_there_what_is_to_go_is_not_and_the_rest_stays_in_order(items, delta):
    became = amended(items, delta)

    assert set(delta["add"]) <= set(became)
    assert not set(delta["remove"]) & set(became)
    untouched = [one for one in items if one not in delta["add"] + delta["remove"]]
    assert [one for one in became if one not in delta["add"] + delta["remove"]] == untouched
    assert amended(became, delta) == became


# --- What it does ----------------------------------------------------------------------------


def test_row_adds_and_removes_and_leaves_the_rest(program):
    batch = check({"slug": SLUG, "topics": "+nlp; -vision"})
    [planned] = batch.rows.all()

    assert planned.action == "update"
    assert planned.before["topics"] == ["vision", "robotics"]
    assert planned.after["topics"] == ["robotics", "nlp"]


def test_what_is_so_already_is_no_change(program):
    assert check({"slug": SLUG, "topics": "+vision; -nlp"}).counts == {"unchanged": 1}


def test_new_program_gets_what_is_added(db):
    load(row(topics="+nlp; -vision"))

    assert now()["topics"] == ["nlp"]


def test_one_text_for_all_rows_adds_to_each(program):
    load({"slug": SLUG, "cost": "free"}, constants={"topics": "+nlp"})

    assert now()["topics"] == ["vision", "robotics", "nlp"]


def test_round_goes_by_its_label_and_the_others_stay(program):
    RoundFactory(program=program, label="2024")
    RoundFactory(program=program, label="2025")

    load({"slug": SLUG, "rounds": "-2024; +2026|2026-08"})

    assert [one["label"] for one in now()["rounds"]] == ["2025", "2026"]


def test_same_words_later_leave_what_a_person_did_since(program):
    plus("+nlp; -vision")
    edit_topics("robotics", "vision", "audio")

    plus("+nlp; -vision", degree_note="Any")

    assert set(now()["topics"]) == {"robotics", "vision", "audio"}
    assert now()["degree_note"] == "Any"


def test_other_words_about_what_a_person_changed_since_are_a_conflict(program):
    plus("+nlp")
    edit_topics("robotics")

    batch = check({"slug": SLUG, "topics": "+speech"}, source="S")

    assert batch.counts == {"conflict": 1}
    [planned] = batch.rows.all()
    assert planned.conflicts["topics"][0] == ["robotics", "speech"]


def test_new_program_remembers_what_was_added_not_what_came_of_it(db):
    load(row(topics="+nlp; -vision"), source="S")
    edit_topics("vision", "nlp")

    plus("+nlp; -vision", degree_note="Any")

    assert set(now()["topics"]) == {"vision", "nlp"}


# --- What only looks like it -----------------------------------------------------------------


def test_items_that_begin_with_a_sign_come_back_from_an_export(program):
    with recording([program]):
        program.locations.set(
            [LocationFactory(**Location.parts(key)) for key in ("-Ville, FR", "+Stadt, DE")]
        )
    stream = io.StringIO(newline="")
    write_csv(Program.objects.all(), stream)
    rows = stream.getvalue()

    assert "'-Ville, FR" in rows
    assert "'+Stadt, DE" in rows
    batch = check({"slug": SLUG, "locations": "'-Ville, FR; '+Stadt, DE"})
    assert batch.counts == {"unchanged": 1}

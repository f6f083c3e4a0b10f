import datetime

import pytest

from programs.catalogue import build
from programs.ledger import recording
from programs.models import Program
from programs.presentation.cards import Card, cards, degree_words, state_words
from tests.factories import TODAY, CheckFactory, ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db


def listed() -> list[Program]:
    found = Program.objects.with_rounds_on(TODAY).select_related("organization")
    return list(found.order_by("pk"))


def made() -> list[Card]:
    """The cards of all programs, in the order of their ids."""
    snapshot = build(TODAY)
    return [card for _, card in sorted(cards(list(snapshot.programs), snapshot).items())]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({}, "", id="runs"),
        pytest.param({"closing_soon": True}, "Closes 4 December 2026", id="closing"),
        pytest.param({"rolling": True}, "All year round", id="rolling"),
        pytest.param({"opening_later": True}, "Opens later", id="opens later"),
        pytest.param({"closed": True, "closing_soon": True}, "Closed", id="closed"),
        pytest.param({"status": "paused", "open": True}, "Paused", id="paused"),
        pytest.param({"unstated": True}, "Not known to be running", id="unknown"),
        pytest.param(
            {"unstated": True, "last_seen": "2018-07"}, "No sign of it since July 2018", id="lost"
        ),
    ],
)
def test_state_is_said_in_words(facts, words):
    ProgramFactory(**facts)

    assert state_words(listed()[0]) == words


def test_a_month_is_never_said_as_a_day():
    RoundFactory(program=ProgramFactory(), closes_on="2026-12")

    assert state_words(listed()[0]) == "Closes in December 2026"


@pytest.mark.parametrize(
    ("degree", "enrollment", "words"),
    [
        pytest.param("", "", "", id="nothing said"),
        pytest.param("none", "", "None asked", id="none"),
        pytest.param("none", "none", "None asked", id="none, students or not"),
        pytest.param("none", "phd", "None, but you must be a student", id="student"),
        pytest.param(
            "none", "admitted", "None, but you must be admitted to a program", id="admitted"
        ),
        pytest.param("phd", "none", "PhD", id="degree"),
        pytest.param("bachelor", "phd", "Bachelor’s degree, for PhD students", id="both"),
        pytest.param("", "graduate", "Doesn’t say, but is for graduate students", id="enrollment"),
    ],
)
def test_no_degree_asked_does_not_hide_that_one_must_be_a_student(degree, enrollment, words):
    program = ProgramFactory(degree_minimum=degree, enrollment=enrollment)

    assert degree_words(program) == words


@pytest.mark.parametrize(
    ("form", "places", "words"),
    [
        pytest.param("", [], "", id="nothing said"),
        pytest.param("online", [], "Online", id="format"),
        pytest.param("online", ["remote"], "Online", id="remote says no more"),
        pytest.param("", ["remote"], "Remote", id="remote"),
        pytest.param("", ["CA"], "Canada", id="country"),
        pytest.param("hybrid", ["Toronto, CA"], "Hybrid: Toronto, Canada", id="both"),
        pytest.param("in_person", ["Singapore, SG"], "In person: Singapore", id="city state"),
        pytest.param(
            "",
            ["Bonn, DE", "Paris, FR", "Rome, IT"],
            "Bonn, Germany; Paris, France and 1 more",
            id="many",
        ),
    ],
)
def test_place_says_format_and_cities(form, places, words):
    ProgramFactory(format=form, locations=places)

    (card,) = made()

    assert dict(card.facts)["Where"] == words


def test_a_source_is_not_a_check():
    ProgramFactory(source_date="2023-06")
    ProgramFactory()

    assert [card.freshness for card in made()] == [
        "From a source of June 2023, not yet checked",
        "From an undated source, not yet checked",
    ]


def test_only_a_check_of_all_that_matters_reads_as_checked():
    CheckFactory(program=ProgramFactory(source_date="2023"), at=moment(8))
    CheckFactory(program=ProgramFactory(source_date="2023"), at=moment(8), fields=["cost"])

    whole, part = (card.freshness for card in made())

    assert whole == "Checked 8 November 2026"
    assert part.startswith("Checked in part")


def test_a_change_after_the_check_undoes_it():
    program = ProgramFactory()
    CheckFactory(program=program, at=moment(8))
    with recording([program]):
        program.cost = "free"
        program.save()

    (card,) = made()

    assert card.freshness.startswith("Checked in part")


def test_what_was_hidden_a_moment_ago_has_no_card():
    shown, hidden = ProgramFactory.create_batch(2)
    snapshot = build(TODAY)
    with recording([hidden]):
        Program.objects.filter(pk=hidden.pk).update(publication="archived")

    assert [*cards([hidden.pk, shown.pk, 0], snapshot)] == [shown.pk]


@pytest.mark.parametrize("facts", [{"closing_soon": True}, {"rolling": True}, {"unstated": True}])
def test_a_card_says_of_rounds_what_the_database_does(facts):
    ProgramFactory(**facts)

    (card,) = made()

    assert card.state == state_words(listed()[0])
    assert card.is_closing == bool(listed()[0].closes_on)


@pytest.mark.parametrize("number", [1, 5])
def test_cards_take_one_query_however_many_there_are(number, django_assert_num_queries):
    for _ in range(number):
        CheckFactory(program=ProgramFactory(locations=["CA"]))
    snapshot = build(TODAY)

    with django_assert_num_queries(1):
        assert len(cards(list(snapshot.programs), snapshot)) == number


def moment(day: int) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, 12, tzinfo=datetime.UTC)

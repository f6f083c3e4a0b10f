"""The search in SQL, against words counted in Python."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.choices import ProgramType
from programs.filters.search import (
    REST_COLUMNS,
    Clause,
    Reading,
    Search,
    Term,
    as_typed,
    narrow,
    rank,
)
from programs.models import Program
from tests.factories import ProgramFactory
from tests.filters import oracle

pytestmark = pytest.mark.django_db

on_the_same_programs = settings(max_examples=20)
TOPICS = ["machine-learning", "robotics", "data"]
PLACES = ["Zürich, CH", "CA", "remote", "Data, US", "Lab, DE"]
# Words that only labels of types and names of countries have.
FURTHER = ["fellowship", "research", "united", "germany", "switzerland"]


@pytest.fixture(scope="module")
def texts(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, oracle.Texts]]:
    """The texts of random programs by key, made once: these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        dice = random.Random(4)
        programs = [random_program(dice, number) for number in range(50)]
        yield {program.pk: texts_of(program) for program in programs}
        transaction.set_rollback(True)


def random_program(dice: random.Random, number: int) -> Program:
    def words() -> str:
        chosen = dice.choices(oracle.WORDS, k=dice.choice([0, 0, 1, 2]))
        return dice.choice([" ", "-", "_"]).join(chosen)

    def some(values: list[str]) -> list[str]:
        return dice.sample(values, dice.choice([0, 0, 1, 2]))

    return ProgramFactory(
        name=words() or "Name",
        other_names=words(),
        organization__name=f"{words()} {number}",
        program_type=dice.choice(ProgramType.values),
        summary=words() or "Sum",
        **{column: words() for column in REST_COLUMNS},
        topics=some(TOPICS),
        roles=some(["robot-builder", "ai-aid"]),
        audiences=some(["phds", "ml-people"]),
        locations=some(PLACES),
    )


def texts_of(program: Program) -> oracle.Texts:
    tags = [
        tag.name
        for field in ("topics", "roles", "audiences")
        for tag in getattr(program, field).all()
    ]
    places = [f"{place.city}\n{place.country.name}" for place in program.locations.all()]
    return (
        "\n".join([program.name, program.other_names, program.organization.name]),
        "\n".join([*tags, program.get_program_type_display()]),
        program.summary,
        "\n".join([*(getattr(program, column) for column in REST_COLUMNS), *places]),
    )


def tiers(reading: Reading) -> dict[int, int]:
    """Return the tier of each program that matches, by its key."""
    programs, tier = rank(narrow(Program.objects.all(), reading), reading)
    return dict(programs.annotate(tier=tier).values_list("pk", "tier"))


def expected(texts: dict[int, oracle.Texts], reading: Reading) -> dict[int, int]:
    found = {key: oracle.tier(each, reading) for key, each in texts.items()}
    return {key: tier for key, tier in found.items() if tier is not None}


@on_the_same_programs
@given(reading=oracle.readings)
def test_readings_find_what_words_say(texts, reading):
    assert tiers(reading) == expected(texts, reading)


@on_the_same_programs
@given(words=st.lists(st.sampled_from([*oracle.WORDS, *FURTHER]), max_size=3))
def test_searches_find_what_words_say(texts, words):
    reading = as_typed(Search.of(" ".join(words)))

    assert tiers(reading) == expected(texts, reading)


def test_every_tier_occurs_in_these_programs(texts):
    words = [*oracle.WORDS, *FURTHER]
    found = [expected(texts, as_typed(Search.of(word))) for word in words]

    assert set().union(*(each.values() for each in found)) == set(range(8))


@pytest.mark.parametrize(
    "column",
    [
        *("name", "other_names", "organization__name", "summary", "description", "status_note"),
        *("degree_note", "eligibility_note", "cost_note", "funding_note"),
    ],
)
def test_every_text_of_a_program_is_searched(column):
    program = ProgramFactory(**{column: "The quokka."})
    ProgramFactory()

    assert [*narrow(Program.objects.all(), as_typed(Search.of("quokka")))] == [program]


@pytest.mark.parametrize(
    "spelled",
    [
        pytest.param("Straße", id="sharp s"),
        pytest.param("STRASSE", id="capitals"),
        pytest.param("Strāšse", id="accents"),
    ],
)
def test_letters_are_found_however_they_are_written(spelled):
    program = ProgramFactory(name=f"Die {spelled}.")

    assert tiers(as_typed(Search.of("strasse"))) == {program.pk: 0}
    assert tiers(as_typed(Search.of("straße"))) == {program.pk: 0}


def test_words_do_not_run_from_one_text_into_the_next():
    ProgramFactory(name="Wom", other_names="bat")

    assert tiers(as_typed(Search.of("wombat"))) == {}


def test_a_reading_that_holds_nothing_matches_nothing():
    ProgramFactory()

    assert tiers(Reading((Clause((Term(frozenset()),)),))) == {}


def test_without_a_search_every_program_is_as_relevant(texts):
    assert tiers(Reading()) == dict.fromkeys(texts, 0)


def test_a_long_search_is_answered():
    program = ProgramFactory(name="ML", description=" ".join(f"w{n}" for n in range(13)))
    text = "machine learning phd " + " ".join(f"w{n}" for n in range(13))

    assert tiers(as_typed(Search.of(text))) == {}
    assert tiers(as_typed(Search.of(text.replace("phd", "")))) == {program.pk: 7}

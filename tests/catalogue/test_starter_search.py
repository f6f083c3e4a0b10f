import csv

import pytest
from django.conf import settings
from django_countries import countries

from programs.catalogue.text import TextIndex, Texts
from programs.choices import ProgramType
from programs.filters.search import (
    NAMES,
    REST_COLUMNS,
    Search,
)
from programs.models import Location, Topic
from tests.catalogue.indexes import found


@pytest.fixture(scope="module")
def starter() -> tuple[TextIndex, list[str]]:
    """The index of the starter catalogue's file, and the name of each program by its id."""
    path = settings.BASE_DIR / "programs" / "data" / "programs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return TextIndex.of(enumerate(map(texts_of, rows))), [row["name"] for row in rows]


def texts_of(row: dict[str, str]) -> Texts:
    slugs = [
        slug for column in ("topics", "roles", "audiences") for slug in row[column].split("; ")
    ]
    places = [Location.parts(key) for key in row["locations"].split("; ")]
    return (
        "\n".join([row["name"], row["other_names"], row["organization"]]),
        "\n".join([*map(Topic.name_for, slugs), ProgramType(row["program_type"]).label]),
        row["summary"],
        "\n".join(
            [
                *(row[column] for column in REST_COLUMNS),
                *(f"{place['city']}\n{countries.name(place['country'])}" for place in places),
            ]
        ),
    )


def names_found(starter: tuple[TextIndex, list[str]], text: str) -> list[str]:
    index, names = starter
    return [names[key] for key in found(index, text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("residancy", "Google AI Residency", id="residancy"),
        pytest.param("google residancey", "Google AI Residency", id="wrong beside right"),
        pytest.param("phd machine", "Google PhD Fellowship", id="phd machine"),
        pytest.param("insight", "Insight Data Science Fellows Program", id="insight"),
        pytest.param("insihgt", "Insight Data Science Fellows Program", id="insihgt"),
        pytest.param("ML residency", "Apple AI/ML Residency Program", id="ML residency"),
        pytest.param("machine learning residencies", "Apple AI/ML Residency", id="its words"),
        pytest.param("NLP", "Adobe Research Fellowship", id="NLP"),
        pytest.param("boot camp", "BloomTech (Lambda School) Data Science", id="boot camp"),
        pytest.param("googel fellowshp", "Google PhD Fellowship", id="two wrong words"),
    ],
)
def test_what_people_type_finds_what_they_mean(starter, text, name):
    assert any(name in each for each in names_found(starter, text))


def test_a_word_in_a_note_finds_its_program(starter):
    (name,) = names_found(starter, "UCSF")

    assert "fast.ai Deep Learning Certificate" in name


def test_wrongly_spelled_reinforcement_learning_is_found(starter):
    index, _ = starter

    assert found(index, "reinforcment lerning") == found(index, "reinforcement learning")
    assert found(index, "reinforcment lerning") != []


def test_a_name_finds_its_programs_at_the_level_of_names(starter):
    index, names = starter
    insight = index.find(index.read(Search.of("insight")), NAMES, exact=True)

    assert all("Insight" in names[key] for key in insight)
    assert len(insight) == sum("Insight" in name for name in names)

"""What a search finds among the programs of the database."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict

from programs import choices
from programs.filters import ProgramFilter, Search
from programs.filters.search import MAX_WORDS
from programs.models import Program
from tests.factories import TODAY, OrganizationFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def asking(query: str) -> ProgramFilter:
    return ProgramFilter(QueryDict(query), day=TODAY)


def names(query: str) -> list[str]:
    return [program.name for program in asking(query).qs]


def sentences(query: str) -> list[str]:
    return [one.sentence for one in asking(query).ignored]


@pytest.fixture
def searchable() -> Program:
    return ProgramFactory(
        name="Deep Learning Certificate (in person)",
        other_names="Résidence d’été; C++ Camp",
        organization=OrganizationFactory(name="fast.ai"),
        summary="Training for coders.",
        description="It takes place at UCSF.",
        topics=["computer-vision"],
        roles=["ml-engineer"],
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("certificate", id="name"),
        pytest.param("CERTIF", id="start of a word, any case"),
        pytest.param("fast.ai", id="organization"),
        pytest.param("ai", id="word after a dot"),
        pytest.param("résidence été", id="other names, accents"),
        pytest.param("RÉSIDENCE", id="capital accents"),
        pytest.param("vision", id="topic"),
        pytest.param("engineer", id="role"),
        pytest.param("ucsf coders certificate engineer", id="words from all over"),
        pytest.param("Deep Learning Certificate (in person), fast.ai!", id="punctuation"),
        pytest.param("c++", id="signs are no part of a word"),
        pytest.param("Re\u0301sidence", id="accent as a character of its own"),
    ],
)
def test_search_finds_starts_of_words(searchable, text):
    assert list(ProgramFilter({"q": text}, day=TODAY).qs) == [searchable]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rtificate", id="inside a word"),
        pytest.param("raining", id="inside a word of the summary"),
        pytest.param("sidence", id="after an accented letter"),
        pytest.param("certificate robots", id="one word is missing"),
        pytest.param("computer-graphics", id="half of a compound"),
        pytest.param(".*", id="not a pattern"),
    ],
)
def test_search_leaves_out_what_lacks_a_word(searchable, text):
    found = ProgramFilter({"q": f"deep {text}"}, day=TODAY).qs
    expected = [searchable] if text == ".*" else []

    assert list(found) == expected


def test_ai_is_not_found_in_training():
    ProgramFactory(name="Training", summary="Maintained daily.")

    assert names("q=AI") == []


def test_repeated_searches_are_one_search():
    ProgramFactory(name="Robot Lab")
    ProgramFactory(name="Robot Shop")

    assert names("q=robot&q=lab") == ["Robot Lab"]


def test_the_best_match_has_the_words_themselves_in_its_names():
    ProgramFactory(name="A", description="For robots.")
    ProgramFactory(name="B", organization=OrganizationFactory(name="Robot House"))
    ProgramFactory(name="C", other_names="Robot Camp")
    ProgramFactory(name="D of Robots")

    assert names("q=robot") == ["B", "C", "D of Robots", "A"]
    assert names("q=robot&sort=name") == ["A", "B", "C", "D of Robots"]


def test_a_search_is_cut_to_a_number_of_words():
    search = Search.of("word " * 5_000)
    many = Search.of(" ".join(f"w{number}" for number in range(100)))

    assert search.was_cut
    assert len(search.text) < 1_000
    assert many.was_cut
    assert len(many.words) == MAX_WORDS
    assert many.text.endswith(f"w{MAX_WORDS - 1}")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\x00\x01robot", id="control characters"),
        pytest.param("x" * 10_000, id="10 kB word"),
        pytest.param("x y " * 2_500, id="10 kB of words"),
        pytest.param("(" * 500, id="brackets"),
        pytest.param(r"\m\y[[:alnum:]](?i)", id="patterns"),
        pytest.param("%_%' OR 1=1 --", id="wildcards and quotes"),
        pytest.param("\u202e\u200f\ufeff", id="invisible"),
        pytest.param("\U0001f916 机器学习", id="far planes"),
        pytest.param("İstanbul ß ﬀ", id="letters that change length with case"),
    ],
)
def test_any_text_can_be_searched_for(text):
    ProgramFactory()

    found = ProgramFilter({"q": text}, day=TODAY).qs

    assert found.count() == len(found)


# --- The essay -------------------------------------------------------------------------------

ESSAY = {
    "Insight Data Science": "Insight Data Science Fellows Program",
    "The Data Incubator": "The Data Incubator Data Science Fellowship",
    "fast.ai Deep Learning Certificate": "fast.ai Deep Learning Certificate",
    "OpenAI Scholars": "OpenAI Scholars",
    "AI Grant": "AI Grant",
    "Google AI Residency": "Google AI Residency",
    "Facebook AI Residency": "Facebook AI Residency",
    "OpenAI Machine Learning Fellow": "OpenAI Fellows",
    "Microsoft AI Residency": "Microsoft AI Residency Program",
    "Microsoft NERD AI Program": "Microsoft NERD AI Program",
    "Uber AI Residency": "Uber AI Residency",
    "Clova AI Residency": "NAVER Clova AI Research Global Residency Program",
    "Intel AI Residency": "Intel AI Residency",
    "Insight Artificial Intelligence": "Insight Artificial Intelligence Fellows Program",
    "Insight Data Engineering": "Insight Data Engineering Fellows Program",
}


@pytest.fixture(scope="module")
def starter(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loadstarter")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(("text", "name"), ESSAY.items(), ids=ESSAY)
def test_programs_of_the_essay_are_found_first_by_their_name(starter, text, name):
    every = {"q": text, "status": choices.Status.values}

    assert name in ProgramFilter(every, day=TODAY).qs[0].name

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict

from programs import choices
from programs.filters import ProgramFilter, Search
from programs.filters.search import MAX_WORDS
from programs.models import Program
from tests.factories import TODAY, CheckFactory, OrganizationFactory, ProgramFactory, TopicFactory

pytestmark = pytest.mark.django_db


def asking(query: str) -> ProgramFilter:
    return ProgramFilter(QueryDict(query), day=TODAY)


def names(query: str) -> list[str]:
    return [program.name for program in asking(query).qs]


def sentences(query: str) -> list[str]:
    return [one.sentence for one in asking(query).ignored]


# --- Values ----------------------------------------------------------------------------------


def test_closed_programs_are_left_out_until_asked_for():
    ProgramFactory(name="Runs")
    ProgramFactory(name="Ended", closed=True)

    assert names("") == ["Runs"]
    assert names("status=closed") == ["Ended"]
    assert names("status=closed&status=active") == ["Ended", "Runs"]


def test_drafts_are_never_found():
    ProgramFactory(draft=True, degree_minimum="none")

    assert names("degree=none") == []


def test_unstated_is_a_value_beside_the_others():
    ProgramFactory(name="Says nothing")
    ProgramFactory(name="Wants a PhD", degree_minimum="phd")
    ProgramFactory(name="Wants nothing", degree_minimum="none")

    assert names("degree=unstated") == ["Says nothing"]
    assert names("degree=unstated&degree=none") == ["Says nothing", "Wants nothing"]


def test_remote_alone_names_no_country():
    ProgramFactory(name="Anywhere", locations=["remote"])
    ProgramFactory(name="Both", locations=["remote", "Boston, US"])

    assert names("country=unstated") == ["Anywhere"]
    assert names("country=US") == ["Both"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("open=now", ["Open"], id="now"),
        pytest.param("open=soon", ["Opens later"], id="soon"),
        pytest.param("open=rolling", ["Rolling"], id="rolling"),
        pytest.param("open=unknown", ["Over", "Unknown"], id="unknown"),
        pytest.param("open=soon&open=now", ["Open", "Opens later"], id="several"),
    ],
)
def test_whether_one_can_apply_is_asked_of_the_day(query, found):
    ProgramFactory(name="Open", open=True)
    ProgramFactory(name="Opens later", opening_later=True)
    ProgramFactory(name="Over", over=True)
    ProgramFactory(name="Rolling", rolling=True)
    ProgramFactory(name="Unknown")

    assert sorted(names(query)) == found


def test_another_day_gives_another_answer():
    ProgramFactory(closing_soon=True)
    later = ProgramFilter(QueryDict("open=now"), day=TODAY + datetime.timedelta(days=13))

    assert asking("open=now").qs.count() == 1
    assert later.qs.count() == 0


def test_the_limit_of_weeks_asks_for_the_shortest_stated_length():
    ProgramFactory(name="Two to ten", duration_weeks_min=2, duration_weeks_max=10)
    ProgramFactory(name="Up to three", duration_weeks_max=3)
    ProgramFactory(name="From four", duration_weeks_min=4)
    ProgramFactory(name="Unstated")

    assert names("max_weeks=3&sort=name") == ["Two to ten", "Up to three"]


def test_several_tags_of_one_program_do_not_repeat_it():
    ProgramFactory(topics=["nlp", "robotics"], name="Robots that talk")

    assert names("topic=nlp&topic=robotics&q=r") == ["Robots that talk"]


def test_letter_case_of_values_does_not_matter():
    ProgramFactory(name="Here", locations=["CA"], degree_minimum="none")

    assert names("country=ca&degree=NONE") == ["Here"]


def test_values_of_an_address_come_back_in_one_spelling():
    asked = asking("sort=closing&page=4&degree=None&degree=nonsense&q=++robot++lab&max_weeks=008")

    assert asked.query() == "q=robot+lab&degree=none&max_weeks=8&sort=closing"
    assert asked.query(degree=[]) == "q=robot+lab&max_weeks=8&sort=closing"


# --- What is not known -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param(
            "degree=nonsense",
            "We ignored degree “nonsense”: it is not one of none, bachelor, master, phd, unstated.",
            id="choice",
        ),
        pytest.param(
            "program_type=unstated",
            "We ignored program_type “unstated”: it is not one of degree, bootcamp, course, "
            "internship, research, fellowship, residency, scholarship, grant.",
            id="never blank",
        ),
        pytest.param(
            "country=ZZ",
            "We ignored country “ZZ”: it is not a country that we know.",
            id="country",
        ),
        pytest.param(
            "open=x&open=y&open=z&open=w",
            "We ignored open “x”, “y”, “z” and 1 more: "
            "they are not one of now, soon, rolling, unknown.",
            id="several",
        ),
        pytest.param(
            "max_weeks=abc",
            "We ignored max_weeks “abc”: it is not a whole number of weeks from 1 to 999.",
            id="weeks",
        ),
        pytest.param(
            "sort=best",
            "We ignored sort “best”: it is not one of relevance, closing, name, newest, checked.",
            id="order",
        ),
        pytest.param(
            "q=%00+...", "We ignored the search: it has no letters or digits.", id="search"
        ),
    ],
)
def test_unknown_values_are_named_and_left_out(query, sentence):
    ProgramFactory(name="Still here")

    assert sentences(query) == [sentence]
    assert names(query) == ["Still here"]


def test_unknown_topics_are_named_without_a_list_of_all():
    for number in range(20):
        TopicFactory(slug=f"topic-number-{number}")

    assert sentences("topic=alchemy") == [
        "We ignored topic “alchemy”: it is not a topic that we know."
    ]


def test_known_values_of_the_same_facet_still_apply():
    ProgramFactory(name="Wants a PhD", degree_minimum="phd")
    ProgramFactory(name="Wants nothing", degree_minimum="none")

    assert names("degree=nonsense&degree=phd") == ["Wants a PhD"]


def test_long_unknown_values_are_cut_in_the_sentence():
    (sentence,) = sentences("degree=" + "x" * 10_000)

    assert len(sentence) < 150


@pytest.mark.parametrize(
    "number", ["0", "-3", "1.5", "1000", "9" * 30, "٣", "1e2", "\x00", "²"], ids=ascii
)
def test_what_is_no_number_of_weeks_is_ignored(number):
    ProgramFactory(duration_weeks_min=900)
    asked = ProgramFilter({"max_weeks": number}, day=TODAY)

    assert asked.qs.count() == 1
    assert [one.parameter for one in asked.ignored] == ["max_weeks"]


# --- Search ----------------------------------------------------------------------------------


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


# --- Order -----------------------------------------------------------------------------------


def test_the_soonest_closing_comes_first_and_the_unknown_last():
    ProgramFactory(name="B unknown")
    ProgramFactory(name="a unknown")
    ProgramFactory(name="Later", open=True)
    ProgramFactory(name="Soon", closing_soon=True)

    assert names("") == ["Soon", "Later", "a unknown", "B unknown"]


def test_the_newest_come_first():
    for name in ("First", "Second"):
        ProgramFactory(name=name)

    assert names("sort=newest") == ["Second", "First"]


def test_the_most_recently_checked_come_first():
    earlier, later = ProgramFactory(name="Earlier"), ProgramFactory(name="Later")
    ProgramFactory(name="Another, never")
    CheckFactory(program=earlier, at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    CheckFactory(program=earlier, at=datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC))
    CheckFactory(program=later)

    assert names("sort=checked") == ["Later", "Earlier", "Another, never"]


def test_relevance_without_a_search_is_the_default_order():
    ProgramFactory(name="A")
    ProgramFactory(name="Soon", closing_soon=True)

    assert names("sort=relevance") == ["Soon", "A"]


@pytest.mark.parametrize("sort", ["relevance", "closing", "name", "newest", "checked"])
def test_every_order_ends_with_the_key(sort):
    assert asking(f"q=a&sort={sort}").qs.query.order_by[-1] == "pk"


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

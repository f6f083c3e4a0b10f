import datetime

import pytest
from django.http import QueryDict

from programs.filters import ProgramFilter
from tests.factories import TODAY, CheckFactory, ProgramFactory, TopicFactory

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

"""Facet counts and filters against a count in Python, on random programs and random addresses."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import choices
from programs.choices import UNSTATED
from programs.facets import counts_without, facet_counts
from programs.filters import ProgramFilter
from programs.models import Program
from tests.factories import TODAY, ProgramFactory

pytestmark = pytest.mark.django_db

TOPICS = ["nlp", "robotics", "statistics"]
ROLES = ["data-scientist", "ml-engineer"]
AUDIENCES = ["students", "women"]
PLACES = ["Toronto, CA", "CA", "remote", "Berlin, DE", "Boston, US"]

VALUES = {
    "program_type": ["fellowship", "residency"],
    "degree": ["none", "bachelor", UNSTATED],
    "enrollment": ["none", "phd", UNSTATED],
    "open": choices.Opening.values,
    "cost": ["free", "paid", UNSTATED],
    "funding": ["none", "stipend", UNSTATED],
    "format": ["online", "hybrid", UNSTATED],
    "time": ["full_time", UNSTATED],
    "country": ["CA", "DE", "US", UNSTATED],
    "topic": [*TOPICS, UNSTATED],
    "role": [*ROLES, UNSTATED],
    "audience": [*AUDIENCES, UNSTATED],
    "research": ["helpful", "required", UNSTATED],
    "programming": ["basic", UNSTATED],
    "ml": ["none", UNSTATED],
    "background": ["any", UNSTATED],
    "status": choices.Status.values,
}
WEEKS = [4, 10, 52]


def some(dice: random.Random, values: list[str]) -> list[str]:
    return dice.sample(values, dice.randint(0, len(values)))


def stated_or_blank(dice: random.Random, parameter: str) -> str:
    value = dice.choice(VALUES[parameter])
    return "" if value == UNSTATED else value


@pytest.fixture(scope="module")
def programs(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Program]]:
    """Random programs, made once: these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_programs(random.Random(2))
        found = Program.objects.published().with_rounds_on(TODAY)
        yield list(found.prefetch_related("topics", "roles", "audiences", "locations"))
        transaction.set_rollback(True)


def make_programs(dice: random.Random) -> None:
    for number in range(60):
        round_trait = dice.choice(["open", "opening_later", "over", "draft", None, None])
        shortest = dice.choice([None, *WEEKS])
        ProgramFactory(
            **({round_trait: True} if round_trait else {}),
            name=dice.choice(["Robot Lab", "Data Year", "Open Residency"]) + f" {number}",
            program_type=dice.choice(VALUES["program_type"]),
            status=dice.choice(choices.Status.values),
            degree_minimum=stated_or_blank(dice, "degree"),
            enrollment=stated_or_blank(dice, "enrollment"),
            field_background=stated_or_blank(dice, "background"),
            programming_level=stated_or_blank(dice, "programming"),
            ml_level=stated_or_blank(dice, "ml"),
            research_experience=stated_or_blank(dice, "research"),
            cost=stated_or_blank(dice, "cost"),
            funding=stated_or_blank(dice, "funding"),
            format=stated_or_blank(dice, "format"),
            time_commitment=stated_or_blank(dice, "time"),
            rolling=dice.choice([True, False, None]),
            duration_weeks_min=shortest,
            duration_weeks_max=dice.choice([None, 52]),
            topics=some(dice, TOPICS),
            roles=some(dice, ROLES),
            audiences=some(dice, AUDIENCES),
            locations=some(dice, PLACES),
        )


def values_of(program: Program, parameter: str) -> set[str]:
    """Every value of a program, in plain Python; `unstated` if it has none."""
    match parameter:
        case "topic" | "role" | "audience":
            values = {tag.slug for tag in getattr(program, f"{parameter}s").all()}
        case "country":
            values = {place.country.code for place in program.locations.all()} - {None, ""}
        case "open":
            values = {program.opening}
        case _:
            column = {
                "degree": "degree_minimum",
                "time": "time_commitment",
                "research": "research_experience",
                "programming": "programming_level",
                "ml": "ml_level",
                "background": "field_background",
            }.get(parameter, parameter)
            values = {getattr(program, column)} - {""}
    return values or {UNSTATED}


def shortest(program: Program) -> int | None:
    low, high = program.duration_weeks_min, program.duration_weeks_max
    return high if low is None else low


def matches(program: Program, query: dict[str, list], *, without: str = "") -> bool:
    for parameter in VALUES:
        wanted = query.get(parameter, [])
        if parameter == without:
            continue
        if wanted and not values_of(program, parameter) & set(wanted):
            return False
        if parameter == "status" and not wanted and program.status == "closed":
            return False
    weeks = query.get("max_weeks")
    if weeks and without != "max_weeks":
        return shortest(program) is not None and shortest(program) <= weeks
    return True


queries = st.fixed_dictionaries(
    {},
    optional={
        parameter: st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
        for parameter, values in VALUES.items()
    }
    | {"max_weeks": st.sampled_from(WEEKS)},
).filter(lambda query: len(query) <= 4)

on_the_same_programs = settings(max_examples=40)


def asking(query: dict[str, list]) -> ProgramFilter:
    address = QueryDict(mutable=True)
    for parameter, values in query.items():
        address.setlist(parameter, values if isinstance(values, list) else [str(values)])
    return ProgramFilter(address, day=TODAY)


def test_random_programs_have_every_value_that_the_oracle_is_asked_for(programs):
    seen = {name: set().union(*(values_of(one, name) for one in programs)) for name in VALUES}

    assert {name: sorted(values) for name, values in seen.items()} == {
        name: sorted(values) for name, values in VALUES.items()
    }


@on_the_same_programs
@given(query=queries)
def test_matches_are_or_inside_a_facet_and_and_across(programs, query):
    found = asking(query).qs

    expected = {program.pk for program in programs if matches(program, query)}
    assert [program.pk for program in found if program.pk not in expected] == []
    assert len(found) == len(expected)


@on_the_same_programs
@given(query=queries)
def test_counts_lift_the_own_selection_of_the_facet(programs, query):
    counts = facet_counts(asking(query))

    for name in VALUES:
        expected = Counter(
            value
            for program in programs
            if matches(program, query, without=name)
            for value in values_of(program, name)
        )
        assert counts.get(name, {}) == expected, name


@on_the_same_programs
@given(query=queries)
def test_counts_without_a_filter_are_those_of_the_other_filters(programs, query):
    counts = counts_without(asking(query))

    assert counts == {
        name: number
        for name in query
        if (number := sum(matches(program, query, without=name) for program in programs))
    }


def test_programs_without_a_length_are_counted_beside_the_limit(programs):
    counts = facet_counts(asking({"max_weeks": 10, "program_type": ["residency"]}))

    expected = [
        program
        for program in programs
        if matches(program, {"program_type": ["residency"]}) and shortest(program) is None
    ]
    assert expected
    assert counts["max_weeks"] == {UNSTATED: len(expected)}


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({}, id="plain"),
        pytest.param({name: values[:2] for name, values in VALUES.items()}, id="every facet"),
        pytest.param({"q": ["robot data"], "max_weeks": 10}, id="search"),
    ],
)
def test_counting_takes_one_query(programs, query, django_assert_num_queries):
    asked = asking(query)
    asked.terms, asked.chosen  # noqa: B018 - reads the tags, one query that the page needs anyway

    with django_assert_num_queries(1):
        facet_counts(asked)

"""Filters and counts in SQL against a count in Python, on random programs and addresses."""

import calendar
import datetime
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from programs.choices import UNSTATED
from programs.filters import ProgramFilter
from programs.models import Check, Program
from tests.factories import TODAY
from tests.random_programs import LADDER, VALUES, address_of, make_programs, queries
from tests.sql_counts import counts_without, facet_counts

RELATIONS = ("topics", "roles", "audiences", "locations", "rounds", "checks")
MONTHS = [name.lower() for name in calendar.month_name]
AGES = {3: "quarter", 6: "half_year", 12.01: "year"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def programs(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Program]]:
    """Random programs, made once: these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_programs(random.Random(2))
        found = Program.objects.published().with_rounds_on(TODAY)
        yield list(found.prefetch_related(*RELATIONS))
        transaction.set_rollback(True)


def values_of(program: Program, parameter: str) -> set[str]:
    """Every value of a program, in plain Python; `unstated` if it has none."""
    match parameter:
        case "topic" | "role" | "audience":
            values = {tag.slug for tag in getattr(program, f"{parameter}s").all()}
        case "country":
            values = {place.country.code for place in program.locations.all()} - {None, ""}
        case "open":
            values = {program.opening}
        case "opens" | "closes":
            dates = [getattr(one, f"{parameter}_on") for one in program.rounds.all()]
            values = {MONTHS[one.month] for one in dates if one and one.month}
        case "checked":
            values = {age(check) for check in program.checks.all()}
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


def age(check: Check) -> str:
    """How old a program's only check is, in months of a year without leap day."""
    if check.fields:
        return "part"
    months = (TODAY - check.at.date()) / datetime.timedelta(days=365 / 12)
    return next((name for most, name in AGES.items() if months < most), "longer")


def shortest(program: Program) -> int | None:
    low, high = program.duration_weeks_min, program.duration_weeks_max
    return high if low is None else low


def accepts(program: Program, query: dict[str, list]) -> bool:
    """Whether somebody with this degree may be meant, in the words of the domain."""
    have, *unstated = query["have"]
    says_nothing = not program.degree_minimum and program.enrollment in ("", "none")
    if says_nothing:
        return bool(unstated)
    # Of those who must be students, random programs have only PhD students.
    if program.enrollment == "phd" and have in ("none", "phd"):
        return False
    asked = program.degree_minimum or "none"
    return bool(program.degree_or_equivalent) or LADDER.index(have) >= LADDER.index(asked)


def matches(program: Program, query: dict[str, list], *, without: str = "") -> bool:
    for parameter in VALUES:
        wanted = query.get(parameter, [])
        if parameter == without:
            continue
        if wanted and not values_of(program, parameter) & set(wanted):
            return False
        if parameter == "status" and not wanted and program.status == "closed":
            return False
    if "have" in query and without != "have" and not accepts(program, query):
        return False
    weeks = query.get("max_weeks")
    if weeks and without != "max_weeks":
        return shortest(program) is not None and shortest(program) <= weeks
    return True


on_the_same_programs = settings(max_examples=20)


def asking(query: dict[str, Any]) -> ProgramFilter:
    return ProgramFilter(address_of(query), day=TODAY)


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
    for have in LADDER[:-1]:
        expected = [one for one in programs if matches(one, query | {"have": [have]})]
        assert counts["have"].get(have, 0) == len(expected)


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
def test_counting_takes_one_query_and_those_of_checks(programs, query, django_assert_num_queries):
    asked = asking(query)
    asked.terms, asked.chosen  # noqa: B018 - reads the tags, one query that the page needs anyway

    with django_assert_num_queries(4):  # which are checked, their checks and changes
        facet_counts(asked)

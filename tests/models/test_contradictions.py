"""What sources can say is allowed; what contradicts itself is refused, in each way it can."""

from typing import Any

import pytest
from django.db import IntegrityError, models
from hypothesis import given, settings

from programs.dates import PartialDate
from programs.models import ApplicationRound, Evidence, Location, Program, Report
from tests.factories import RoundFactory
from tests.models.cases import COST, FUNDING
from tests.models.rows import MAKE, write
from tests.strategies import partial_dates

pytestmark = pytest.mark.django_db

HOLDS = {
    "only-a-lower-bound": (Program, {"duration_weeks_min": 10}),
    "only-an-upper-bound": (Program, {"duration_weeks_max": 10}),
    "equal-bounds": (Program, {"duration_weeks_min": 10, "duration_weeks_max": 10}),
    "equivalent-of-no-degree-denied": (Program, {"degree_or_equivalent": False}),
    "not-worldwide-without-countries": (Program, {"open_worldwide": False}),
    "summary-of-200-characters": (Program, {"summary": "é" * 200}),
    "free-of-an-unstated-amount": (Program, {"cost": "free", "cost_currency": "USD"}),
    "paid-of-an-unstated-amount": (Program, {"cost": "paid"}),
    "zero-is-an-amount": (Program, {**COST, "cost_min": 0, "cost_max": 0}),
    "funding-of-an-unstated-amount": (Program, {"funding": "stipend"}),
    "remote": (Location, {"city": "", "country": ""}),
    "further-source-without-a-quote": (Evidence, {"kind": "reference", "quote": ""}),
    "general-knowledge": (Evidence, {"kind": "general_knowledge", "quote": "", "url": ""}),
    "quote-without-an-address": (Evidence, {"url": ""}),
    "round-without-dates": (ApplicationRound, {}),
    "round-of-one-day": (
        ApplicationRound,
        {"opens_on": "2026-03-01", "closes_on": "2026-03-01"},
    ),
    "suggestion-of-no-program": (Report, {"kind": "suggestion", "program": None}),
    "ended-program": (Report, {"kind": "ended"}),
}


@pytest.mark.parametrize(("model", "values"), HOLDS.values(), ids=HOLDS)
def test_what_sources_can_say_is_allowed(model: type[models.Model], values: dict[str, Any]):
    row = MAKE[model](**values)

    assert row.validate_constraints() is None


BREAKS = {
    "equivalent-of-an-unstated-degree": (
        "program_degree_or_equivalent_of_a_degree",
        Program,
        {"degree_or_equivalent": True},
    ),
    "countries-and-unstated-worldwide": (
        "program_worldwide_names_no_countries",
        Program,
        {"open_to_countries": ["CA"]},
    ),
    "highest-cost-without-currency": (
        "program_cost_has_currency",
        Program,
        {"cost": "paid", "cost_max": 9},
    ),
    "cost-of-unstated-kind": (
        "program_free_costs_nothing",
        Program,
        {"cost_currency": "USD", "cost_min": 0},
    ),
    "funding-without-currency": (
        "program_funding_has_currency_and_period",
        Program,
        {"funding": "grant", "funding_period": "year", "funding_max": 9},
    ),
    "funding-of-unstated-kind": (
        "program_funding_has_kind",
        Program,
        {**FUNDING, "funding": "", "funding_min": 9},
    ),
    "further-source-without-an-address": (
        "evidence_says_something",
        Evidence,
        {"kind": "reference", "quote": "", "url": ""},
    ),
    "quote-of-nothing": ("evidence_says_something", Evidence, {"kind": "quote", "quote": ""}),
    "semicolon-in-a-label": ("round_fits_in_one_cell", ApplicationRound, {"label": "a; b"}),
    "semicolon-in-a-closing-time": (
        "round_fits_in_one_cell",
        ApplicationRound,
        {"closes_at_note": "noon; UTC"},
    ),
    "bar-in-a-closing-time": (
        "round_fits_in_one_cell",
        ApplicationRound,
        {"closes_at_note": "noon | UTC"},
    ),
    "date-with-a-word": ("round_opens_on_is_date", ApplicationRound, {"opens_on": "2026-03 ?"}),
    "month-of-one-digit": ("round_opens_on_is_date", ApplicationRound, {"opens_on": "2026-3"}),
    "date-with-a-line-end": ("round_opens_on_is_date", ApplicationRound, {"opens_on": "2026\n"}),
}


@pytest.mark.parametrize(("name", "model", "values"), BREAKS.values(), ids=BREAKS)
def test_the_database_refuses_what_contradicts_itself(
    name: str, model: type[models.Model], values: dict[str, Any]
):
    row = MAKE[model]()

    with pytest.raises(IntegrityError, match=name):
        write(row, values)


def test_rounds_of_two_programs_may_share_a_label():
    RoundFactory(label="2026")

    assert RoundFactory(label="2026").validate_constraints() is None


@settings(max_examples=200)
@given(opens=partial_dates(2026, 2027), closes=partial_dates(2026, 2027))
def test_a_round_is_refused_only_if_it_surely_closes_before_it_opens(
    opens: PartialDate, closes: PartialDate
):
    constraint = next(
        each
        for each in ApplicationRound._meta.constraints
        if each.name == "round_opens_before_it_closes"
    )

    holds = constraint.condition.check({"opens_on": str(opens), "closes_on": str(closes)})

    assert holds == (opens.first_day <= closes.last_day)

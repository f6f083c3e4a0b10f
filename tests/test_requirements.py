"""From the columns of a program to what eligibility decides by."""

from typing import Any

import pytest

from programs.dates import PartialDate
from programs.eligibility.asks import (
    AgeAsk,
    CostAsk,
    DegreeAsk,
    HoursAsk,
    IncomeAsk,
    OriginAsk,
    PlaceAsk,
    Requirements,
    StudentAsk,
    VisaAsk,
)
from programs.eligibility.gains import Gains
from programs.models import Program
from programs.requirements import COLUMNS, GAINS, gains_of, requirements_of

START = PartialDate(2027, 9)
US, EVERYWHERE = frozenset({"US"}), frozenset()


def read(places: Any = (), audiences: Any = (), **columns: Any) -> Requirements:
    program = Program(**columns)
    stated = {name: getattr(program, name) for name in COLUMNS}
    return requirements_of(stated, places=places, audiences=audiences, starts_on=START)


@pytest.mark.parametrize(
    ("columns", "part", "asked"),
    [
        pytest.param({}, "degree", DegreeAsk(""), id="silence is no open door"),
        pytest.param({"enrollment": "none"}, "degree", DegreeAsk(""), id="need not be a student"),
        pytest.param({"enrollment": "phd"}, "degree", None, id="for students"),
        pytest.param({"degree_minimum": "none"}, "degree", DegreeAsk("none"), id="no degree"),
        pytest.param(
            {
                "degree_minimum": "master",
                "degree_or_equivalent": True,
                "max_years_since_degree": 3,
            },
            "degree",
            DegreeAsk("master", True, 3, START),
            id="degree",
        ),
        pytest.param({}, "student", None, id="enrollment unstated"),
        pytest.param({"enrollment": "none"}, "student", StudentAsk("none"), id="not a student"),
        pytest.param({"enrollment": "phd"}, "student", StudentAsk("phd", START), id="student"),
        pytest.param({}, "programming", None, id="skill unstated"),
        pytest.param({"programming_level": "basic"}, "programming", "basic", id="skill"),
        pytest.param({"ml_level": "none"}, "ml", "none", id="no skill"),
        pytest.param({"field_background": "any"}, "field", "any", id="field"),
        pytest.param({"research_experience": "helpful"}, "research", "helpful", id="research"),
        pytest.param({}, "origin", None, id="origin unstated"),
        pytest.param({"open_worldwide": True}, "origin", OriginAsk(True), id="worldwide"),
        pytest.param(
            {"open_worldwide": False, "open_to_countries": ["US"]},
            "origin",
            OriginAsk(False, US),
            id="countries",
        ),
        pytest.param({"open_worldwide": False}, "origin", OriginAsk(False), id="not everywhere"),
        pytest.param({}, "age", None, id="age unstated"),
        pytest.param({"maximum_age": 30}, "age", AgeAsk(None, 30), id="age"),
        pytest.param(
            {"audience_only": True, "audiences": ["Women", "Students"]},
            "audience",
            ("Students", "Women"),
            id="only for",
        ),
        pytest.param({"audiences": ["Women"]}, "audience", None, id="meant for, among others"),
        pytest.param({"audience_only": True}, "audience", None, id="only for nobody named"),
        pytest.param({"apply_via": "self"}, "nomination", None, id="one applies oneself"),
        pytest.param({"apply_via": "university"}, "nomination", "university", id="put forward"),
        pytest.param({"eligibility_note": "18 or older"}, "note", True, id="more in words"),
        pytest.param({}, "place", None, id="place unstated"),
        pytest.param({"format": "online", "places": ["US"]}, "place", PlaceAsk("online"), id="web"),
        pytest.param(
            {"format": "hybrid", "places": ["US", ""]},
            "place",
            PlaceAsk("hybrid", US, True),
            id="hybrid or remote",
        ),
        pytest.param({"places": ["US"]}, "place", PlaceAsk("", US), id="place without format"),
        pytest.param({"format": "in_person"}, "visa", None, id="nowhere to need a visa for"),
        pytest.param({"format": "online", "places": ["US"]}, "visa", None, id="no visa online"),
        pytest.param(
            {"format": "in_person", "places": ["US"], "sponsors_visa": False},
            "visa",
            VisaAsk(False, US),
            id="visa",
        ),
        pytest.param({}, "hours", None, id="time unstated"),
        pytest.param({"time_commitment": "part_time"}, "hours", HoursAsk("part_time"), id="part"),
        pytest.param({"hours_per_week": 12}, "hours", HoursAsk("", 12), id="hours alone"),
        pytest.param({}, "cost", CostAsk(""), id="cost unstated"),
        pytest.param(
            {"cost": "paid", "funding": "scholarship"}, "cost", CostAsk("paid", True), id="cost"
        ),
        pytest.param({"funding": "stipend"}, "income", None, id="time unstated, no income asked"),
        pytest.param(
            {"time_commitment": "full_time", "funding": "stipend"},
            "income",
            IncomeAsk("stipend"),
            id="all one's time",
        ),
        pytest.param(
            {"time_commitment": "part_time", "funding": "none"}, "income", None, id="part-time"
        ),
        pytest.param(
            {"time_commitment": "part_time", "hours_per_week": 35},
            "income",
            IncomeAsk(""),
            id="many hours",
        ),
        pytest.param(
            {"time_commitment": "full_time", "hours_per_week": 20}, "income", None, id="few hours"
        ),
    ],
)
def test_a_program_asks_what_its_columns_state(columns, part, asked):
    columns = dict(columns)
    places, audiences = columns.pop("places", ()), columns.pop("audiences", ())

    assert getattr(read(places, audiences, **columns), part) == asked


@pytest.mark.parametrize(
    ("columns", "gains"),
    [
        pytest.param({}, None, id="not known"),
        pytest.param({"builds_research": False}, None, id="nothing"),
        pytest.param({"awards_degree": "master"}, Gains(degree="master"), id="degree"),
        pytest.param(
            {"builds_ml": "basic", "builds_research": True},
            Gains(ml="basic", research=True),
            id="skill and research",
        ),
    ],
)
def test_a_program_gives_what_its_columns_state(columns, gains):
    program = Program(**columns)

    assert gains_of({name: getattr(program, name) for name in GAINS}) == gains

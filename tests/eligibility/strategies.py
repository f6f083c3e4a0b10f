"""Small worlds of people and of what programs ask, chosen so that the two meet.

Each answer and each part has every value that the rules can tell apart: places in one's own
country, in another one and in none, dates before, after, in and across each other.
"""

from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import strategies as st

from programs import choices
from programs.choices import Enrollment
from programs.dates import PartialDate
from programs.eligibility import ANSWERS, CRITERIA, Applicant, Requirements
from programs.eligibility.asks import (
    AgeAsk,
    CostAsk,
    DegreeAsk,
    HoursAsk,
    IncomeAsk,
    OriginAsk,
    PlaceAsk,
    StudentAsk,
    VisaAsk,
)

YES_NO = [True, False]
MAYBE = [None, True, False]
COUNTRIES = ["US", "CA", "NG"]
PLACES = [frozenset(), frozenset({"CA"}), frozenset({"US", "CA"}), frozenset({"GB"})]
ENDS = [PartialDate.parse(date) for date in ("2026", "2027", "2027-05", "2027-06", "2027-09-02")]
STARTS = [None, *map(PartialDate.parse, ("2027", "2027-06", "2027-06-01", "2027-09"))]

ANSWERS_TO: dict[str, list[Any]] = {
    "degree": list(choices.Degree),
    "studying": list(choices.Studying),
    "graduates_on": ENDS,
    "field": list(choices.FieldOfStudy),
    "programming": list(choices.Level),
    "ml": list(choices.Level),
    "research": YES_NO,
    "age": list(choices.AgeBand),
    "residence": COUNTRIES,
    "citizenships": [*map(frozenset, COUNTRIES), frozenset({"NG", "CA"})],
    "reach": list(choices.Reach),
    "sponsor": YES_NO,
    "hours": list(choices.WeeklyHours),
    "pays": YES_NO,
    "income": YES_NO,
}
"""What somebody may say to each question, if they say anything."""


def _every(part: Any, *values: Any) -> list[Any]:
    return [part(*chosen) for chosen in product(*values)]


ASKS: dict[str, list[Any]] = {
    "degree": [
        DegreeAsk(""),
        *_every(DegreeAsk, choices.Degree.values, MAYBE, [None, 1, 3], STARTS),
    ],
    "student": _every(StudentAsk, Enrollment.values, STARTS),
    "field": choices.Background.values,
    "programming": choices.Level.values,
    "ml": choices.Level.values,
    "research": choices.ResearchExperience.values,
    "origin": [
        OriginAsk(True),
        *_every(OriginAsk, [False], PLACES),
        OriginAsk(False, frozenset({"NG", "GH", "KE", "ZA"})),
        OriginAsk(False, frozenset({"NG", "GH", "KE", "ZA", "EG"})),
    ],
    "age": [
        *_every(AgeAsk, [0, 16, 18, 27, 36], [None, 40]),
        *_every(AgeAsk, [None, 16, 18], [24, 27]),
        AgeAsk(None, 17),
    ],
    "audience": [("Women",), ("Africa", "Women")],
    "nomination": ["university", "nomination"],
    "note": [True],
    "place": [
        PlaceAsk("online"),
        *_every(PlaceAsk, ["in_person", "hybrid"], PLACES, YES_NO),
        *_every(PlaceAsk, [""], PLACES[1:], YES_NO),
    ],
    "visa": _every(VisaAsk, MAYBE, PLACES[1:]),
    "hours": [
        *_every(HoursAsk, choices.TimeCommitment.values, [None, 1, 10, 38, 60]),
        *_every(HoursAsk, [""], [1, 10, 38, 60]),
    ],
    "cost": _every(CostAsk, ["", *choices.Cost.values], YES_NO),
    "income": _every(IncomeAsk, ["", *choices.Funding.values]),
}
"""What a program may ask for each criterion, as `requirements_of` makes it."""


def asks(name: str) -> st.SearchStrategy[Any]:
    """Return any part that the criterion of this name is held against."""
    return st.sampled_from(ASKS[name])


def answers(name: str) -> st.SearchStrategy[Any]:
    """Return anything that somebody may say to this question."""
    return st.sampled_from(ANSWERS_TO[name])


def applicants() -> st.SearchStrategy[Applicant]:
    """Return anybody, who may have skipped any question."""
    return st.builds(Applicant, **{name: st.none() | answers(name) for name in ANSWERS})


@st.composite
def requirements(draw: st.DrawFn) -> Requirements:
    """Return what any program may state: a degree, or else that it is for students.

    Few parts are stated: of many, one nearly always is not met, and decides alone.
    """
    names = draw(st.sets(st.sampled_from(sorted(CRITERIA)), max_size=4))
    parts = {name: draw(asks(name)) for name in sorted(names)}
    if "degree" not in parts and not is_for_students(parts.get("student")):
        parts["degree"] = draw(asks("degree"))
    return Requirements(**parts)


def is_for_students(ask: StudentAsk | None) -> bool:
    """Return whether one must be a student of some kind."""
    return ask is not None and ask.enrollment not in (Enrollment.NONE, Enrollment.ADMITTED)


def everybody(names: tuple[str, ...]) -> list[Applicant]:
    """Return a person for each way to answer or skip these questions; the others are skipped."""
    ways = product(*([None, *ANSWERS_TO[name]] for name in names))
    return [Applicant(**dict(zip(names, way, strict=True))) for way in ways]


@st.composite
def answered(draw: st.DrawFn, applicant: Applicant) -> Applicant:
    """Return the person with some questions more answered; what they had said stays."""
    names = [name for name in ANSWERS if getattr(applicant, name) is None]
    chosen = draw(st.sets(st.sampled_from(names))) if names else ()
    return replace(applicant, **{name: draw(answers(name)) for name in sorted(chosen)})

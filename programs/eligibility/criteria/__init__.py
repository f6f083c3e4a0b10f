"""Every criterion, in the order in which a page tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from programs.eligibility.applicant import Applicant
from programs.eligibility.criteria import conditions, learning, person
from programs.eligibility.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that programs may ask for, or that a person may need of them."""

    label: str
    hold: Callable[[Any, Applicant], Finding | None]
    """Hold what a program asks against a person; None: there is nothing to say of it."""
    reads: tuple[str, ...]
    """The answers that the finding depends on."""
    fields: tuple[str, ...]
    """The fields of a program that it rests on, for which evidence stands."""


CRITERIA: dict[str, Criterion] = {
    "degree": Criterion(
        label="Degree",
        hold=learning.degree,
        reads=("degree", "studying", "graduates_on"),
        fields=("degree_minimum", "degree_or_equivalent", "max_years_since_degree"),
    ),
    "student": Criterion(
        label="Being a student",
        hold=learning.student,
        reads=("studying", "graduates_on"),
        fields=("enrollment",),
    ),
    "field": Criterion(
        label="Field of study",
        hold=learning.field,
        reads=("field",),
        fields=("field_background",),
    ),
    "programming": Criterion(
        label="Programming",
        hold=learning.programming,
        reads=("programming",),
        fields=("programming_level",),
    ),
    "ml": Criterion(
        label="Machine learning",
        hold=learning.ml,
        reads=("ml",),
        fields=("ml_level",),
    ),
    "research": Criterion(
        label="Research experience",
        hold=learning.research,
        reads=("research",),
        fields=("research_experience",),
    ),
    "origin": Criterion(
        label="Where you are from",
        hold=person.origin,
        reads=("residence", "citizenships"),
        fields=("open_worldwide", "open_to_countries"),
    ),
    "age": Criterion(
        label="Age", hold=person.age, reads=("age",), fields=("minimum_age", "maximum_age")
    ),
    "audience": Criterion(
        label="Meant for",
        hold=person.audience,
        reads=(),
        fields=("audiences", "audience_only"),
    ),
    "nomination": Criterion(
        label="Who applies", hold=person.nomination, reads=(), fields=("apply_via",)
    ),
    "note": Criterion(label="Also asks", hold=person.note, reads=(), fields=("eligibility_note",)),
    "place": Criterion(
        label="Where",
        hold=conditions.place,
        reads=("reach", "residence"),
        fields=("format", "locations"),
    ),
    "visa": Criterion(
        label="Visa",
        hold=conditions.visa,
        reads=("sponsor", "reach", "residence", "citizenships"),
        fields=("sponsors_visa",),
    ),
    "hours": Criterion(
        label="Time",
        hold=conditions.hours,
        reads=("hours",),
        fields=("time_commitment", "hours_per_week"),
    ),
    "cost": Criterion(
        label="Cost", hold=conditions.cost, reads=("pays",), fields=("cost", "cost_note")
    ),
    "income": Criterion(
        label="Income",
        hold=conditions.income,
        reads=("income",),
        fields=("funding", "funding_note"),
    ),
}

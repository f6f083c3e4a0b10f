"""What a program states, as eligibility decides by it: the one bridge from its fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from django_countries.fields import Country

from programs.choices import (
    ApplyVia,
    Format,
    Funding,
    TimeCommitment,
)
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
from programs.eligibility.criteria.conditions import FULL_TIME_HOURS
from programs.eligibility.gains import Gains
from programs.eligibility.ladder import STUDENTS, accepted

COLUMNS = (
    *("degree_minimum", "degree_or_equivalent", "max_years_since_degree", "enrollment"),
    *("field_background", "programming_level", "ml_level", "research_experience"),
    *("open_worldwide", "open_to_countries", "minimum_age", "maximum_age", "sponsors_visa"),
    *("audience_only", "apply_via", "eligibility_note", "format", "time_commitment"),
    *("hours_per_week", "cost", "funding"),
)
"""The columns of a program that `requirements_of` reads."""

GAINS = ("awards_degree", "builds_programming", "builds_ml", "builds_research")
"""The columns that `gains_of` reads."""


def requirements_of(stated: Mapping[str, Any], **around: Any) -> Requirements:
    """Return what a program asks for; takes what `asks_of` takes."""
    return Requirements(**asks_of(stated, **around))


def asks_of(
    stated: Mapping[str, Any],
    *,
    places: Iterable[str],
    audiences: Iterable[str],
    starts_on: PartialDate | None,
) -> dict[str, Any]:
    """Return what a program asks for by criterion, from its columns by name.

    Criteria of which nothing is stated are absent. `places` are the codes of the countries where it
    takes place, blank for remote; `audiences` the names of those whom it is meant for; `starts_on`
    is the start of the next round, if known.
    """
    where = _place(stated["format"], frozenset(places))
    weekly = _hours(stated)
    asks = {
        "degree": _degree(stated, starts_on),
        "student": _student(stated["enrollment"], starts_on),
        "field": stated["field_background"] or None,
        "programming": stated["programming_level"] or None,
        "ml": stated["ml_level"] or None,
        "research": stated["research_experience"] or None,
        "origin": _origin(stated["open_worldwide"], stated["open_to_countries"]),
        "age": _age(stated["minimum_age"], stated["maximum_age"]),
        "audience": (tuple(sorted(audiences)) or None) if stated["audience_only"] else None,
        "nomination": None if stated["apply_via"] in ("", ApplyVia.SELF) else stated["apply_via"],
        "place": where,
        "visa": _visa(stated["sponsors_visa"], where),
        "hours": weekly,
        "cost": CostAsk(stated["cost"], stated["funding"] == Funding.SCHOLARSHIP),
        "income": _income(stated["funding"], weekly),
        "note": True if stated["eligibility_note"] else None,
    }
    return {name: ask for name, ask in asks.items() if ask is not None}


def gains_of(stated: Mapping[str, Any]) -> Gains | None:
    """Return what one has after a program, from its columns by name; None if nothing is known."""
    gains = Gains(
        degree=stated["awards_degree"],
        programming=stated["builds_programming"],
        ml=stated["builds_ml"],
        research=bool(stated["builds_research"]),
    )
    return gains if any(gains) else None


def accepted_by(stated: Mapping[str, Any]) -> list[str]:
    """Return the highest degrees that a program accepts, from its columns; empty if unstated."""
    return list(
        accepted(stated["degree_minimum"], stated["degree_or_equivalent"], stated["enrollment"])
    )


def _degree(stated: Mapping[str, Any], starts_on: PartialDate | None) -> DegreeAsk | None:
    minimum = stated["degree_minimum"]
    if not minimum:
        # For students it is the degree in progress that counts: nothing else is left open.
        return None if stated["enrollment"] in STUDENTS else DegreeAsk("")
    if minimum == "none":
        return DegreeAsk(minimum)
    return DegreeAsk(
        minimum, stated["degree_or_equivalent"], stated["max_years_since_degree"], starts_on
    )


def _student(enrollment: str, starts_on: PartialDate | None) -> StudentAsk | None:
    if not enrollment:
        return None
    return StudentAsk(enrollment, starts_on if enrollment in STUDENTS else None)


def _origin(worldwide: bool | None, countries: str | Iterable[Country]) -> OriginAsk | None:
    # A row of the database has the codes as one text, a program has countries.
    codes = frozenset(
        filter(None, countries.split(","))
        if isinstance(countries, str)
        else (country.code for country in countries)
    )
    if worldwide:
        return OriginAsk(True)
    return None if worldwide is None and not codes else OriginAsk(worldwide, codes)


def _age(low: int | None, high: int | None) -> AgeAsk | None:
    return None if low is None and high is None else AgeAsk(low, high)


def _place(form: str, places: frozenset[str]) -> PlaceAsk | None:
    if form == Format.ONLINE:
        return PlaceAsk(form)
    if not form and not places:
        return None
    return PlaceAsk(form, places - {""}, is_remote="" in places)


def _visa(sponsors: bool | None, where: PlaceAsk | None) -> VisaAsk | None:
    if where is None or where.is_online or not where.countries:
        return None
    return VisaAsk(sponsors, where.countries)


def _hours(stated: Mapping[str, Any]) -> HoursAsk | None:
    commitment, hours = stated["time_commitment"], stated["hours_per_week"]
    return HoursAsk(commitment, hours) if commitment or hours is not None else None


def _income(funding: str, weekly: HoursAsk | None) -> IncomeAsk | None:
    """Who gives all their time needs an income from it; who gives less can earn beside it."""
    if weekly is None:
        return None
    is_full = weekly.commitment == TimeCommitment.FULL_TIME and weekly.hours is None
    return IncomeAsk(funding) if is_full or (weekly.hours or 0) >= FULL_TIME_HOURS else None

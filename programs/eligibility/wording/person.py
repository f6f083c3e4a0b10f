"""Sentences about who one is."""

from collections.abc import Iterable

from programs.eligibility.wording.parts import only_for
from programs.places import in_country


def origin_worldwide() -> str:
    return "It is open to people from every country."


def origin_not_everywhere() -> str:
    return (
        "It is not open to people from every country, and doesn’t say which ones it is open to: "
        "ask them."
    )


def citizenships_unsaid(countries: Iterable[str]) -> str:
    return f"{only_for(countries)} You haven’t said where you are a citizen."


def residence_unsaid(countries: Iterable[str]) -> str:
    return f"{only_for(countries)} You haven’t said where you live."


def origin_citizen(countries: Iterable[str], own: str) -> str:
    return f"{only_for(countries)} You are a citizen of {in_country(own)}."


def origin_resident(countries: Iterable[str], home: str) -> str:
    return (
        f"{only_for(countries)} You live in {in_country(home)} and are not a citizen: ask them "
        "whether that is enough."
    )


def origin_not_met(countries: Iterable[str]) -> str:
    return f"{only_for(countries)} You don’t live there and are not a citizen."


def age_unsaid(low: int | None, high: int | None) -> str:
    return f"{_for_age(low, high)} You haven’t said how old you are."


def age_met(low: int | None, high: int | None) -> str:
    return f"{_for_age(low, high)} You are."


def age_under(low: int) -> str:
    return f"{_for_age(low, None)} You are younger. Time will change that."


def age_over(high: int) -> str:
    return f"{_for_age(None, high)} You are older."


def age_perhaps(low: int | None, high: int | None) -> str:
    return f"{_for_age(low, high)} Only you know whether you are."


def audience_only(names: Iterable[str]) -> str:
    return f"It is only for: {', '.join(names)}. Only you know whether that is you."


def nomination(apply_via: str) -> str:
    who = "your university" if apply_via == "university" else "somebody else"
    return f"You can’t apply yourself: {who} must put you forward. Ask who can do that."


def note() -> str:
    return "It also asks for something else, in its own words. Only you know whether that fits you."


def _for_age(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        ages = f"between {low} and {high} years old"
    else:
        ages = f"{high} or younger" if low is None else f"{low} or older"
    return f"It is for people who are {ages}."

"""Parts of sentences that several of them share."""

from collections.abc import Iterable

from programs.choices import Level
from programs.dates import PartialDate
from programs.places import in_country

SHOWN_COUNTRIES = 3

SKILLS = {"programming": "programming", "ml": "machine learning"}
"""Skills as sentences call them, by the name of the answer."""

KNOWLEDGE = {
    Level.BASIC: "a basic knowledge",
    Level.WORKING: "a working knowledge",
    Level.STRONG: "a strong knowledge",
}


def on_date(date: PartialDate) -> str:
    return f"{'in' if date.day is None else 'on'} {date.words}"


def listed(countries: Iterable[str], joint: str) -> str:
    """Return the first few countries: `A`, `A and B`, `A, B, C and 4 other countries`."""
    ordered = sorted(map(in_country, countries))
    shown, others = ordered[:SHOWN_COUNTRIES], len(ordered) - SHOWN_COUNTRIES
    if others > 0:
        noun = "country" if others == 1 else "countries"
        return f"{', '.join(shown)} {joint} {others} other {noun}"
    return f" {joint} ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def only_for(countries: Iterable[str]) -> str:
    return f"It is only open to people from {listed(countries, 'and')}."


def in_places(countries: Iterable[str]) -> str:
    named = listed(countries, "or")
    return f"in {named}" if named else "in person"

"""Countries and places in words."""

from functools import cache

from django_countries import countries

_WITH_ARTICLE = {
    *("AE", "BS", "CD", "CF", "CG", "DO", "FK", "GB", "GM", "KM", "KY", "MH", "MV", "NL", "PH"),
    *("SB", "SC", "TC", "US", "VI"),
}


@cache
def country_name(code: str) -> str:
    """Return the English name of the country with this ISO 3166 code; blank for none."""
    return str(countries.name(code or ""))


def in_country(code: str) -> str:
    """Return the country's name as a sentence says it: `Canada`, `the Netherlands`."""
    return f"the {country_name(code)}" if code in _WITH_ARTICLE else country_name(code)


def place_words(city: str, code: str) -> str:
    """Return a place as a page says it: `Toronto, Canada`, `Singapore`; `Remote` if both blank."""
    return ", ".join(dict.fromkeys(filter(None, [city, country_name(code)]))) or "Remote"

"""Countries and places in words."""

import re
import unicodedata
from functools import cache

from django_countries import countries

_WITH_ARTICLE = {
    *("AE", "BS", "CD", "CF", "CG", "DO", "FK", "GB", "GM", "KM", "KY", "MH", "MV", "NL", "PH"),
    *("SB", "SC", "TC", "US", "VI"),
}

# What people call countries besides their names and codes in ISO 3166.
_CALLED = {
    "US": "america|united states|united states of america",
    "GB": "uk|great britain|britain|england|scotland|wales|northern ireland",
    "KR": "south korea|korea|republic of korea",
    "NL": "holland|the netherlands",
    "CZ": "czech republic",
    "AE": "uae|emirates",
    "RU": "russia",
    "VN": "vietnam|viet nam",
    "TW": "taiwan",
    "TR": "turkey|türkiye",
    "IR": "iran",
    "HK": "hong kong",
    "TZ": "tanzania",
    "BO": "bolivia",
    "VE": "venezuela",
    "CI": "ivory coast|côte d’ivoire",
    "MD": "moldova",
    "SY": "syria",
    "LA": "laos",
    "CV": "cape verde",
    "MK": "macedonia",
    "CN": "prc|china",
    "DE": "deutschland",
    "ES": "españa",
    "BR": "brasil",
}

_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|"
    "DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|"
    "IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|"
    "MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|"
    "NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|"
    "NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|"
    "RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|"
    "VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
)
STATES = dict(one.split(" ", 1) for one in _STATES.split("|"))
"""The states of the US by their postal codes, many of which are those of countries too."""

# Cities that a state's code is written behind, where the code is that of a country as well.
_IN_A_STATE = {
    "AL": "birmingham|huntsville|montgomery|mobile",
    "AR": "little rock|fayetteville|bentonville",
    "AZ": "phoenix|tucson|tempe|scottsdale|mesa|chandler",
    "CA": "los angeles|san francisco|san diego|san jose|oakland|berkeley|stanford|palo alto|irvine"
    "|mountain view|sacramento|santa monica|pasadena|santa barbara|santa cruz|cupertino|fresno"
    "|menlo park|redwood city|sunnyvale|long beach|la jolla|davis|santa clara|riverside",
    "CO": "denver|boulder|colorado springs|fort collins|aurora|golden",
    "DE": "wilmington|newark|dover",
    "GA": "atlanta|savannah|augusta|athens|macon|columbus|alpharetta|marietta|decatur",
    "ID": "boise",
    "IL": "chicago|evanston|urbana|champaign|urbana-champaign|springfield|naperville",
    "IN": "indianapolis|bloomington|west lafayette|lafayette|notre dame|fort wayne|south bend",
    "KY": "louisville|lexington",
    "LA": "new orleans|baton rouge|shreveport|lafayette",
    "MA": "boston|cambridge|somerville|amherst|worcester|waltham|medford|lowell|woods hole",
    "MD": "baltimore|bethesda|college park|rockville|columbia|annapolis|gaithersburg",
    "ME": "portland|bangor|orono",
    "MN": "minneapolis|saint paul|st paul|st. paul|rochester|duluth",
    "MO": "st louis|st. louis|saint louis|kansas city|columbia|springfield",
    "MS": "jackson|oxford|biloxi",
    "MT": "missoula|bozeman|billings|helena",
    "NC": "charlotte|raleigh|durham|chapel hill|greensboro|asheville|cary|wilmington",
    "NE": "omaha|lincoln",
    "PA": "philadelphia|pittsburgh|state college|university park|bethlehem|harrisburg",
    "SC": "charleston|columbia|greenville|clemson",
    "SD": "sioux falls|rapid city",
    "TN": "nashville|memphis|knoxville|chattanooga|oak ridge",
    "VA": "arlington|richmond|charlottesville|blacksburg|reston|fairfax|alexandria|norfolk|mclean",
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


def country_code(text: str) -> str:
    """Return the ISO 3166 code of the country that is meant: `UK`, `Canada`, `CAN`, `ca`.

    Blank if none is.
    """
    return _country_codes().get(_folded(text), "")


def state_code(text: str) -> str:
    """Return the postal code of the state of the US that is meant: `NY`, `New York`. Else blank."""
    return _state_codes().get(_folded(text), "")


def is_city_in_state(city: str, state: str) -> bool:
    """Return whether this is one of the larger cities of a state whose code is a country's too."""
    return _folded(city) in _IN_A_STATE.get(state, "").split("|")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    # “U.S.A.”, but not “St. Louis”.
    plain = re.sub(r"\b(\w)\.(?=\w\b|\s|$)", r"\1", plain.replace("'", "’"))
    return " ".join(plain.split()).removeprefix("the ")


@cache
def _country_codes() -> dict[str, str]:
    called = {_folded(name): code for code, names in _CALLED.items() for name in names.split("|")}
    official = {_folded(name): code for code, name in countries}
    longer = {_folded(countries.alpha3(code)): code for code, _ in countries}
    return {**called, **longer, **official, **{code.casefold(): code for code, _ in countries}}


@cache
def _state_codes() -> dict[str, str]:
    return {
        **{_folded(name): code for code, name in STATES.items()},
        **{code.casefold(): code for code in STATES},
    }

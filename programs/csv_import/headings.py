"""Columns whose own heading says how their cells read: STATE, COUNTRY, ONLINE.

In a column that bears our name, cells are as our export writes them. Under another heading they
are as people write them, where the same text may mean something else.
"""

import re
from functools import lru_cache

from programs.choices import Format
from programs.csv_import.cells import Choice, Kind
from programs.csv_import.columns import KNOWN
from programs.csv_import.lists import List, parse_country_place, parse_place_as_written, parse_state
from programs.csv_import.spellings import fold

JOINED = ("locations", "topics", "roles", "audiences", "open_to_countries")
"""Fields that several columns may fill together: their items are joined."""

_ONLINE = KNOWN["format"].kind
_YES_ONLINE = Choice(
    _ONLINE.values,
    {
        **_ONLINE.readings,
        **dict.fromkeys(("yes", "y", "true"), Format.ONLINE.value),
        **dict.fromkeys(("no", "n", "false"), Format.IN_PERSON.value),
    },
)
_COUNTRIES = List(parse_country_place, "countries: Canada; US")
_STATES = List(parse_state, "states of the US: NY; California")

_BY_HEADING: dict[str, dict[str, Kind]] = {
    "locations": {
        **dict.fromkeys(("country", "countries", "nation"), _COUNTRIES),
        **dict.fromkeys(("state", "states", "us state", "us states"), _STATES),
    },
    "format": dict.fromkeys(("online", "is online", "remote", "is remote"), _YES_ONLINE),
}
_AS_WRITTEN: dict[str, Kind] = {
    "locations": List(parse_place_as_written, KNOWN["locations"].kind.allowed)
}


@lru_cache(maxsize=1_000)
def kind_under(name: str, heading: str) -> Kind:
    """Return how the cells of the field read in a column with this heading; blank for our own."""
    heading = " ".join(re.sub(r"\W", " ", fold(heading)).split())
    if not heading or heading == fold(name):
        return KNOWN[name].kind
    return _BY_HEADING.get(name, {}).get(heading) or _AS_WRITTEN.get(name) or KNOWN[name].kind

"""Cells that hold several items: tags, countries, places, rounds."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programs.csv_import.cells import SEPARATOR, Date, Slug, Text, clean, escape, unescape
from programs.csv_import.deltas import Delta, is_delta, read_delta, signed, unique
from programs.csv_import.problems import CellProblem, quoted
from programs.csv_import.spellings import fold
from programs.ledger import Value
from programs.models import Location
from programs.places import country_code, country_name, in_country, is_city_in_state, state_code


class TwoReadings(CellProblem):
    """What can lie in one of two countries, unless the row says which.

    `doubts` holds the items that each such text would be, by country; `sure` those beside them.
    """

    def __init__(
        self, message: str, doubts: list[dict[str, str]], sure: Iterable[Value] = ()
    ) -> None:
        super().__init__(message)
        self.doubts, self.sure = doubts, list(sure)

    def settled_by(self, others: Iterable[Value]) -> list[Value] | None:
        """Return all items, if these other places name one country of each doubt; else None."""
        said = {str(place).rpartition(", ")[2] for place in (*self.sure, *others)}
        items = list(self.sure)
        for doubt in self.doubts:
            meant = [item for country, item in doubt.items() if country in said]
            if len(meant) != 1:
                return None
            items += meant
        return unique(items)


@dataclass(frozen=True)
class List:
    """Several items of one sort, separated by semicolons: the whole list, or `+` and `-` items.

    `item` returns one item, or a tuple where a part of the cell holds several.
    """

    item: Callable[[str], Value | tuple[Value, ...]]
    allowed: str
    format_item: Callable[[Value], str] = str

    @property
    def blank(self) -> Value:
        return []

    def parse(self, text: str) -> list[Value] | Delta:
        if delta := read_delta(text, self._items):
            return delta
        sure: list[Value] = []
        doubtful: list[TwoReadings] = []
        for part in filter(None, map(str.strip, text.split(";"))):
            try:
                sure += self._items(unescape(part))
            except TwoReadings as two:
                doubtful.append(two)
        if not doubtful:
            return unique(sure)
        doubts = [doubt for two in doubtful for doubt in two.doubts]
        both = TwoReadings(str(doubtful[0]), doubts, sure)
        if (items := both.settled_by(())) is None:
            raise both
        return items

    def _items(self, part: str) -> Iterable[Value]:
        found = self.item(part)
        return found if isinstance(found, tuple) else [found]

    def format(self, value: Value) -> str:
        # An item that begins with + or - would read as one that comes or goes.
        return SEPARATOR.join(escape(self.format_item(item)) for item in value)

    def says_word_for_word(self, text: str, value: Value) -> bool:
        """Return whether the items are those of the text, space and letter case aside."""
        if self.format_item is not str:
            return True
        value = signed(value) if is_delta(value) else value
        parts = unique(
            unescape(part.strip()).casefold() for part in text.split(";") if part.strip()
        )
        return parts == unique(item.casefold() for item in value)


def parse_tag(text: str) -> str:
    """Return a tag's slug. Raises CellProblem if it is none."""
    if "," in text:
        raise CellProblem(
            f"{quoted(text)} is not a tag. Separate tags with semicolons: data-science; nlp."
        )
    return Slug(60).parse(text)


def parse_country(text: str) -> str | tuple[str, ...]:
    """Return the ISO 3166 code of a country, or those of several. Raises CellProblem for others.

    `CA`, `Canada`, `UK`, `USA / Canada`.
    """
    if text.capitalize() in ("No", "Na") and not text.isupper():
        name = country_name(text.upper())
        raise CellProblem(
            f"{quoted(text)} can be {name} or say that there is none. Write {name}, or leave the "
            "cell blank."
        )
    if code := country_code(text):
        return code
    codes = tuple(map(country_code, _parts(text)))
    if not all(codes):
        raise CellProblem(
            f"{quoted(text)} is not a country. Write its name or its ISO 3166 code: Canada, US, GB."
        )
    return codes


def _parts(text: str) -> list[str]:
    """Return the names that commas, slashes and the like separate."""
    return [part.strip() for part in re.split(r"[,/&|]|\band\b", text) if part.strip()] or [""]


_REMOTE = {fold(word) for word in ("remote", "online", "virtual", "fully online", "fully remote")}


def parse_place(text: str) -> str | tuple[str, ...]:
    """Return a place's key, `Toronto, CA`, `CA` or `remote`, as files of ours write it.

    Names of countries and of states of the US are read as well. Raises CellProblem, or TwoReadings
    for `Atlanta, GA`.
    """
    if fold(text) in _REMOTE:
        return Location.REMOTE
    city, last = _split(text)
    if len(last) == len("CA") and country_code(last) and not _is_code(city):
        if city and is_city_in_state(city, state_code(last)):
            raise _two_readings(text)
        return _place(city, country_code(last))
    return _place_in_words(text)


def parse_place_as_written(text: str) -> str | tuple[str, ...]:
    """Return a place's key from what people write who don't know of ISO 3166.

    Raises TwoReadings where a code or a name is that of a country and of a state of the US.
    """
    if fold(text) in _REMOTE:
        return Location.REMOTE
    city, last = _split(text)
    if country_code(last) and state_code(last) and not _is_code(city):
        raise _two_readings(text)
    return _place_in_words(text)


def _place_in_words(text: str) -> str | tuple[str, ...]:
    city, last = _split(text)
    parts = _parts(text)
    if country_code(last) == "US" and state_code(city) not in ("", "NY"):
        return "US"  # A state; New York is a city first.
    if country_code(text) or all(map(country_code, parts)):
        return parse_country(text)
    if state_code(text) or all(map(state_code, parts)):
        return "US"
    country = country_code(last)
    if not country and not state_code(last):
        raise CellProblem(
            f"{quoted(last)} is not a country. Write the city and its country, a country alone, or "
            "remote: Toronto, Canada; GB."
        )
    if (country or "US") == "US":
        # “Cambridge, MA, USA”: places have no states.
        before, state = _split(city)
        city = before if before and state_code(state) else city
    return _place(city, country or "US")


def _split(text: str) -> tuple[str, str]:
    """Return what stands before and behind the last comma."""
    city, _, last = text.rpartition(",")
    return city.strip(), last.strip()


def _place(city: str, country: str) -> str:
    return ", ".join(filter(None, [Text(80).parse(city), country]))


def _is_code(text: str) -> bool:
    """Return whether the text is the code of a country, and not a city: `BO`, but not Bo."""
    return text.isupper() and len(text) <= len("USA") and bool(country_code(text))


def _two_readings(text: str) -> TwoReadings:
    city, last = _split(text)
    country = country_code(last)
    us = "US" if not city or state_code(city) else f"{city}, US"
    elsewhere = ", ".join(filter(None, [city, country_name(country)]))
    return TwoReadings(
        f"{quoted(text)} can be in the US or in {in_country(country)}. Write {us} or {elsewhere}.",
        [{"US": us, country: _place(city, country)}],
    )


def parse_state(text: str) -> str:
    """Return the US, since places have no states. Raises CellProblem if the text names others."""
    if fold(text) in _REMOTE:
        return Location.REMOTE
    lost = [part for part in _parts(text) if not state_code(part)]
    if lost:
        raise CellProblem(
            f"{quoted(lost[0])} is not a state of the US. Write its code or name, NY or New York, "
            "or leave the column out."
        )
    return "US"


def parse_country_place(text: str) -> str | tuple[str, ...]:
    """Return countries as places, or `remote`. Raises CellProblem."""
    return Location.REMOTE if fold(text) in _REMOTE else parse_country(text)


_ROUND = ("opens_on", "closes_on", "starts_on")


def parse_round(text: str) -> dict[str, Value]:
    """Return a round from `label|opens|closes|starts|note|cancelled`; parts at the end may lack."""
    parts = [part.strip() for part in text.split("|")]
    label, *rest = parts + [""] * (6 - len(parts))
    if not label:
        raise CellProblem(f"{quoted(text)} has no label before its first |.")
    if len(parts) > 6 or rest[4] not in ("", "cancelled"):
        raise CellProblem(
            f"{quoted(text)} is not a round. Write label|opens|closes|starts, and if needed "
            "|note|cancelled."
        )
    dates = [_round_date(part) if part else None for part in rest[:3]]
    return {
        "label": Text(80).parse(label),
        **dict(zip(_ROUND, dates, strict=True)),
        "closes_at_note": Text(120).parse(rest[3]),
        "cancelled": bool(rest[4]),
    }


def _round_date(part: str) -> str:
    if (read := Date().parse(part)) != part:
        raise CellProblem(f"{quoted(part)} is not how rounds write a date. Write {read}.")
    return read


def format_round(value: Value) -> str:
    """Return the round as one item of its cell."""
    parts = [value["label"], *(value[name] or "" for name in _ROUND)]
    if value["closes_at_note"] or value["cancelled"]:
        parts += [value["closes_at_note"]]
    if value["cancelled"]:
        parts += ["cancelled"]
    return "|".join(map(clean, parts))

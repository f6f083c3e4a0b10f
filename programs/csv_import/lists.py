"""Cells that hold several items: tags, countries, places, rounds."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django_countries import countries

from programs.csv_import.cells import SEPARATOR, Date, Slug, Text, clean
from programs.csv_import.problems import CellProblem, quoted
from programs.ledger import Value
from programs.models import Location


@dataclass(frozen=True)
class List:
    """Several items of one sort, separated by semicolons. The cell is the whole list."""

    item: Callable[[str], Value]
    allowed: str
    format_item: Callable[[Value], str] = str

    @property
    def blank(self) -> Value:
        return []

    def parse(self, text: str) -> list[Value]:
        items = [self.item(part.strip()) for part in text.split(";") if part.strip()]
        return [item for index, item in enumerate(items) if item not in items[:index]]

    def format(self, value: Value) -> str:
        return SEPARATOR.join(map(self.format_item, value))


def parse_tag(text: str) -> str:
    """Return a tag's slug. Raises CellProblem if it is none."""
    return Slug(60).parse(text)


def parse_country(text: str) -> str:
    """Return an ISO 3166 alpha-2 code. Raises CellProblem if no country has it."""
    code = text.strip().upper()
    if code not in _country_codes():
        raise CellProblem(
            f"{quoted(text)} is not a country. Write its ISO 3166 code of two letters: US, GB, IN."
        )
    return code


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(code for code, _ in countries)


def parse_place(text: str) -> str:
    """Return a place's key: `Toronto, CA`, `CA` or `remote`. Raises CellProblem."""
    if text.lower() == Location.REMOTE:
        return Location.REMOTE
    city, _, country = text.rpartition(",")
    Text(80).parse(city.strip())
    return ", ".join(filter(None, [city.strip(), parse_country(country)]))


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

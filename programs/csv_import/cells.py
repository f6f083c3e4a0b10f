"""What a cell may hold: one converter a kind, from text to a value of the ledger and back.

Every converter takes text that `clean` has been over. `parse` raises CellProblem; `format` turns
a value into the text that `parse` reads as the same value.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django_countries import countries

from programs.csv_import.problems import CellProblem, quoted
from programs.dates import PartialDate
from programs.ledger import Value
from programs.models import Location
from programs.money import is_currency

CLEAR = "(clear)"
SEPARATOR = "; "

# What a spreadsheet would run as a formula, and the word that erases, when they are meant as text.
_MEANS_MORE = re.compile(r"'*(?:[=+\-@\t\r]|\(clear\)$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LARGEST = 2**31 - 1


def clean(text: str) -> str:
    """Return the text in normal form: trimmed, NFC, lines ended by a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def escape(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _MEANS_MORE.match(text) else text


def unescape(cell: str) -> str:
    """Take back what `escape` did."""
    return cell[1:] if cell.startswith("'") and _MEANS_MORE.match(cell) else cell


def refuse_control_characters(text: str) -> None:
    """Raise CellProblem if the text has a control character other than tab and line feed."""
    if found := _CONTROL.search(text):
        raise CellProblem(f"has the control character U+{ord(found[0]):04X}. Remove it.")


class Kind(Protocol):
    """How a column reads and writes its cells; `allowed` says in words what they may hold."""

    blank: Value
    allowed: str

    def parse(self, text: str) -> Value: ...

    def format(self, value: Value) -> str: ...


@dataclass(frozen=True)
class Text:
    """Text of at most so many characters."""

    max_length: int
    blank: Value = ""

    @property
    def allowed(self) -> str:
        return f"text of at most {self.max_length:,} characters"

    def parse(self, text: str) -> str:
        if len(text) > self.max_length:
            raise CellProblem(f"has {len(text):,} characters; {self.max_length:,} fit.")
        return text

    def format(self, value: Value) -> str:
        return clean(str(value))


@dataclass(frozen=True)
class Slug(Text):
    allowed = "lowercase letters, digits and single hyphens"

    def parse(self, text: str) -> str:
        if not _SLUG.fullmatch(text):
            raise CellProblem(f"{quoted(text)} is not a key. Use {self.allowed}.")
        return super().parse(text)


@dataclass(frozen=True)
class Url(Text):
    allowed = "an address from https:// or http:// on"

    def parse(self, text: str) -> str:
        super().parse(text)
        try:
            _check_url(text)
        except ValidationError:
            raise CellProblem(
                f"{quoted(text)} is not a web address. Write it from https:// on."
            ) from None
        return text


_check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Choice:
    """One of some values."""

    values: tuple[str, ...]
    blank: Value = ""

    @property
    def allowed(self) -> str:
        return ", ".join(self.values)

    def parse(self, text: str) -> str:
        if text.lower() not in self.values:
            raise CellProblem(f"{quoted(text)} is not one of {self.allowed}.")
        return text.lower()

    def format(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True)
class YesNo:
    blank: Value = None
    allowed = "yes, no"

    def parse(self, text: str) -> bool:
        if text.lower() not in ("yes", "no"):
            raise CellProblem(f"{quoted(text)} is neither yes nor no.")
        return text.lower() == "yes"

    def format(self, value: Value) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Number:
    """A whole number from 0 on."""

    blank: Value = None
    allowed = "a whole number"

    def parse(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > _LARGEST:
            raise CellProblem(
                f"{quoted(text)} is not a whole number from 0 to {_LARGEST}. "
                "Write digits only: 8099."
            )
        return int(text)

    def format(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True)
class Date:
    """A year, a month or a day; what is missing stays missing."""

    blank: Value = None
    allowed = "2026-01-15, or 2026-01 or 2026 if that is all"

    def parse(self, text: str) -> str:
        try:
            return str(PartialDate.parse(text))
        except ValueError as error:
            raise CellProblem(str(error)) from None

    def format(self, value: Value) -> str:
        return str(value)


@dataclass(frozen=True)
class Currency:
    blank: Value = ""
    allowed = "an ISO 4217 code: USD, EUR, GBP"

    def parse(self, text: str) -> str:
        if not is_currency(text.upper()):
            raise CellProblem(f"{quoted(text)} is not a currency. Write {self.allowed}.")
        return text.upper()

    def format(self, value: Value) -> str:
        return str(value)


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
    dates = [Date().parse(part) if part else None for part in rest[:3]]
    return {
        "label": Text(80).parse(label),
        **dict(zip(_ROUND, dates, strict=True)),
        "closes_at_note": Text(120).parse(rest[3]),
        "cancelled": bool(rest[4]),
    }


def format_round(value: Value) -> str:
    """Return the round as one item of its cell."""
    parts = [value["label"], *(value[name] or "" for name in _ROUND)]
    if value["closes_at_note"] or value["cancelled"]:
        parts += [value["closes_at_note"]]
    if value["cancelled"]:
        parts += ["cancelled"]
    return "|".join(map(clean, parts))

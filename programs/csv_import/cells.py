"""What a cell may hold: one converter a kind, from text to a value of the ledger and back.

Every converter takes text that `clean` has been over. `parse` raises CellProblem and returns a
value, or Said where the cell fills other columns too; `format` turns a value into the text that
`parse` reads as the same value.
"""

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from rapidfuzz import fuzz, process

from programs.csv_import.problems import CONTROL, CellProblem, quoted
from programs.csv_import.said import Said
from programs.csv_import.spellings import fold
from programs.dates import PartialDate
from programs.ledger import Value
from programs.money import is_currency

CLEAR = "(clear)"
SEPARATOR = "; "

# What a spreadsheet would run as a formula, and the word that erases, when they are meant as text.
_MEANS_MORE = re.compile(r"'*(?:[=+\-@\t\r]|\(clear\)$)")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LARGEST = 2**31 - 1
"""The largest number that a column holds."""

_NEAR = 70


def clean(text: str) -> str:
    """Return the text in normal form: trimmed, NFC, lines ended by a line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def escape(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _MEANS_MORE.match(text) else text


def unescape(cell: str) -> str:
    """Take back what `escape` did."""
    return cell[1:] if cell.startswith("'") and _MEANS_MORE.match(cell) else cell


def refuse_control_characters(text: str) -> None:
    """Raise CellProblem if the text has a control character other than tab and line feed."""
    if found := CONTROL.search(text):
        raise CellProblem(f"has the control character U+{ord(found[0]):04X}. Remove it.")


class Kind(Protocol):
    """How a column reads and writes its cells; `allowed` says in words what they may hold."""

    blank: Value | Said
    allowed: str

    def parse(self, text: str) -> Value | Said: ...

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
    """One of some values. `readings` has the value for each folded spelling that is read.

    `undecided` has the values that a spelling could mean, where that cannot be told.
    """

    values: tuple[str, ...]
    readings: Mapping[str, str] = field(default_factory=dict)
    undecided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blank: Value = ""

    @property
    def allowed(self) -> str:
        return ", ".join(self.values)

    def parse(self, text: str) -> str:
        if text.lower() in self.values:
            return text.lower()
        spelling = fold(text)
        if spelling in self.undecided:
            *some, last = self.undecided[spelling]
            raise CellProblem(
                f"{quoted(text)} can mean {', '.join(some)} or {last}. Write one of {self.allowed}."
            )
        if spelling not in self.readings:
            raise CellProblem(f"{quoted(text)} is not one of {self.allowed}.{self._nearest(text)}")
        return self.readings[spelling]

    def _nearest(self, text: str) -> str:
        spellings = {**{fold(value): value for value in self.values}, **self.readings}
        near = process.extractOne(
            fold(text[:60]), spellings.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        return f" Did you mean {quoted(spellings[near[0]])}?" if near else ""

    def format(self, value: Value) -> str:
        return str(value)


_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})


@dataclass(frozen=True)
class YesNo:
    blank: Value = None
    allowed = "yes, no"

    def parse(self, text: str) -> bool:
        if text.lower() not in _YES | _NO:
            raise CellProblem(f"{quoted(text)} is neither yes nor no. Write one of the two.")
        return text.lower() in _YES

    def format(self, value: Value) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Number:
    """A whole number from 0 on."""

    blank: Value = None
    allowed = "a whole number"

    def parse(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > LARGEST:
            raise CellProblem(
                f"{quoted(text)} is not a whole number from 0 to {LARGEST}. "
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
            if parts := _SLASHED.fullmatch(text):
                return _only_day(text, *map(int, parts.group(1, 3, 4)))
            return str(PartialDate.parse(text))
        except ValueError as error:
            raise CellProblem(str(error)) from None

    def format(self, value: Value) -> str:
        return str(value)


# The same mark twice; ISO 8601 needs none of this.
_SLASHED = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")


def _only_day(text: str, first: int, second: int, year: int) -> str:
    """Return the day, if only one can be meant. Raises CellProblem if two can, or none."""
    days = []
    for month, day in ((second, first), (first, second)):
        with suppress(ValueError):
            days.append(PartialDate(year, month, day))
    if not days:
        raise CellProblem(f"{quoted(text)} is not in the calendar.")
    if days[0] != days[-1]:
        raise CellProblem(
            f"{quoted(text)} can be {days[0].words} or {days[1].words}: whether the day or the "
            f"month comes first cannot be told. Write {days[0]} or {days[1]}."
        )
    return str(days[0])


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

"""Lengths of time and amounts of money as people write them, ranges included."""

import re
from dataclasses import dataclass
from typing import ClassVar

from programs.choices import Cost
from programs.csv_import.cells import LARGEST, Number
from programs.csv_import.problems import CellProblem, quoted
from programs.csv_import.said import Said
from programs.csv_import.spellings import SPELLINGS, fold
from programs.ledger import State, Value
from programs.money import is_currency

_RANGE = re.compile(r"\s*(?:[-–—]|\bto\b)\s*")

_LENGTH = re.compile(r"([0-9]{1,10})\s*([a-z]*)\.?")
_WEEKS = {
    **dict.fromkeys(("week", "weeks", "wk", "wks", "w"), (1, 1)),
    **dict.fromkeys(("month", "months", "mo", "mos"), (52, 12)),
    **dict.fromkeys(("year", "years", "yr", "yrs"), (52, 1)),
}
"""Weeks in so many of a unit: three months are 13."""

_MONEY = re.compile(r"([^\d\s.,]*)\s*(\d(?:[\d., ]*\d)?)\s*([^\d\s.,]*)", re.ASCII)
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN")
_SIGNS = {
    "$": _DOLLARS,
    "US$": ("USD",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "A$": ("AUD",),
    "AU$": ("AUD",),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
    "¥": ("JPY", "CNY"),
}
"""The currencies that a sign can mean."""

# Whole numbers in groups of digits. `1.200` alone is neither: see `_whole`.
_ENGLISH = re.compile(
    r"(\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?: \d{3})+)(?:\.00)?", re.ASCII
)
_CONTINENTAL = re.compile(
    r"((?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?=,00)|\d{1,3}(?:\.\d{3}){2,})(?:,00)?",
    re.ASCII,
)


@dataclass(frozen=True)
class _Measure:
    """A column of a pair, `low` and `high`; `own` is the one, or blank if a cell fills both."""

    low: str
    high: str
    own: str = ""

    @property
    def blank(self) -> Value | Said:
        return None if self.own else Said({self.low: None, self.high: None})

    def format(self, value: Value) -> str:
        return str(value)

    def _filled(self, text: str, low: int, high: int, is_range: bool) -> State:
        """Return the values of the columns that the cell fills."""
        if max(low, high) > LARGEST:
            raise CellProblem(f"{quoted(text)} is more than {LARGEST}, the most that fits.")
        if low > high:
            raise CellProblem(f"{quoted(text)} is no range from a smaller to a larger number.")
        if self.own and not is_range:
            return {self.own: low}
        return {self.low: low, self.high: high}


@dataclass(frozen=True)
class Weeks(_Measure):
    """A length of time in weeks: `8`, `8 weeks`, `3-6 months`, `1 year`."""

    allowed: ClassVar[str] = "whole weeks: 8; or 8 weeks, 3-6 months, 1 year"

    def parse(self, text: str) -> Value | Said:
        sides = [_LENGTH.fullmatch(side) for side in _RANGE.split(text.lower())]
        if len(sides) > 2 or None in sides:
            raise self._problem(text)
        last_unit = sides[-1][2]
        if len(sides) == 2 and sides[0][2] and not last_unit:
            raise self._problem(text)
        lengths = []
        for side in sides:
            unit = side[2] or last_unit
            if unit and unit not in _WEEKS:
                raise self._problem(text)
            weeks, units = _WEEKS.get(unit, (1, 1))
            lengths.append((2 * int(side[1]) * weeks + units) // (2 * units))
        values = self._filled(text, lengths[0], lengths[-1], len(sides) == 2)
        return values[self.own] if list(values) == [self.own] else Said(values)

    def _problem(self, text: str) -> CellProblem:
        return CellProblem(f"{quoted(text)} is not a number of weeks. Write {self.allowed}.")


@dataclass(frozen=True)
class Money(_Measure):
    """A whole amount, with or without its currency: `4500`, `US$ 4,500`, `€3000-5000`."""

    currency: str = ""
    free: str = ""
    """The column that `Free` or `$0` makes free, if the cell is the whole price."""

    allowed: ClassVar[str] = "a whole amount: 4500; or US$4,500, 4500 EUR, 3000-5000 USD"

    def parse(self, text: str) -> Value | Said:
        if self.free and fold(text) in _FREE:
            return Said({self.free: Cost.FREE.value})
        sides = [_MONEY.fullmatch(side) for side in _RANGE.split(re.sub(r"\s", " ", text))]
        if len(sides) > 2 or None in sides:
            raise self._problem(text)
        amounts = [_whole(text, side[2]) for side in sides]
        currencies = self._currencies(text, [mark for side in sides for mark in side.group(1, 3)])
        values = self._filled(text, amounts[0], amounts[-1], len(sides) == 2)
        if self.free and not any(amounts):
            return Said({self.free: Cost.FREE.value})
        if not currencies:
            return values[self.own] if list(values) == [self.own] else Said(values)
        if len(currencies) == 1:
            return Said({**values, self.currency: currencies[0]})
        return Said(values, {self.currency: currencies})

    def _currencies(self, text: str, marks: list[str]) -> tuple[str, ...]:
        """Return the currencies that all marks can mean together; none without any mark."""
        found: tuple[str, ...] | None = None
        for mark in filter(None, marks):
            # Codes in capitals only: “100 all” means no Albanian leks.
            meant = _SIGNS.get(mark.upper()) or ((mark,) if is_currency(mark) else ())
            if not meant:
                raise self._problem(text)
            found = meant if found is None else tuple(code for code in found if code in meant)
            if not found:
                raise CellProblem(f"{quoted(text)} names two currencies. Write one.")
        return found or ()

    def _problem(self, text: str) -> CellProblem:
        return CellProblem(f"{quoted(text)} is not a whole amount. Write {self.allowed}.")


_FREE = {fold(spelling) for spelling in (Cost.FREE.label, *SPELLINGS["cost"][Cost.FREE])}


def _whole(text: str, digits: str) -> int:
    """Return the number, commas, points and spaces between its groups taken out."""
    if re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        groups, point = digits.replace(".", ""), digits.rstrip("0").rstrip(".")
        raise CellProblem(
            f"{quoted(text)} can be {int(groups):,} or {point}. Write {int(groups)} if it is that."
        )
    if not (found := _ENGLISH.fullmatch(digits) or _CONTINENTAL.fullmatch(digits)):
        raise CellProblem(
            f"{quoted(text)} is not a whole amount. Write digits, without cents: 4500."
        )
    return Number().parse(re.sub(r"[., ]", "", found[1]))

"""Dates of which a source may state only the year, or only the month and year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

SHAPE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"
"""A year, a month or a day as ISO 8601 writes it; the calendar is checked by `PartialDate`."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, never more precise than its source.

    A month stands for a day that is not known, somewhere from its first day to its last: questions
    about it are asked of those bounds, and nothing turns it into a day.
    There is no `<`: whether "March" comes before "5 March" cannot be told. Compare bounds instead.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        if 0 in (self.month, self.day):
            raise ValueError("months and days count from one")
        date(self.year, self.month or 1, self.day or 1)
        if self.year < 1000:
            raise ValueError("a year has four digits")

    @classmethod
    @lru_cache(maxsize=4_096)
    def parse(cls, text: str) -> Self:
        """Return the date that `2023`, `2023-01` or `2023-01-15` names.

        Raises ValueError with a sentence if the text has another shape or is not in the calendar.
        """
        text = text.strip()
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError(
                f"“{text}” is not a date. Write 2026-01-15, or 2026-01 or 2026 if that is all."
            )
        try:
            return cls(*(int(part) for part in text.split("-")))
        except ValueError:
            raise ValueError(f"“{text}” is not in the calendar.") from None

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the full date of a day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The earliest day that this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_exact(self) -> bool:
        """Whether the day itself is known."""
        return self.day is not None

    @property
    def words(self) -> str:
        """The date as a sentence says it: `15 January 2026`, `January 2026` or `2026`."""
        if self.month is None:
            return f"{self.year}"
        month = f"{calendar.month_name[self.month]} {self.year}"
        return month if self.day is None else f"{self.day} {month}"

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

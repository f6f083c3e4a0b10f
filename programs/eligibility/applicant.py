"""What a visitor says of themselves. Never stored."""

from dataclasses import dataclass, fields

from programs.choices import (
    AgeBand,
    Degree,
    FieldOfStudy,
    Level,
    Reach,
    Studying,
    WeeklyHours,
)
from programs.dates import PartialDate

_LADDER = Degree.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """The answers of one person; None is an answer that was skipped, and never a no."""

    degree: Degree | None = None
    """The highest one completed."""
    studying: Studying | None = None
    graduates_on: PartialDate | None = None
    """When the degree in progress ends."""
    field: FieldOfStudy | None = None
    programming: Level | None = None
    ml: Level | None = None
    research: bool | None = None
    """Whether they have research experience."""
    age: AgeBand | None = None
    residence: str | None = None
    """ISO 3166 code of the country that they live in."""
    citizenships: frozenset[str] | None = None
    """ISO 3166 codes."""
    reach: Reach | None = None
    sponsor: bool | None = None
    """Whether they need somebody to sponsor a visa in a country that is not theirs."""
    hours: WeeklyHours | None = None
    pays: bool | None = None
    """Whether they could pay for it."""
    income: bool | None = None
    """Whether they need an income while they do it full-time."""

    @property
    def is_student(self) -> bool:
        """Whether they say that they study now."""
        return self.studying not in (None, Studying.NO)

    @property
    def completed(self) -> Degree | None:
        """The highest degree they surely have: graduate students have a bachelor’s degree."""
        if self.studying not in (Studying.MASTER, Studying.PHD):
            return self.degree
        return max(self.degree or Degree.BACHELOR, Degree.BACHELOR, key=_LADDER.index)


ANSWERS = tuple(field.name for field in fields(Applicant))
"""The name of each answer, in the order in which they are asked."""


def reaches(has: Degree, asked: Degree) -> bool:
    """Return whether a degree is the one asked for or a higher one."""
    return _LADDER.index(has) >= _LADDER.index(asked)

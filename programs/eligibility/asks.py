"""What a program states about who may come, in the parts that are decided one by one.

A part is hashable and small: many programs share one, and each is held against a person once.
"""

from dataclasses import dataclass
from typing import NamedTuple

from programs.dates import PartialDate


class DegreeAsk(NamedTuple):
    """The degree at least; a blank `minimum`: it doesn’t say."""

    minimum: str
    or_equivalent: bool | None = None
    years_since: int | None = None
    """At most so many years since the degree."""
    starts_on: PartialDate | None = None
    """When the next round starts, if that is known."""


class StudentAsk(NamedTuple):
    """Whether one must be a student, when it starts too."""

    enrollment: str
    starts_on: PartialDate | None = None


class OriginAsk(NamedTuple):
    """Where one may come from; `worldwide` None and no countries would state nothing."""

    worldwide: bool | None
    countries: frozenset[str] = frozenset()


class AgeAsk(NamedTuple):
    """The bounds of age in years, either may be missing."""

    minimum: int | None
    maximum: int | None


class PlaceAsk(NamedTuple):
    """Where it takes place: a format may be blank, a place may be a country or remote."""

    format: str
    countries: frozenset[str] = frozenset()
    is_remote: bool = False
    """Whether remote is one of its places."""

    @property
    def is_online(self) -> bool:
        """Whether one can do all of it from anywhere."""
        return self.format == "online" or self.is_remote


class VisaAsk(NamedTuple):
    """Whether it sponsors a visa for where it takes place; None: it doesn’t say."""

    sponsors: bool | None
    countries: frozenset[str]


class HoursAsk(NamedTuple):
    """How much time it takes; hours a week where they are stated."""

    commitment: str
    hours: int | None = None


class CostAsk(NamedTuple):
    """Who pays for it; a blank: it doesn’t say."""

    cost: str
    gives_scholarships: bool = False


class IncomeAsk(NamedTuple):
    """What it pays people who do it full-time; a blank: it doesn’t say."""

    funding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What one program states; None where it states nothing.

    A degree is always there: a program that says neither what degree it asks for nor that it is
    for students has a blank one, since nothing stated is not open to everybody.
    """

    degree: DegreeAsk | None = None
    student: StudentAsk | None = None
    field: str | None = None
    """A `Background`."""
    programming: str | None = None
    ml: str | None = None
    research: str | None = None
    """A `ResearchExperience`."""
    origin: OriginAsk | None = None
    age: AgeAsk | None = None
    audience: tuple[str, ...] | None = None
    """The names of the audiences that it is only for."""
    nomination: str | None = None
    """An `ApplyVia` other than oneself."""
    place: PlaceAsk | None = None
    visa: VisaAsk | None = None
    hours: HoursAsk | None = None
    cost: CostAsk | None = None
    income: IncomeAsk | None = None
    note: bool | None = None
    """True where it asks something else in words."""

"""What raises a person, and by how much: the steps that the planner puts together."""

from dataclasses import replace
from typing import NamedTuple

from programs.choices import Degree, Level, Studying
from programs.eligibility.applicant import Applicant, reaches
from programs.eligibility.gains import Gains

DEGREES, LEVELS = Degree.values, Level.values
DEGREE_WEIGHT = 8
"""A degree takes years: one weighs more than all that a person can gain besides."""

_HEIGHTS = {rung: height for ladder in (DEGREES, LEVELS) for height, rung in enumerate(ladder)}


class Move(NamedTuple):
    """What programs give that a person does not have, or what one can gain on one's own."""

    gains: Gains
    own: bool = False

    @property
    def key(self) -> tuple:
        """What moves are sorted by: the lightest first, one's own after those with programs."""
        return self.weight, heights(self.gains), self.own

    @property
    def weight(self) -> int:
        """How much it takes."""
        degree, *others = heights(self.gains)
        return DEGREE_WEIGHT * degree + sum(others)

    def does_for(self, other: "Move") -> bool:
        """Return whether it gives what the other one does, or more, in the same way."""
        return self.own == other.own and not any(beyond(other.gains, self.gains))

    def raising(self, person: Applicant) -> "Move":
        """Return what of it would raise somebody."""
        return self._replace(gains=beyond(self.gains, has_now(person)))


def afterwards(person: Applicant, gains: Gains) -> Applicant:
    """Return somebody with what raises them; a degree ends the studies for it or a lower one."""
    raised = beyond(gains, has_now(person))
    after = raised.taken_by(person)
    is_ending = raised.degree and person.is_student
    if is_ending and reaches(Degree(raised.degree), Degree(person.studying)):
        return replace(after, studying=Studying.NO, graduates_on=None)
    return after


def has_now(person: Applicant) -> Gains:
    """Return what somebody has, as gains; blank where they have not said."""
    rungs = (person.completed, person.programming, person.ml)
    return Gains(*(rung or "" for rung in rungs), research=bool(person.research))


def heights(gains: Gains) -> tuple[int, ...]:
    """Return how far up each kind is; 0 for nothing."""
    *rungs, research = gains
    return (*(_HEIGHTS.get(rung, 0) for rung in rungs), int(research))


def beyond(gains: Gains, has: Gains) -> Gains:
    """Return what of the gains is more than these, blank for the rest."""
    rows = zip(gains, Gains(), heights(gains), heights(has), strict=True)
    return Gains(*(value if mine > theirs else blank for value, blank, mine, theirs in rows))


def joined(one: Gains, other: Gains) -> Gains:
    """Return the higher one of each kind."""
    more = beyond(other, one)
    return Gains(*(new or old for new, old in zip(more, one, strict=True)))

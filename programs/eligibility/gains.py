"""What one has after a program."""

from dataclasses import replace
from typing import NamedTuple, TypeVar

from programs.choices import Degree, Level
from programs.eligibility.applicant import Applicant

Rung = TypeVar("Rung", Degree, Level)


class Gains(NamedTuple):
    """The degree that a program awards and the levels that it leads to; blank: none, or unknown."""

    degree: str = ""
    programming: str = ""
    ml: str = ""
    research: bool = False

    def taken_by(self, applicant: Applicant) -> Applicant:
        """Return the person afterwards: what they had before and is more, they keep.

        Of what they have not said, they have what was gained.
        """
        return replace(
            applicant,
            degree=_higher(Degree, applicant.degree, self.degree),
            programming=_higher(Level, applicant.programming, self.programming),
            ml=_higher(Level, applicant.ml, self.ml),
            research=self.research or applicant.research,
        )


def _higher(ladder: type[Rung], has: Rung | None, gained: str) -> Rung | None:
    given = [ladder(value) for value in (has, gained) if value]
    return max(given, key=list(ladder).index, default=None)

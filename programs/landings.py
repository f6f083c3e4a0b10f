"""Lists with an address and a title of their own, by type and by the degree that is asked for.

Search engines find these; combinations of filters they are kept out of.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import slugify

from programs.choices import Degree, ProgramType

LEAST = 3
"""A list of fewer programs is no page to be found by: its programs have pages of their own."""

_ASKS = {
    Degree.NONE: "no degree",
    Degree.BACHELOR: "a bachelor’s degree",
    Degree.MASTER: "a graduate degree",
    Degree.PHD: "a PhD",
}


@dataclass(frozen=True, slots=True)
class Landing:
    """A list by type, by degree, or by both; None is any."""

    kind: ProgramType | None = None
    degree: Degree | None = None

    @property
    def title(self) -> str:
        """`Machine learning fellowships that ask for no degree`"""
        what = "Machine learning programs"
        if self.kind == ProgramType.DEGREE:
            what = "Degrees in machine learning"
        elif self.kind:
            what = f"Machine learning {self.kind.plural.lower()}"
        if self.degree is None:
            return f"{what}, and what each asks of you"
        if self.kind == ProgramType.DEGREE and self.degree == Degree.NONE:
            return f"{what} that ask for no earlier degree"
        return f"{what} that ask for {_ASKS[self.degree]}"

    @property
    def path(self) -> str:
        """Where it stands below the lists: `fellowships/no-degree`"""
        named = [self.kind.plural if self.kind else "", self.degree.label if self.degree else ""]
        return "/".join(slugify(one.replace("’", "")) for one in named if one)

    @property
    def query(self) -> str:
        """The same list with all filters."""
        chosen = {"program_type": self.kind, "degree": self.degree}
        return urlencode({name: one.value for name, one in chosen.items() if one})

    def get_absolute_url(self) -> str:
        return reverse("programs:landing", args=[self.path])

    def by_degree(self) -> list[tuple[str, "Landing"]]:
        """Return the lists that ask for each degree instead, with what they are called there."""
        return [(one.label, Landing(self.kind, one)) for one in Degree]

    def by_kind(self) -> list[tuple[str, "Landing"]]:
        """Return the lists of each type instead, with what they are called there."""
        return [(one.plural, Landing(one, self.degree)) for one in ProgramType]


LANDINGS = {
    one.path: one
    for one in (
        *(Landing(kind) for kind in ProgramType),
        *(Landing(None, degree) for degree in Degree),
        *(Landing(kind, degree) for kind in ProgramType for degree in Degree),
    )
}
"""Every list by its path."""

"""What somebody may want to reach: a program, a kind of program, or a kind of work."""

from dataclasses import dataclass

from django.core.validators import slug_re
from pyroaring import BitMap

from programs.catalogue import Snapshot
from programs.choices import ProgramType
from programs.matching import listed
from programs.models import Program, Role

_TYPE, _ROLE = "type:", "role:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Where somebody wants to get."""

    value: str
    """As an address writes it: `type:residency`, `role:ml-engineer`, or the slug of a program."""
    name: str
    programs: BitMap
    """Those that have not closed."""
    program: int | None = None
    """Its id if it is one program alone, closed or not."""


def goal_of(text: str, snapshot: Snapshot) -> Goal | None:
    """Return what an address names as the goal; None if there is no such thing.

    A program takes one query, one that was merged into another two.
    """
    text = text.strip()
    there = listed(snapshot)
    if text.startswith(_TYPE):
        kind = text.removeprefix(_TYPE)
        if kind not in ProgramType.values:
            return None
        programs = snapshot.having("program_type", [kind]) & there
        return Goal(value=text, name=ProgramType(kind).plural, programs=programs)
    if text.startswith(_ROLE):
        slug = text.removeprefix(_ROLE)
        name = dict(snapshot.terms[Role]).get(slug)
        programs = snapshot.having("roles__slug", [slug]) & there
        return Goal(value=text, name=name, programs=programs) if name else None
    if not slug_re.match(text):
        return None
    published = Program.objects.published()
    one = published.filter(slug=text).first() or published.filter(redirects__old_slug=text).first()
    if one is None:
        return None
    return Goal(value=one.slug, name=one.name, programs=BitMap([one.pk]) & there, program=one.pk)


def goals_in(snapshot: Snapshot) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the types and the roles that some program has, as value and name, by their kind."""
    there = listed(snapshot)

    def used(path: str, value: str) -> bool:
        return not snapshot.having(path, [value]).isdisjoint(there)

    types = [
        (f"{_TYPE}{one.value}", one.plural)
        for one in ProgramType
        if used("program_type", one.value)
    ]
    roles = [
        (f"{_ROLE}{slug}", name) for slug, name in snapshot.terms[Role] if used("roles__slug", slug)
    ]
    return [("A kind of program", types), ("A kind of work", sorted(roles, key=lambda one: one[1]))]

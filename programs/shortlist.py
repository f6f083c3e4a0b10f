"""The programs that an address names to be compared: `?p=one&p=another`. No clock."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from programs import choices
from programs.models import Program, Redirect

PARAMETER = "p"
MOST = 12
"""So many programs are compared at once."""
READ = 60
"""So many names of an address are looked up; whoever wrote more wrote nonsense."""

_SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)


class Named(NamedTuple):
    """A published program."""

    pk: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """What an address names, in its order: nothing of it is dropped silently."""

    programs: tuple[Named, ...]
    """To be compared: each once, at most MOST."""
    left_out: tuple[Named, ...]
    """Published too, but more than MOST."""
    merged: tuple[tuple[str, Named], ...]
    """The slug of a program that was merged away, and the one that it is part of now."""
    repeated: tuple[Named, ...]
    """Programs whose name is there more than once, compared or left out."""
    unknown: tuple[str, ...]
    """Names that no published program has or had."""
    unread: int
    """How many further names there are that nobody looked up."""

    @property
    def ids(self) -> list[int]:
        """The programs to be compared, in order: what any format of the comparison is made of."""
        return [program.pk for program in self.programs]

    @property
    def slugs(self) -> list[str]:
        return [program.slug for program in self.programs]


def read_shortlist(given: Iterable[str]) -> Shortlist:
    """Return what the values of `p` name: a query, and another one if some name no program."""
    times = Counter(filter(None, map(str.strip, given)))
    texts = list(times)
    read = texts[:READ]
    found = _published(read)
    merged = _merged(text for text in read if text not in found)
    known = found | merged
    programs = list(dict.fromkeys(known[text] for text in read if text in known))
    return Shortlist(
        programs=tuple(programs[:MOST]),
        left_out=tuple(programs[MOST:]),
        merged=tuple((text, merged[text]) for text in read if text in merged),
        repeated=tuple({known[text]: 1 for text in read if text in known and times[text] > 1}),
        unknown=tuple(text for text in read if text not in known),
        unread=len(texts) - len(read),
    )


def query_of(slugs: Sequence[str], **others: str) -> str:
    """Return the query string that names these programs, in this order."""
    return urlencode([*((PARAMETER, slug) for slug in slugs), *others.items()])


def _published(texts: Iterable[str]) -> dict[str, Named]:
    """Return the published programs by slug."""
    # Asked for the publication too, SQLite walks all that are published.
    rows = Program.objects.filter(slug__in=_slugs(texts)).values_list(
        "pk", "slug", "name", "publication"
    )
    return {
        slug: Named(pk, slug, name)
        for pk, slug, name, publication in rows
        if publication == choices.Publication.PUBLISHED
    }


def _merged(texts: Iterable[str]) -> dict[str, Named]:
    """Return by slugs that were merged away the published programs that they are part of now."""
    rows = Redirect.objects.filter(
        old_slug__in=_slugs(texts), program__publication=choices.Publication.PUBLISHED
    ).values_list("old_slug", "program_id", "program__slug", "program__name")
    return {old: Named(*program) for old, *program in rows}


def _slugs(texts: Iterable[str]) -> list[str]:
    """Return those that may be slugs: what else addresses hold, a database may refuse."""
    return [text for text in texts if _SLUG.fullmatch(text)]

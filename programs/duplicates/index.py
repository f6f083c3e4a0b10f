"""An index in memory that finds the programs like a given one.

Nothing is compared with everything: only programs of one organization, of one web address or of
one name meet.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern

from rapidfuzz import fuzz, process

from programs.duplicates.names import NEAR, Names, apart, is_telling, names_alike, names_of, opposed
from programs.models import Program

LIMIT = 5
"""How many likenesses a person is shown at most."""

_OWN = 3  # An address of more programs than these is evidence only beside a like name.
_SCANNED = 1_000  # In a larger organization only so many names around this one, A–Z, are read.
_NEAREST = 50  # The words of so many names are looked at.
_CROWD = 8  # An address or a name of more programs than these is none at all.

_ADDRESS = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?"
    r"(?:www\.)?(?P<host>[^/?#:\s]+)(?::\d+)?(?P<path>[^?#]*)",
    re.IGNORECASE,
)
_FILE = re.compile(r"/+(?:index\.\w+)?$")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A program that is probably the same, and why; 100 is the same name in the same house."""

    slug: str
    name: str
    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is compared of a program. A blank organization or address is one that is not known."""

    name: str
    names: Names
    organization: str
    address: str


@dataclass(slots=True)
class _Block:
    """Keys of names in one organization, in A–Z order, and whose they are, at the same places."""

    keys: list[str] = field(default_factory=list)
    slugs: list[str] = field(default_factory=list)

    def add(self, key: str, slug: str) -> None:
        place = bisect_left(self.keys, key)
        self.keys.insert(place, key)
        self.slugs.insert(place, slug)

    def near(self, key: str) -> Iterator[str]:
        """Yield the slugs of the names that are near enough to look at their words."""
        keys, start = self.keys, 0
        if len(keys) > _SCANNED:
            start = max(0, bisect_left(keys, key) - _SCANNED // 2)
            keys = keys[start : start + _SCANNED]
        for _, _, place in process.extract(
            key, keys, scorer=fuzz.ratio, processor=None, limit=_NEAREST, score_cutoff=NEAR
        ):
            yield self.slugs[start + place]


class Duplicates:
    """An index of programs that finds those like a given one."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._mains: dict[str, _Block] = {}
        self._others: dict[str, _Block] = {}
        self._addressed: dict[str, list[str]] = {}
        self._named: dict[str, list[str]] = {}

    @classmethod
    def of_programs(cls) -> "Duplicates":
        """Return an index of all programs, whatever their publication: one query."""
        index = cls()
        rows = Program.objects.values_list(
            "slug", "name", "organization__slug", "url", "other_names"
        )
        for row in rows.order_by().iterator(chunk_size=2_000):
            index.add(*row)
        return index

    def add(
        self, slug: str, name: str, organization_slug: str, url: str, other_names: str = ""
    ) -> None:
        """Take a program in, in place of what was known under its slug.

        A blank organization or address is one that is not known. Other names are separated by
        semicolons.
        """
        one = _known(name, organization_slug, url, other_names)
        before = self._known.get(slug)
        self._known[slug] = one
        for shared, key in self._shared(before) if before else ():
            shared[key].remove(slug)
        for shared, key in self._shared(one):
            shared.setdefault(key, []).append(slug)
        if before and (before.names, before.organization) == (one.names, one.organization):
            return
        # A former name stays in its block: blocks only propose whom to compare.
        if one.organization:
            mains = {one.names.main, one.names.full}
            for blocks, keys in ((self._mains, mains), (self._others, one.names.others)):
                for key in keys:
                    blocks.setdefault(one.organization, _Block()).add(key, slug)

    def _shared(self, one: _Known) -> Iterator[tuple[dict[str, list[str]], str]]:
        """Yield where programs of its address and of its name are listed, and under what."""
        if one.address:
            yield self._addressed, one.address
        yield self._named, one.names.full

    def likely(
        self, *, slug: str, name: str, organization: str, url: str, other_names: str = ""
    ) -> list[Likeness]:
        """Return the programs most like this one, the best first: at most 5, never of its slug.

        The organization is its slug. The program need not be in the index.
        """
        mine = _known(name, organization, url, other_names)
        own = self._is_own(mine.address, slug)
        found = []
        for other in self._candidates(mine) - {slug}:
            known = self._known[other]
            score, reason = _judge(mine, known, own=own)
            if score:
                found.append(Likeness(other, known.name, score, reason))
        return sorted(found, key=lambda one: (-one.score, one.name, one.slug))[:LIMIT]

    def _candidates(self, mine: _Known) -> set[str]:
        found: set[str] = set()
        if mains := self._mains.get(mine.organization):
            for key in {mine.names.main, mine.names.full, *mine.names.others}:
                found.update(mains.near(key))
        if others := self._others.get(mine.organization):
            found.update(others.near(mine.names.main))
        for shared, key in self._shared(mine):
            slugs = shared.get(key, ())
            if len(slugs) <= _CROWD:
                found.update(slugs)
        return found

    def _is_own(self, address: str, slug: str) -> bool:
        """Return whether an address is of few programs, and more than the front page of a site."""
        slugs = self._addressed.get(address, ())
        return "/" in address and len(slugs) - (slug in slugs) < _OWN


def _known(name: str, organization: str, url: str, other_names: str) -> _Known:
    names = names_of(name, organization, other_names)
    # Each row of a query brings its own copy of the slug, and organizations have many programs.
    return _Known(name, names, intern(organization), _address(url))


def _judge(mine: _Known, other: _Known, *, own: bool) -> tuple[int, str]:
    """Return the score of two programs and why, or 0 and blank; their order doesn't matter.

    `own` is whether the address, if they share it, is evidence by itself.
    """
    at_home = bool(mine.organization) and mine.organization == other.organization
    same_address = bool(mine.address) and mine.address == other.address
    if at_home or same_address:
        score = names_alike(mine.names, other.names)
        how = "the same name" if score == 100 else "a like name"
        if score and at_home:
            where = "at the same organization"
            return score, f"{how} and the same address" if same_address else f"{how} {where}"
        if score:
            return min(score, 95), f"{how} and the same address at another organization"
        if own and same_address and not opposed(mine.names, other.names):
            return max(70, round(fuzz.ratio(mine.names.main, other.names.main))), "the same address"
    if mine.names.full != other.names.full or apart(mine.names, other.names):
        return 0, ""
    if _organizations_alike(mine.organization, other.organization):
        return 90, "the same name at an organization of a like name"
    if is_telling(mine.names.full):
        return 75, "the same name at another organization"
    return 0, ""


def _organizations_alike(one: str, other: str) -> bool:
    """Return whether two slugs may be one organization: a part of it, a slip, or not known."""
    shorter, longer = sorted((one, other), key=len)
    return (
        not shorter or f"{longer}-".startswith(f"{shorter}-") or fuzz.ratio(shorter, longer) >= 90
    )


def _address(url: str) -> str:
    """Return the host and path of an address as they are compared; blank for none."""
    parts = _ADDRESS.match(url.strip())
    path = _FILE.sub("", parts["path"]) if parts else ""
    return f"{parts['host']}{path}".casefold() if parts else ""

"""What a filter finds in a snapshot: the programs, how many, and how many each value would give."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import Any, Self

from pyroaring import BitMap

from programs import choices
from programs.catalogue.order import Order
from programs.catalogue.positions import Positions, page_of
from programs.catalogue.rows import WEEKS
from programs.catalogue.snapshot import Snapshot
from programs.choices import UNSTATED
from programs.filters import Facet, ProgramFilter, Sort
from programs.filters.search import REST

Counts = dict[str, dict[str, int]]
"""Numbers of programs by facet and value; a value that none has is absent."""


class Listing:
    """The programs that an address asks for, as a sequence of ids in the order in force.

    The same as `ProgramFilter.qs` of the same address, day and database.
    """

    def __init__(self, asked: ProgramFilter, snapshot: Snapshot) -> None:
        self.asked = asked
        self.snapshot = snapshot

    @classmethod
    def of(cls, data: Mapping[str, Any], snapshot: Snapshot) -> Self:
        """Return what an address's parameters ask for."""
        asked = ProgramFilter(data, day=snapshot.day, terms=snapshot.terms, read=snapshot.text.read)
        return cls(asked, snapshot)

    def __len__(self) -> int:
        return len(self.matching())

    def __getitem__(self, places: slice) -> list[int]:
        start, stop, _ = places.indices(len(self))
        return self.page(self.matching(), start, stop)

    def closed(self, limit: int) -> list[int]:
        """Return the first closed programs that match, whatever the status asked for."""
        closed = self.snapshot.having("status", [choices.Status.CLOSED])
        return self.page(self.matching(without="status") & closed, 0, limit)

    def matching(self, *, without: str = "") -> BitMap:
        """Return the programs that match, with one parameter lifted."""
        return self._lifted[without if without in self._narrowing else ""]

    def page(self, among: BitMap, start: int, stop: int) -> list[int]:
        """Return a part of these programs, in the order in force."""
        return page_of(self._order, self._tiers(among), start, stop)

    @property
    def positions(self) -> Positions:
        """The programs that match, each at its position in the order in force."""
        return Positions(self._order, tuple(self._tiers(self.matching())))

    def counts(self) -> Counts:
        """Return how many programs match by facet and value, the facet's own values lifted.

        `max_weeks` has one value, `unstated`: programs that match otherwise and don't say how long
        they take.
        """
        counts = {name: self._counts_of(name, facet) for name, facet in self.asked.facets.items()}
        if self.asked.chosen["max_weeks"]:
            silent = self.snapshot.having(WEEKS, [UNSTATED])
            number = self.matching(without="max_weeks").intersection_cardinality(silent)
            counts["max_weeks"] = {UNSTATED: number} if number else {}
        return counts

    def counts_without(self) -> dict[str, int]:
        """Return how many programs match with one applied filter lifted, by parameter."""
        return {name: len(self.matching(without=name)) for name in self.asked.applied}

    def _counts_of(self, name: str, facet: Facet) -> dict[str, int]:
        among = self.matching(without=name)
        known = self.snapshot.values.get(facet.path, {})
        return {
            value: number
            for value, _ in facet.options()
            if value in known and (number := among.intersection_cardinality(known[value]))
        }

    @property
    def _order(self) -> Order:
        """What sorts the programs; of a search, those that match it equally well."""
        sort = Sort(self.asked.sort_order)
        return self.snapshot.orders[Sort.NAME if sort == Sort.RELEVANCE else sort]

    def _tiers(self, among: BitMap) -> Iterator[BitMap]:
        """Yield these programs in parts: by relevance, those that match the search best first."""
        if self.asked.sort_order != Sort.RELEVANCE:
            yield among
            return
        left = among
        for exact, level in product((True, False), range(REST + 1)):
            if not left or (not exact and level == REST):
                break
            tier = self.snapshot.text.find(self.asked.reading, level=level, exact=exact) & left
            left = left - tier
            yield tier
        yield left

    @cached_property
    def _narrowing(self) -> dict[str, BitMap]:
        """What each filter that leaves anything out keeps, by parameter."""
        asked, snapshot = self.asked, self.snapshot
        kept = {
            name: snapshot.having(facet.path, wanted)
            for name, facet in asked.facets.items()
            if (wanted := facet.wanted(asked.chosen[name]))
        }
        if asked.search:
            kept["q"] = snapshot.text.find(asked.reading)
        if weeks := asked.chosen["max_weeks"]:
            stated = snapshot.values.get(WEEKS, {}).keys() - {UNSTATED}
            short = [number for number in stated if int(number) <= weeks]
            kept["max_weeks"] = snapshot.having(WEEKS, short)
        return kept

    @cached_property
    def _lifted(self) -> dict[str, BitMap]:
        """The programs that match without each narrowing parameter, and with all of them: ''."""
        everything = self.snapshot.programs
        return {
            name: BitMap.intersection(
                everything, *(kept for other, kept in self._narrowing.items() if other != name)
            )
            for name in ("", *self._narrowing)
        }

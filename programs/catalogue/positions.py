"""Where in a list a program stands: what a cursor points at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from programs.catalogue.order import Key, Order

Position = tuple[int, Key]
"""The number of a tier, and the key of a program in its order."""


def page_of(order: Order, tiers: Iterable[BitMap], start: int, stop: int) -> list[int]:
    """Return the ids from the `start`-th to before the `stop`-th, tier by tier in this order.

    Tiers that come later are not asked for.
    """
    found: list[int] = []
    before = 0
    for tier in tiers:
        if before < stop and before + len(tier) > start:
            found += order.page(tier, max(start - before, 0), stop - before)
        before += len(tier)
        if before >= stop:
            break
    return found


@dataclass(frozen=True, slots=True)
class Positions:
    """Programs tier by tier, each tier in the same order.

    A position outlives the list that it is taken from: what it is of may move or leave, and what is
    still where it was stands on the same side of it.
    """

    order: Order
    tiers: Sequence[BitMap]

    def __len__(self) -> int:
        return sum(map(len, self.tiers))

    def page(self, start: int, stop: int) -> list[int]:
        """Return the ids from the `start`-th to before the `stop`-th."""
        return page_of(self.order, self.tiers, start, stop)

    def position_of(self, pk: int) -> Position:
        """Return the position of a program that is in the list."""
        tier = next(number for number, tier in enumerate(self.tiers) if pk in tier)
        return tier, self.order.key_of(pk)

    def rank(self, position: Position, *, after: bool) -> int:
        """Return how many programs stand before the position; if `after`, with the one at it."""
        number, key = position
        whole = sum(map(len, self.tiers[:number]))
        return whole + sum(
            self.order.rank(tier, key, after=after) for tier in self.tiers[number : number + 1]
        )

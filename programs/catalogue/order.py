"""Programs in one order, in blocks, so that a late page costs little more than the first."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

from pyroaring import BitMap

BLOCK = 2_048
"""Programs a block: small enough to be cut anew at an edit, large enough to be few."""

Key = tuple[Any, ...]
"""What a program is sorted by; its last part is the program's id, so that no two are equal."""


@dataclass(frozen=True, slots=True)
class Block:
    keys: list[Key]
    sequence: array
    """The ids in order: to walk the keys for them means to fetch each from somewhere in memory."""
    ids: BitMap


@dataclass(frozen=True, slots=True)
class Order:
    """An immutable sequence of programs, sorted by their keys."""

    blocks: tuple[Block, ...] = ()

    def page(self, among: BitMap, start: int, stop: int) -> list[int]:
        """Return the ids from the `start`-th to before the `stop`-th of those `among` the set."""
        found: list[int] = []
        before = 0
        for block in self.blocks:
            if before >= stop:
                break
            count = among.intersection_cardinality(block.ids)
            if count and before + count > start:
                here = filter(among.__contains__, block.sequence)
                found += islice(here, max(start - before, 0), stop - before)
            before += count
        return found

    def key_of(self, pk: int) -> Key:
        """Return what a program of this order is sorted by."""
        block = next(block for block in self.blocks if pk in block.ids)
        return block.keys[block.sequence.index(pk)]

    def rank(self, among: BitMap, key: Key, *, after: bool) -> int:
        """Return how many of those `among` the set sort before the key; if `after`, or equal it."""
        count = 0
        for block in self.blocks:
            place = (bisect_right if after else bisect_left)(block.keys, key)
            if place < len(block.keys):
                return count + sum(pk in among for pk in block.sequence[:place])
            count += among.intersection_cardinality(block.ids)
        return count

    def changed(self, gone: BitMap, keys: Iterable[Key]) -> Self:
        """Return the order without the programs that are gone and with those of the new keys.

        Blocks that nothing happens to are shared with this order.
        """
        blocks = self.blocks or (_block([]),)
        fences = [block.keys[0] for block in self.blocks]
        arrivals: dict[int, list[Key]] = defaultdict(list)
        for key in keys:
            arrivals[max(bisect_right(fences, key) - 1, 0)].append(key)
        result: list[Block] = []
        for number, block in enumerate(blocks):
            new = arrivals.get(number, [])
            if new or not block.ids.isdisjoint(gone):
                kept = [key for key in block.keys if key[-1] not in gone]
                result += _cut(sorted(kept + new))
            else:
                result.append(block)
        return type(self)(tuple(block for block in result if block.keys))


def _cut(keys: list[Key]) -> list[Block]:
    """Return the sorted keys as one block, or as several where one would be too large."""
    size = len(keys) if len(keys) <= 2 * BLOCK else BLOCK
    parts = [keys[start : start + size] for start in range(0, len(keys), size or 1)]
    return [_block(part) for part in parts]


def _block(keys: list[Key]) -> Block:
    sequence = array("I", (key[-1] for key in keys))
    return Block(keys, sequence, BitMap(sequence))

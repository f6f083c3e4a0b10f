"""Orders against a sorted list, through random sequences of changes."""

from bisect import bisect_left, bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from programs.catalogue import order
from programs.catalogue.order import Order

IDS = st.integers(1, 60)
keys = st.dictionaries(IDS, st.integers(0, 9), max_size=40)
changes = st.lists(st.tuples(st.sets(IDS, max_size=20), keys), max_size=4)
places = st.tuples(st.integers(0, 50), st.integers(0, 50))


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(order, "BLOCK", 4)


def keys_of(values: dict[int, int]) -> list[tuple[int, int]]:
    return [(value, pk) for pk, value in values.items()]


def sorted_ids(values: dict[int, int]) -> list[int]:
    return [pk for _, pk in sorted(keys_of(values))]


@given(first=keys, changes=changes, among=st.sets(IDS), places=places)
def test_a_page_is_that_of_a_sorted_list(first, changes, among, places):
    values = dict(first)
    ordered = Order().changed(BitMap(), keys_of(first))
    for gone, arrived in changes:
        values = {pk: value for pk, value in values.items() if pk not in gone | arrived.keys()}
        values |= arrived
        ordered = ordered.changed(BitMap(gone | arrived.keys()), keys_of(arrived))

    expected = [pk for pk in sorted_ids(values) if pk in among]
    assert ordered.page(BitMap(among), *places) == expected[slice(*places)]


@given(first=keys, among=st.sets(IDS), sought=st.tuples(st.integers(0, 9), IDS))
def test_a_rank_is_that_in_a_sorted_list(first, among, sought):
    ordered = Order().changed(BitMap(), keys_of(first))

    kept = [key for key in sorted(keys_of(first)) if key[-1] in among]
    assert ordered.rank(BitMap(among), sought, after=False) == bisect_left(kept, sought)
    assert ordered.rank(BitMap(among), sought, after=True) == bisect_right(kept, sought)


@given(first=keys)
def test_every_program_has_the_key_that_it_came_with(first):
    ordered = Order().changed(BitMap(), keys_of(first))

    assert [ordered.key_of(pk) for pk in first] == keys_of(first)


@given(first=keys, changes=changes)
def test_blocks_stay_small_and_none_is_empty(first, changes):
    ordered = Order().changed(BitMap(), keys_of(first))
    for gone, arrived in changes:
        ordered = ordered.changed(BitMap(gone | arrived.keys()), keys_of(arrived))

    assert all(0 < len(block.keys) <= 2 * order.BLOCK for block in ordered.blocks)


def test_a_change_leaves_the_old_order_as_it_was():
    old = Order().changed(BitMap(), [(1, 1), (2, 2)])

    old.changed(BitMap([1]), [(0, 3)])

    assert old.page(BitMap([1, 2, 3]), 0, 9) == [1, 2]


def test_blocks_that_nothing_happens_to_are_shared():
    old = Order().changed(BitMap(), [(pk, pk) for pk in range(1, 41)])

    new = old.changed(BitMap([1]), [])

    assert len(old.blocks) > 2
    assert [one is other for one, other in zip(old.blocks, new.blocks, strict=True)].count(
        False
    ) == 1

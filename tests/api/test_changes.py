"""Walking a list by cursors while it changes, and cursors that are none."""

import datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from programs.api.cursors import sheet_of
from programs.catalogue import Positions
from programs.catalogue.order import Order
from programs.ledger import recording
from tests.api.reading import read, walk
from tests.factories import OrganizationFactory, ProgramFactory

pytestmark = pytest.mark.django_db

IDS = st.integers(1, 40)
values = st.dictionaries(IDS, st.integers(0, 5), min_size=1)
edits = st.lists(
    st.tuples(st.sets(IDS, max_size=6), st.dictionaries(IDS, st.integers(0, 5), max_size=6))
)


def positions(keys: dict[int, int]) -> Positions:
    """A list in two tiers: the even ones first."""
    order = Order().changed(BitMap(), [(value, pk) for pk, value in keys.items()])
    even = BitMap(pk for pk in keys if pk % 2 == 0)
    return Positions(order, [even, BitMap(keys) - even])


def asked(query: str, version: int) -> Request:
    request = Request(APIRequestFactory().get(f"/api/v1/programs/?{query}"))
    request.catalogue = SimpleNamespace(version=version, day=datetime.date(2026, 1, 1))
    return request


@given(keys=values, edits=edits, size=st.integers(1, 7))
def test_what_keeps_its_place_comes_exactly_once(keys, edits, size):
    now, moved, seen, version = dict(keys), set(), [], 0
    sheet = sheet_of(asked(f"page_size={size}", 0), positions(now), query="")
    while sheet:
        seen += sheet.items
        if version < len(edits):
            gone, arrived = edits[version]
            version += 1
            moved |= gone | arrived.keys()
            now = {pk: value for pk, value in now.items() if pk not in gone} | arrived
        query = (sheet.next or "").partition("?")[2]
        sheet = sheet_of(asked(query, version), positions(now), query="") if query else None

    for pk in keys.keys() - moved:
        assert seen.count(pk) == 1


def test_a_list_that_changed_says_so(client):
    first, second, third = (ProgramFactory(name=name) for name in "abc")
    part = read(client, "programs/?sort=name&page_size=1")
    assert (part["changed"], read(client, part["next"])["changed"]) == (False, False)

    with recording([first]):
        first.publication = "archived"
        first.save()

    after = read(client, part["next"])
    assert after["changed"] is True
    assert [one["slug"] for one in after["results"]] == [second.slug]
    assert after["previous"] is None
    assert walk(client, after["next"]) == [third.slug]


def test_the_end_of_a_list_that_got_shorter_leads_back(client):
    first, last = (ProgramFactory(name=name) for name in "ab")
    part = read(client, "programs/?sort=name&page_size=1")
    with recording([last]):
        last.publication = "archived"
        last.save()

    after = read(client, part["next"])

    assert (after["results"], after["next"], after["count"]) == ([], None, 1)
    assert walk(client, after["previous"]) == [first.slug]


def test_organizations_come_by_name_whatever_its_capitals(client):
    for slug, name in (("c", "beta"), ("b", "Beta"), ("a", "alpha")):
        ProgramFactory(organization=OrganizationFactory(slug=slug, name=name))
    OrganizationFactory(slug="nothing-published")

    assert walk(client, "organizations/?page_size=1") == ["a", "c", "b"]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("programs/?cursor=nonsense", id="no-cursor"),
        pytest.param("programs/?sort=newest&cursor={}", id="another-order"),
        pytest.param("programs/?sort=name&cost=free&cursor={}", id="another-filter"),
        pytest.param("organizations/?cursor={}", id="another-list"),
        pytest.param("programs/?sort=name&cursor={}x", id="tampered-with"),
    ],
)
def test_a_cursor_of_another_list_is_none_of_this_one(client, address):
    ProgramFactory.create_batch(2)
    following = read(client, "programs/?sort=name&page_size=1")["next"]

    problem = read(client, address.format(following.rpartition("cursor=")[2]), status=404)

    assert "eave" in problem["detail"]


@pytest.mark.parametrize("size", ["0", "101", "-1", "1.5", "many", "", "٣"])
def test_a_size_that_is_none_is_refused(client, size):
    problem = read(client, f"programs/?page_size={size}", status=400)

    assert problem["detail"].endswith("It takes a whole number from 1 to 100.")

"""The catalogue against the SQL queryset: same programs, same counts, same order."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.catalogue import Listing, Snapshot, build
from programs.filters import ProgramFilter, Sort
from programs.filters.terms import offered_terms
from tests.factories import TODAY
from tests.random_programs import SEARCHES, VALUES, address_of, make_programs, queries
from tests.sql_counts import counts_without, facet_counts

pytestmark = pytest.mark.django_db

SEEDS = [3, 4]
addresses = st.builds(
    lambda query, more: query | more,
    queries,
    st.fixed_dictionaries(
        {},
        optional={
            "q": st.sampled_from(SEARCHES).map(lambda text: [text]),
            "sort": st.sampled_from(Sort.values).map(lambda sort: [sort]),
        },
    ),
)
often = settings(max_examples=20)
seldom = settings(max_examples=10)


@pytest.fixture(scope="module", params=SEEDS, ids="seed-{}".format)
def snapshot(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Snapshot]:
    """The catalogue of random programs, made once: these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_programs(random.Random(request.param))
        yield build(TODAY)
        transaction.set_rollback(True)


def both(query: dict[str, Any], snapshot: Snapshot) -> tuple[Listing, ProgramFilter]:
    """Return what the catalogue and what SQL make of an address, read alike."""
    address = address_of(query)
    return (
        Listing.of(address, snapshot),
        ProgramFilter(address, day=TODAY, read=snapshot.text.read),
    )


@often
@given(query=addresses)
def test_programs_and_their_order_are_those_of_sql(snapshot, query):
    listing, asked = both(query, snapshot)

    assert listing[:] == [program.pk for program in asked.qs]
    assert len(listing) == len(listing[:])


@seldom
@given(query=addresses)
def test_counts_are_those_of_sql(snapshot, query):
    listing, asked = both(query, snapshot)

    counted = {name: counts for name, counts in listing.counts().items() if counts}
    assert counted == facet_counts(asked)
    assert {name: count for name, count in listing.counts_without().items() if count} == (
        counts_without(asked)
    )


@often
@given(query=addresses, places=st.tuples(st.integers(0, 70), st.integers(0, 70)))
def test_any_page_is_a_part_of_the_whole(snapshot, query, places):
    listing = Listing.of(address_of(query), snapshot)

    assert listing[slice(*places)] == listing[:][slice(*places)]


@often
@given(query=addresses, limit=st.integers(1, 5))
def test_closed_programs_are_those_of_sql(snapshot, query, limit):
    listing, asked = both(query, snapshot)

    assert listing.closed(limit) == [program.pk for program in asked.closed()[:limit]]


def test_what_is_offered_is_what_sql_offers(snapshot):
    assert snapshot.terms == offered_terms()


def test_searches_of_the_oracle_find_something(snapshot):
    found = {text: len(Listing.of(address_of({"q": [text]}), snapshot)) for text in SEARCHES}

    assert all(found.values()), found
    assert len(set(found.values())) > 3, "they should not all find the same"


def test_every_facet_is_counted_in_the_oracle():
    assert {*VALUES, "have"} == set(ProgramFilter({}, day=TODAY).facets)

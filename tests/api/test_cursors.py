"""Walking a list by cursors: all of it, in the order of the page, there and back."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import catalogue
from programs.catalogue import Listing
from programs.models import Program
from tests.api.reading import read, walk
from tests.catalogue.test_listing import addresses
from tests.factories import TODAY
from tests.random_programs import address_of, make_programs

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def slugs(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, str]]:
    """Random programs by id, made once: the laws only read."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
        patch.setattr("programs.views.throttling.NetworkThrottle.get_rate", lambda _: None)
        make_programs(random.Random(7), 40)
        yield dict(Program.objects.values_list("pk", "slug"))
        transaction.set_rollback(True)


@settings(max_examples=25)
@given(query=addresses, size=st.integers(7, 40))
def test_a_walk_gives_the_programs_of_the_page_in_its_order(slugs, query, size):
    address = address_of(query)
    listing = Listing.of(address, catalogue.current(TODAY))

    walked = walk(Client(), f"programs/?{address.urlencode()}&page_size={size}")

    assert walked == [slugs[pk] for pk in listing[:]]


def test_the_page_and_the_api_list_alike(slugs):
    client = Client()
    page = client.get("/programs/?sort=name&open=now&open=rolling")
    told = read(client, "programs/?sort=name&open=now&open=rolling")

    assert told["count"] == page.context["page"].paginator.count > 3
    assert [one["slug"] for one in told["results"]] == [
        card.program.slug for card in page.context["cards"]
    ]


@pytest.mark.parametrize(
    "address", ["programs/?q=robot", "organizations/", "match/?degree=bachelor"]
)
def test_the_way_back_gives_the_same_parts(slugs, address):
    client, parts = Client(), []
    here = f"{address}{'&' if '?' in address else '?'}page_size=6"
    while here:
        parts.append(read(client, here))
        here = parts[-1]["next"]

    assert len(parts) > 2
    assert parts[0]["previous"] is None
    for before, part in pairwise(parts):
        back = read(client, part["previous"])
        assert back["results"] == before["results"]
        assert back["next"] is not None
    slugs = [one["slug"] for part in parts for one in part["results"]]
    assert len(slugs) == len(set(slugs)) == parts[0]["count"]

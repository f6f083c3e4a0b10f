"""The highest degree that a visitor has, and what accepts it."""

import pytest

from programs.catalogue import Listing, build
from programs.choices import UNSTATED
from tests.factories import TODAY, ProgramFactory
from tests.random_programs import address_of

pytestmark = pytest.mark.django_db


def test_an_empty_catalogue_has_empty_lists():
    listing = Listing.of({}, build(TODAY))

    assert (len(listing), listing[:25], listing.counts_without()) == (0, [], {})
    assert not any(listing.counts().values())


@pytest.mark.parametrize(
    ("have", "found"),
    [
        pytest.param(["none"], ["none"], id="none"),
        pytest.param(["bachelor"], ["none", "bachelor"], id="bachelor"),
        pytest.param(["phd"], ["none", "bachelor", "master", "phd"], id="phd"),
        pytest.param(["phd", "none"], ["none", "bachelor", "master", "phd"], id="highest-counts"),
        pytest.param(["none", UNSTATED], ["none", ""], id="also-unstated"),
        pytest.param(
            [UNSTATED], ["none", "bachelor", "master", "phd", ""], id="unstated-alone-says-nothing"
        ),
    ],
)
def test_the_ladder_keeps_what_accepts_a_degree(have, found):
    degrees = ["none", "bachelor", "master", "phd", ""]
    programs = {ProgramFactory(degree_minimum=degree).pk: degree for degree in degrees}

    listing = Listing.of(address_of({"have": have}), build(TODAY))

    assert sorted(programs[pk] for pk in listing[:]) == sorted(found)


def test_each_rung_counts_what_it_would_keep():
    for degree in ("none", "bachelor", "bachelor", "phd", ""):
        ProgramFactory(degree_minimum=degree)

    counts = Listing.of(address_of({"have": ["none"]}), build(TODAY)).counts()

    assert counts["have"] == {"none": 1, "bachelor": 3, "master": 3, "phd": 4, UNSTATED: 1}

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


@pytest.mark.parametrize(
    ("enrollment", "accepted"),
    [
        pytest.param("", ["none", "bachelor", "master", "phd"], id="unstated"),
        pytest.param("none", ["none", "bachelor", "master", "phd"], id="need-not-be"),
        pytest.param("admitted", ["none", "bachelor", "master", "phd"], id="admitted"),
        pytest.param("any_student", ["none", "bachelor", "master", "phd"], id="any"),
        pytest.param("undergraduate", ["none"], id="must-not-have-finished"),
        pytest.param("graduate", ["bachelor", "master"], id="graduate"),
        pytest.param("phd", ["bachelor", "master"], id="must-not-be-a-doctor-yet"),
    ],
)
def test_who_must_be_a_student_may_not_have_finished(enrollment, accepted):
    ProgramFactory(degree_minimum="none", enrollment=enrollment)

    assert sorted(rungs_found()) == sorted(accepted)


def test_a_program_for_students_says_whom_it_accepts_without_naming_a_degree():
    ProgramFactory(enrollment="phd")

    assert rungs_found() == {"bachelor": 1, "master": 1}


def test_experience_that_may_stand_in_accepts_every_degree():
    ProgramFactory(degree_minimum="master", degree_or_equivalent=True)

    assert rungs_found() == {"none": 1, "bachelor": 1, "master": 1, "phd": 1}


def rungs_found() -> dict[str, int]:
    """Return how many programs each degree would keep, and how many don't say."""
    return Listing.of({}, build(TODAY)).counts()["have"]


def test_each_rung_counts_what_it_would_keep():
    for degree in ("none", "bachelor", "bachelor", "phd", ""):
        ProgramFactory(degree_minimum=degree)

    counts = Listing.of(address_of({"have": ["none"]}), build(TODAY)).counts()

    assert counts["have"] == {"none": 1, "bachelor": 3, "master": 3, "phd": 4, UNSTATED: 1}

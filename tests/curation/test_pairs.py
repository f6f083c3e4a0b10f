"""Programs that are likely one: found, shown in the queue, told apart."""

from datetime import date

import pytest
from django.core.management import call_command

from programs.catalogue.freshness import read_version
from programs.curation import pairs
from programs.curation.harm import Cause
from programs.curation.queue import read_queue
from programs.ledger import recording
from programs.models import LikelyPair, Program
from tests.factories import OrganizationFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)


@pytest.fixture
def lab():
    return OrganizationFactory(name="The Lab", slug="the-lab")


@pytest.fixture
def one(lab):
    return ProgramFactory(slug="one", name="AI Residency", organization=lab)


@pytest.fixture
def twin(one, lab):
    return ProgramFactory(slug="twin", name="AI Residency Program", organization=lab)


def edit(program, **values):
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**values)
    program.refresh_from_db()


def open_pairs():
    return [(pair.first.slug, pair.second.slug) for pair in LikelyPair.objects.open()]


def test_saving_finds_what_is_likely_the_same(one, twin):
    ProgramFactory(name="Another Thing", organization=one.organization)

    [pair] = pairs.look_at(twin)

    assert (pair.first, pair.second, pair.score) == (one, twin, 100)
    assert pair.reason == "the same name at the same organization"


def test_a_look_at_all_finds_the_same_pairs(one, twin):
    pairs.look_at(one)
    found = open_pairs()

    assert pairs.look_at_all() == 1
    assert open_pairs() == found == [("one", "twin")]


def test_a_pair_that_is_known_is_not_written_again(one, twin):
    pairs.look_at_all()
    before = read_version()

    pairs.look_at_all()
    pairs.look_at(twin)

    assert read_version() == before


def test_a_pair_whose_names_went_apart_is_gone(one, twin):
    pairs.look_at_all()
    edit(twin, name="Chemistry Camp")

    pairs.look_at(twin)

    assert open_pairs() == []


def test_what_was_told_apart_stays_so(one, twin):
    pairs.look_at_all()
    ada = UserFactory()

    pairs.tell_apart(twin, one, by=ada)
    pairs.look_at_all()

    assert open_pairs() == []
    assert LikelyPair.objects.get().different_by == ada


def test_two_that_nobody_found_alike_can_be_told_apart(one):
    other = ProgramFactory()

    pairs.tell_apart(other, one, by=UserFactory())

    assert LikelyPair.objects.get().first == one


def test_archived_programs_are_nobodys_twins(one, twin):
    pairs.look_at_all()
    edit(twin, publication="archived")

    assert open_pairs() == []
    assert pairs.look_at(one) == []


def test_the_published_one_is_better_kept_then_the_older(one, twin):
    assert pairs.in_order(twin, one) == (one, twin)

    edit(one, publication="draft")

    assert pairs.in_order(one, twin) == (twin, one)


def test_the_queue_tells_of_twins_until_they_are_told_apart(one, twin):
    assert not read_queue(DAY).by_cause[Cause.TWIN]

    pairs.look_at_all()

    found = {one.program_id: one for one in read_queue(DAY).by_cause[Cause.TWIN]}
    assert found[one.pk].twins == (one.pk, twin.pk)
    assert "Likely the same as “AI Residency Program”" in found[one.pk].harm.words
    assert found[twin.pk].twins == (one.pk, twin.pk)

    pairs.tell_apart(one, twin, by=UserFactory())

    assert not read_queue(DAY).by_cause[Cause.TWIN]


def test_finding_costs_as_many_queries_for_many_programs(lab, one, django_assert_max_num_queries):
    for _ in range(20):
        ProgramFactory(organization=lab)

    with django_assert_max_num_queries(6):
        pairs.look_at(one)


def test_the_command_tells_the_pairs(capsys, one, twin):
    call_command("find_duplicates")

    told = capsys.readouterr().out.splitlines()
    assert told == [
        "one and twin: the same name at the same organization",
        "1 pair of programs is likely one.",
    ]

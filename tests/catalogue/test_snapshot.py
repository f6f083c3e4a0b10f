"""A refreshed snapshot is the one that is built from nothing."""

import datetime
import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import catalogue
from programs.catalogue import Snapshot, build, touching
from programs.catalogue.freshness import changed_since, read_version
from programs.filters import Sort
from programs.ledger import recording
from programs.models import Change, Check, Location, Organization, Program, Topic
from tests.factories import TODAY, ProgramFactory, RoundFactory, UserFactory
from tests.random_programs import TOPICS, make_programs, random_fields, random_program, some
from tests.strategies import days_around, round_dates

pytestmark = pytest.mark.django_db

WORDS = ["robot", "robots", "data", "residency", "toronto", "statistics", "renamed", "zebra"]


def content(snapshot: Snapshot) -> dict[str, Any]:
    """Everything that a snapshot can be asked, in a form that compares."""
    return {
        "version": snapshot.version,
        "day": snapshot.day,
        "programs": set(snapshot.programs),
        "values": {
            path: {value: set(ids) for value, ids in values.items()}
            for path, values in snapshot.values.items()
            if values
        },
        "orders": {
            sort: [key for block in order.blocks for key in block.keys]
            for sort, order in snapshot.orders.items()
        },
        "terms": snapshot.terms,
        "words": {
            word: catalogue.Listing.of({"q": word, "sort": Sort.RELEVANCE}, snapshot)[:]
            for word in WORDS
        },
    }


def refreshed(snapshot: Snapshot, day: datetime.date) -> Snapshot:
    """The next snapshot, from what changed alone."""
    changed = {*changed_since(snapshot.version, limit=1_000), *snapshot.turning_by(day)}
    return snapshot.next(version=read_version(), day=day, changed=changed)


# --- What may happen to the data -------------------------------------------------------------


def edit(dice: random.Random, program: Program) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**random_fields(dice))


def retag(dice: random.Random, program: Program) -> None:
    with recording([program]):
        program.topics.set(Topic.objects.filter(slug__in=some(dice, TOPICS)))


def hide(dice: random.Random, program: Program) -> None:
    publication = dice.choice(["draft", "archived", "published"])
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(publication=publication)


def delete(dice: random.Random, program: Program) -> None:
    Change.objects.filter(program=program).delete()
    with recording([program]):
        program.delete()


def add(dice: random.Random, program: Program) -> None:
    random_program(dice)


def announce(dice: random.Random, program: Program) -> None:
    start = TODAY + datetime.timedelta(days=dice.randint(-3, 5))
    ends = start + datetime.timedelta(days=dice.randint(0, 4))
    with recording([program]):
        RoundFactory(
            program=program, label=f"Round {dice.random()}", opens_on=start, closes_on=ends
        )


def cancel(dice: random.Random, program: Program) -> None:
    with recording([program]):
        program.rounds.update(cancelled=True)


def check(dice: random.Random, program: Program) -> None:
    moment = datetime.datetime(2026, 11, dice.randint(1, 22), tzinfo=datetime.UTC)
    fields = dice.choice([[], ["cost"]])
    with touching([program]):
        Check.objects.create(program=program, by=UserFactory(), at=moment, fields=fields)


def rename_organization(dice: random.Random, program: Program) -> None:
    one = program.organization
    with touching(one.programs.all()):
        Organization.objects.filter(pk=one.pk).update(name=f"Renamed {dice.random()}")


def rename_topic(dice: random.Random, program: Program) -> None:
    topic = Topic.objects.order_by("pk").first()
    if topic:
        with touching(topic.programs.all()):
            Topic.objects.filter(pk=topic.pk).update(name=f"Zebra {dice.random()}")


def rename_place(dice: random.Random, program: Program) -> None:
    place = program.locations.order_by("pk").first()
    if place and place.country:
        with touching(place.programs.all()):
            Location.objects.filter(pk=place.pk).update(city=f"Renamed {dice.random()}")


HAPPENINGS = [
    edit,
    retag,
    hide,
    delete,
    add,
    announce,
    cancel,
    check,
    rename_organization,
    rename_topic,
    rename_place,
]


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10_000),
    happenings=st.lists(st.sampled_from([*HAPPENINGS, "a day passes"]), min_size=1, max_size=12),
)
def test_a_refresh_equals_a_build_from_nothing(seed, happenings):
    with transaction.atomic():
        dice = random.Random(seed)
        make_programs(dice, 8)
        day = TODAY
        snapshot = build(day)
        for happening in happenings:
            programs = list(Program.objects.order_by("pk"))
            if happening == "a day passes":
                day += datetime.timedelta(days=dice.randint(1, 3))
            elif programs:
                happening(dice, dice.choice(programs))
            snapshot = refreshed(snapshot, day)

        assert content(snapshot) == content(build(day))
        transaction.set_rollback(True)


@settings(max_examples=15)
@given(data=st.data())
def test_rounds_turn_over_at_midnight(data):
    rounds = data.draw(st.lists(round_dates(2025, 2027), min_size=1, max_size=3))
    first, then = sorted(data.draw(st.tuples(days_around(rounds), days_around(rounds))))
    with transaction.atomic():
        program = ProgramFactory(status="active")
        with recording([program]):
            for number, dates in enumerate(rounds):
                RoundFactory(
                    program=program,
                    label=f"Round {number}",
                    opens_on=dates.opens_on,
                    closes_on=dates.closes_on,
                    starts_on=dates.starts_on,
                    cancelled=dates.cancelled,
                )

        assert content(refreshed(build(first), then)) == content(build(then))
        transaction.set_rollback(True)


def test_the_old_snapshot_stays_as_it_was():
    dice = random.Random(1)
    programs = make_programs(dice, 8)
    old = build(TODAY)
    before = content(old)

    edit(dice, programs[0])
    delete(dice, programs[1])
    add(dice, programs[0])
    refreshed(old, TODAY)

    assert content(old) == before


def test_a_refresh_reads_no_more_than_what_changed(django_assert_max_num_queries):
    programs = make_programs(random.Random(2), 40)
    snapshot = build(TODAY)
    edit(random.Random(3), programs[0])

    with django_assert_max_num_queries(14):
        refreshed(snapshot, TODAY)

"""The law of the ledger: its rows, replayed over nothing, give what the database holds."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.ledger import State, Value, read_states, recording
from programs.models import Change, Location, Organization, Program, Topic
from tests.factories import (
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    TopicFactory,
    UserFactory,
)
from tests.strategies import partial_dates

pytestmark = pytest.mark.django_db

PROGRAMS = ("p0", "p1", "p2")
TOPICS = ("t0", "t1", "t2")


def replayed() -> dict[int, State]:
    """Return the states that the rows of the ledger give, one after the other."""
    states: dict[int, State] = {}
    for change in Change.objects.order_by("pk"):
        if change.field == Change.CREATED:
            assert change.program_id not in states
            states[change.program_id] = dict(change.after)
        else:
            state = states[change.program_id]
            assert unordered(state[change.field]) == unordered(change.before)
            state[change.field] = change.after
    return states


def unordered(value: Value) -> Value:
    """Return the value as the ledger compares it: lists in no order."""
    if isinstance(value, list):
        return sorted(value, key=lambda each: json.dumps(each, sort_keys=True))
    return value


def compared(states: dict[int, State]) -> dict[int, State]:
    return {
        pk: {name: unordered(value) for name, value in state.items()}
        for pk, state in states.items()
    }


# --- What a person, an import or a command may do to a program -------------------------------

Edit = Callable[[Program], Any]


def assign(name: str, value: Any) -> Edit:
    def edit(program: Program) -> None:
        setattr(program, name, value)
        program.save()

    return edit


def update(**values: Any) -> Edit:
    return lambda program: Program.objects.filter(pk=program.pk).update(**values)


def tag(method: str, slugs: list[str]) -> Edit:
    """Return an edit by `set`, `add` or `remove`."""

    def edit(program: Program) -> None:
        topics = list(Topic.objects.filter(slug__in=slugs))
        getattr(program.topics, method)(*([topics] if method == "set" else topics))

    return edit


def add_round(label: str, opens_on: Any) -> Edit:
    return lambda program: program.rounds.update_or_create(
        label=label, defaults={"opens_on": opens_on}
    )


def add_evidence(field: str) -> Edit:
    return lambda program: program.evidence.create(field=field, quote="The page says so.")


def fail(program: Program) -> None:
    program.topics.clear()
    raise LookupError("on purpose")


yes_no = st.sampled_from([True, False, None])
slugs = st.lists(st.sampled_from(TOPICS), unique=True)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)

edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(assign, st.just("degree_note"), texts),
    st.builds(assign, st.just("last_seen"), st.none() | partial_dates()),
    st.builds(assign, st.sampled_from(["mentorship", "rolling"]), yes_no),
    st.builds(
        lambda codes: update(open_worldwide=False, open_to_countries=codes),
        st.lists(st.sampled_from(["CA", "GH", "US"]), unique=True),
    ),
    st.builds(lambda hours: update(hours_per_week=hours), st.none() | st.integers(0, 99)),
    st.builds(lambda status: update(status=status), st.sampled_from(["active", "closed"])),
    st.builds(tag, st.sampled_from(["set", "add", "remove"]), slugs),
    st.builds(add_round, st.sampled_from(["2026", "2027"]), st.none() | partial_dates()),
    st.builds(add_evidence, st.sampled_from(["", "cost"])),
    st.sampled_from(
        [
            lambda program: program.rounds.all().delete(),
            lambda program: program.rounds.update(cancelled=True),
            lambda program: program.evidence.all().delete(),
            lambda program: program.locations.clear(),
            lambda program: program.locations.set(Location.objects.all()),
            lambda program: program.save(),
            fail,
        ]
    ),
)

steps = st.tuples(
    st.lists(st.sampled_from(PROGRAMS), min_size=1, unique=True),
    st.lists(edits, min_size=1, max_size=3),
)


def take(step: tuple[list[str], list[Edit]], organization: Organization, by: Any) -> None:
    """Make those programs that are not there yet, and edit all of them, in one recording."""
    slugs, edits = step
    known = {program.slug: program for program in Program.objects.filter(slug__in=slugs)}
    with suppress(LookupError), recording(known.values(), by=by) as record:
        for slug in slugs:
            if slug not in known:
                known[slug] = ProgramFactory.build(slug=slug, organization=organization)
                known[slug].save()
                record.created([known[slug]])
            for edit in edits:
                edit(known[slug])


@settings(max_examples=30)
@given(steps=st.lists(steps, min_size=1, max_size=6))
def test_replaying_the_ledger_gives_the_states(steps: list[tuple[list[str], list[Edit]]]):
    with transaction.atomic():
        organization, by = OrganizationFactory(), UserFactory()
        for slug in TOPICS:
            TopicFactory(slug=slug)
        LocationFactory(city="Accra", country="GH")
        for step in steps:
            take(step, organization, by)
        found = compared(replayed())
        expected = compared(read_states(Program.objects.values_list("pk", flat=True)))
        transaction.set_rollback(True)

    assert found == expected

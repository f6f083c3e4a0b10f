"""The compiled rules say what the database says."""

import pytest
from django.db import DataError, IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.csv_import.planned import blank_state
from programs.csv_import.rules import broken_rules
from programs.ledger import recording
from programs.models import Organization, Program

SMALL = st.one_of(st.none(), st.integers(0, 3))
VALUES = {
    "cost": st.sampled_from(["", "free", "paid", "varies"]),
    "cost_min": SMALL,
    "cost_max": SMALL,
    "cost_currency": st.sampled_from(["", "USD"]),
    "funding": st.sampled_from(["", "none", "salary"]),
    "funding_min": SMALL,
    "funding_max": SMALL,
    "funding_currency": st.sampled_from(["", "USD"]),
    "funding_period": st.sampled_from(["", "year", "fortnight"]),
    "degree_minimum": st.sampled_from(["", "none", "master", "masters"]),
    "degree_or_equivalent": st.sampled_from([None, True, False]),
    "open_worldwide": st.sampled_from([None, True, False]),
    "open_to_countries": st.sampled_from([[], ["US"], ["US", "CA"]]),
    "minimum_age": SMALL,
    "maximum_age": SMALL,
    "duration_weeks_min": SMALL,
    "duration_weeks_max": SMALL,
    "last_seen": st.sampled_from([None, "2026", "2026-13", "2026-01", "26"]),
    "summary": st.sampled_from(["", "One.", "x" * 200, "x" * 201]),
    "name": st.sampled_from(["", "A program"]),
    "program_type": st.sampled_from(["", "grant", "gift"]),
}


@st.composite
def wild_states(draw):
    """Spoil a few fields of a sound program, so that either answer is common."""
    state = {
        **blank_state(),
        "slug": "a",
        "name": "A",
        "url": "https://example.org",
        "summary": "One.",
        "program_type": "grant",
    }
    for name in draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=5, unique=True)):
        state[name] = draw(VALUES[name])
    return state


def is_refused_by_the_database(state) -> bool:
    """Try to insert the program; leave nothing behind."""
    elsewhere = ("audiences", "topics", "roles", "locations", "rounds", "evidence", "organization")
    values = {name: value for name, value in state.items() if name not in elsewhere}
    try:
        with recording():
            organization, _ = Organization.objects.get_or_create(slug="o", name="O")
            Program.objects.create(organization=organization, **values).delete()
    except (IntegrityError, DataError):  # PostgreSQL finds a text too long before the constraint
        return True
    return False


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=wild_states())
def test_rules_refuse_what_the_database_refuses(state):
    assert bool(list(broken_rules(state))) == is_refused_by_the_database(state)

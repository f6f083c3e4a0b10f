"""Each curated field, changed through the ORM, is one row of the ledger."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from programs.dates import PartialDate
from programs.ledger import CURATED_FIELDS, read_states, recording
from programs.models import Program
from tests.factories import (
    AudienceFactory,
    EvidenceFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RoleFactory,
    RoundFactory,
    TopicFactory,
)
from tests.ledger.history import told

pytestmark = pytest.mark.django_db


TAGS = ("audiences", "topics", "roles", "locations")


# States what other fields need, so that each of them can change alone.
BASE = {
    "degree_minimum": "bachelor",
    "open_worldwide": False,
    "cost": "paid",
    "cost_min": 10,
    "cost_max": 20,
    "cost_currency": "USD",
    "funding": "stipend",
    "funding_min": 10,
    "funding_max": 20,
    "funding_currency": "USD",
    "funding_period": "year",
}

# Field: what it becomes, as the ledger writes it, and how. A choice takes its last value.
EDITS: dict[str, tuple[Any, Callable[[Program], Any]]] = {
    "organization": ("another", lambda program: OrganizationFactory(slug="another")),
    "successor": ("another", lambda program: ProgramFactory(slug="another")),
    "open_to_countries": (["GH", "CA"], lambda program: ["GH", "CA"]),
    "last_seen": ("2023-06", lambda program: PartialDate(2023, 6)),
    "source_date": ("2023", lambda program: PartialDate(2023)),
    "open_worldwide": (True, lambda program: True),
    "degree_or_equivalent": (True, lambda program: True),
    "slug": ("another", lambda program: "another"),
    "cost_currency": ("EUR", lambda program: "EUR"),
    "funding_currency": ("EUR", lambda program: "EUR"),
}

RELATED: dict[str, tuple[list, Callable[[Program], Any]]] = {
    "audiences": (["a"], lambda program: program.audiences.add(AudienceFactory(slug="a"))),
    "topics": (["t"], lambda program: program.topics.set([TopicFactory(slug="t")])),
    "roles": (["r"], lambda program: RoleFactory(slug="r").programs.add(program)),
    "locations": (["CA"], lambda program: program.locations.add(LocationFactory(country="CA"))),
    "rounds": (
        [
            {
                "label": "2027",
                "opens_on": "2026-08",
                "closes_on": None,
                "starts_on": None,
                "closes_at_note": "",
                "cancelled": False,
            }
        ],
        lambda program: program.rounds.create(label="2027", opens_on="2026-08"),
    ),
    "evidence": (
        [
            {
                "field": "cost",
                "kind": "paraphrase",
                "quote": "Free.",
                "url": "",
                "source_date": None,
                "checked_on": None,
                "checked_by": None,
            }
        ],
        lambda program: program.evidence.create(field="cost", quote="Free."),
    ),
}


def other_value(program: Program, name: str) -> tuple[Any, Any]:
    """Return another value of a field, as the ledger writes it and as the model takes it."""
    if name in EDITS:
        written, value = EDITS[name]
        return written, value(program)
    field, now = Program._meta.get_field(name), getattr(program, name)
    if field.choices:
        other = next(value for value, _ in reversed(field.choices) if value not in ("", now))
    elif field.get_internal_type() == "BooleanField":
        other = not now
    elif field.get_internal_type() == "PositiveIntegerField":
        other = (now or 0) + 1
    else:
        other = "https://example.org/other" if "url" in name else "Other words"
    return other, other


@pytest.mark.parametrize("name", [name for name in CURATED_FIELDS if name not in RELATED])
def test_a_changed_field_is_one_change_with_before_and_after(name: str):
    program = ProgramFactory(**BASE)
    before = read_states([program.pk])[program.pk][name]
    written, value = other_value(program, name)

    with recording([program]):
        setattr(program, name, value)
        program.save()

    assert told() == [(name, before, written)]


@pytest.mark.parametrize("name", RELATED)
def test_changed_tags_rounds_and_evidence_are_one_change(name: str):
    program = ProgramFactory()
    written, change = RELATED[name]

    with recording([program]):
        change(program)

    assert told() == [(name, [], written)]


@pytest.mark.parametrize("name", RELATED)
def test_what_is_taken_away_is_a_change_too(name: str):
    program = ProgramFactory()
    written, change = RELATED[name]
    with recording([program]):
        change(program)

    with recording([program]):
        getattr(program, name).set([]) if name in TAGS else getattr(program, name).all().delete()

    assert told()[1:] == [(name, written, [])]


@pytest.mark.parametrize(
    ("change", "field", "after"),
    [
        pytest.param(
            lambda program: program.rounds.update(cancelled=True),
            "rounds",
            {"cancelled": True},
            id="round",
        ),
        pytest.param(
            lambda program: program.evidence.update(checked_on=datetime.date(2026, 11, 22)),
            "evidence",
            {"checked_on": "2026-11-22"},
            id="evidence",
        ),
    ],
)
def test_an_edited_row_is_a_change_of_the_whole_list(change: Callable, field: str, after: dict):
    program = EvidenceFactory(program=RoundFactory().program).program
    [row] = read_states([program.pk])[program.pk][field]

    with recording([program]):
        change(program)

    assert told()[-1] == (field, [row], [row | after])

"""Listings that are merged, and what tests of that ask of them."""

from datetime import UTC, datetime

from programs.checks import read_checks
from programs.curation import merging
from programs.curation.choosing import differences
from programs.ledger import read_states, recording
from programs.models import Program
from tests.factories import UserFactory


def state(program):
    return read_states([program.pk])[program.pk]


def merge(kept, gone, by=None, at=None, seen=None, **chosen):
    return merging.merge(
        kept,
        gone,
        chosen,
        by=by or UserFactory(),
        at=at or datetime.now(UTC),
        seen=merging.newest_change([kept.pk, gone.pk]) if seen is None else seen,
    )


def undo(merged, by=None):
    return merging.undo(merged, by=by or UserFactory(), at=datetime.now(UTC))


def choices_of(kept, gone):
    checks = read_checks([kept.pk, gone.pk])
    return {
        one.field: one.suggested
        for one in differences(state(kept), state(gone), checks[kept.pk], checks[gone.pk])
    }


def edit(program, **values):
    with recording([program], by=UserFactory()):
        Program.objects.filter(pk=program.pk).update(**values)

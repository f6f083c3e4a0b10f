"""What has a history stays, and the history outlives accounts."""

import pytest
from django.contrib.auth import get_user_model
from django.db.models import ProtectedError

from programs.ledger import recording
from programs.models import ApplicationRound, Evidence, Program
from tests.factories import (
    EvidenceFactory,
    ImportBatchFactory,
    ProgramFactory,
    RoundFactory,
    UserFactory,
)
from tests.ledger.history import changes, told

pytestmark = pytest.mark.django_db


def test_a_program_with_a_history_stays():
    program = ProgramFactory()

    with pytest.raises(ProtectedError), recording([program]):
        program.delete()


def test_a_batch_with_a_history_stays():
    program, batch = ProgramFactory(), ImportBatchFactory()
    with recording([program], batch=batch):
        Program.objects.update(cost="free")

    with pytest.raises(ProtectedError):
        batch.delete()


def test_who_wrote_history_is_deactivated_and_never_deleted():
    program, by = ProgramFactory(), UserFactory()
    with recording([program], by=by):
        Program.objects.update(cost="free")

    with pytest.raises(ProtectedError):
        by.delete()

    assert [(change.field, change.by) for change in changes()] == [("cost", by)]


def test_who_checked_evidence_cannot_be_deleted():
    by = UserFactory()
    EvidenceFactory(checked_by=by)

    with pytest.raises(ProtectedError):
        get_user_model().objects.filter(pk=by.pk).delete()


@pytest.mark.parametrize("model", [ApplicationRound, Evidence])
def test_rounds_and_evidence_are_deleted_with_a_trace(model: type):
    factory = RoundFactory if model is ApplicationRound else EvidenceFactory
    program = factory().program
    field = "rounds" if model is ApplicationRound else "evidence"

    with recording([program]):
        model.objects.get().delete()

    assert (told()[-1][0], told()[-1][2]) == (field, [])

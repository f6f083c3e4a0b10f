"""A process builds its first snapshot beside its requests."""

import threading

import pytest

from programs import catalogue
from programs.catalogue import keeper
from tests.factories import TODAY, ProgramFactory
from tests.threads import SECONDS


def prepare_and_wait() -> None:
    catalogue.prepare(TODAY)
    for thread in threading.enumerate():
        if thread.name == "catalogue":
            thread.join(SECONDS)


@pytest.mark.django_db(transaction=True)
def test_the_first_snapshot_is_built_in_a_thread():
    ProgramFactory()
    assert catalogue.kept() is None

    prepare_and_wait()

    assert len(catalogue.kept().programs) == 1
    assert 0 <= catalogue.age() < SECONDS


@pytest.mark.django_db(transaction=True)
def test_what_is_there_is_not_built_again(monkeypatch):
    snapshot = catalogue.current(TODAY)
    monkeypatch.setattr(keeper, "build", None)

    prepare_and_wait()

    assert catalogue.kept() is snapshot


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_told_and_tried_again(monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "build", None)
        prepare_and_wait()
    assert catalogue.kept() is None
    assert [record.getMessage() for record in caplog.records] == [
        "The catalogue could not be built."
    ]

    prepare_and_wait()

    assert catalogue.kept() is not None

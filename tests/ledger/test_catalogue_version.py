"""Each recording raises the catalogue's version for exactly the programs that changed in it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.utils import timezone

from programs.ledger import recording
from programs.models import Change, Program
from tests.catalogue.versions import raised
from tests.factories import OrganizationFactory, ProgramFactory, RoundFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_a_recording_marks_what_changed_of_what_it_names():
    one, other, _ = ProgramFactory.create_batch(3, cost="free")

    with raised() as seen, recording([one, other]):
        Program.objects.filter(pk=other.pk).update(cost="paid")

    assert (seen.by, seen.ids) == (1, [other.pk])


def test_a_recording_marks_new_programs():
    organization = OrganizationFactory()

    with raised() as seen, recording() as record:
        program = ProgramFactory.build(organization=organization)
        program.save()
        record.created([program])

    assert (seen.by, seen.ids) == (1, [program.pk])


def test_a_recording_marks_deleted_programs():
    program, pk = ProgramFactory(), Program.objects.get().pk
    Change.objects.all().delete()

    with raised() as seen, recording([program]):
        program.delete()

    assert (seen.by, seen.ids) == (1, [pk])


def test_a_tag_that_is_deleted_marks_the_programs_that_lose_it():
    tagged, other = ProgramFactory(topics=["nlp"]), ProgramFactory(topics=["vision"])

    with raised() as seen, recording([tagged, other]):
        tagged.topics.get().delete()

    assert (seen.by, seen.ids) == (1, [tagged.pk])


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda program: program.rounds.create(label="2027"), id="round"),
        pytest.param(lambda program: program.rounds.all().delete(), id="round-deleted"),
        pytest.param(lambda program: program.evidence.create(quote="So."), id="evidence"),
        pytest.param(lambda program: program.topics.add(TopicFactory()), id="tag"),
        pytest.param(lambda program: program.topics.clear(), id="tags-taken-away"),
    ],
)
def test_what_belongs_to_a_program_marks_it(write: Callable[[Program], Any]):
    program = RoundFactory(program=ProgramFactory(topics=["nlp"])).program

    with raised() as seen, recording([program]):
        write(program)

    assert (seen.by, seen.ids) == (1, [program.pk])


def test_a_recording_in_which_nothing_was_written_leaves_it():
    program = ProgramFactory()

    with raised() as seen, recording([program]):
        Program.objects.get()

    assert seen.by == 0


def test_bookkeeping_raises_it_and_marks_nothing():
    """Sitemaps tell when a program was updated; the catalogue does not."""
    program = ProgramFactory()

    with raised() as seen, recording([program]):
        Program.objects.update(updated_at=timezone.now())

    assert (seen.by, seen.ids) == (1, [])


def test_a_recording_that_fails_leaves_it():
    program = ProgramFactory()

    with raised() as seen, suppress(LookupError), recording([program]):
        Program.objects.update(name="Other")
        raise LookupError

    assert (seen.by, seen.ids) == (0, [])

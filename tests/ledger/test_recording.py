import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from programs.ledger import read_states, recording
from programs.models import Change, Program
from tests.factories import (
    ImportBatchFactory,
    OrganizationFactory,
    ProgramFactory,
    RoundFactory,
    TopicFactory,
    UserFactory,
)
from tests.ledger.history import changes, told

pytestmark = pytest.mark.django_db


# --- What is written, and when ---------------------------------------------------------------


def test_each_field_that_differs_is_its_own_change():
    program = ProgramFactory(cost="free", mentorship=None)

    with recording([program]):
        Program.objects.filter(pk=program.pk).update(cost="paid", mentorship=False)
        program.topics.add(TopicFactory(slug="nlp"))

    assert sorted(told()) == [
        ("cost", "free", "paid"),
        ("mentorship", None, False),
        ("topics", [], ["nlp"]),
    ]


def test_several_programs_are_told_apart():
    programs = [ProgramFactory(slug=f"p{number}") for number in range(3)]

    with recording(programs):
        Program.objects.filter(slug__in=["p0", "p2"]).update(degree_note="Same")

    assert [change.program.slug for change in changes()] == ["p0", "p2"]


def test_programs_may_be_named_by_id():
    program = ProgramFactory()

    with recording([program.pk]):
        Program.objects.update(degree_note="Changed")

    assert told() == [("degree_note", "", "Changed")]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda program: None, id="nothing-written"),
        pytest.param(lambda program: program.save(), id="saved-as-it-was"),
        pytest.param(
            lambda program: program.topics.set(reversed(program.topics.order_by("pk"))),
            id="tags-in-another-order",
        ),
        pytest.param(
            lambda program: (program.rounds.all().delete(), program.rounds.create(label="2026")),
            id="round-written-anew",
        ),
        pytest.param(
            lambda program: (
                Program.objects.update(name="Other"),
                Program.objects.update(name=program.name),
            ),
            id="there-and-back",
        ),
        pytest.param(
            lambda program: Program.objects.update(updated_at=timezone.now()), id="bookkeeping"
        ),
    ],
)
def test_no_change_writes_nothing(write: Callable[[Program], Any]):
    program = RoundFactory(program=ProgramFactory(topics=["nlp", "vision"]), label="2026").program
    written = len(changes())

    with recording([program]):
        write(program)

    assert len(changes()) == written


def test_a_new_program_is_one_row_with_its_whole_state():
    organization, topic = OrganizationFactory(), TopicFactory(slug="nlp")

    with recording() as record:
        program = ProgramFactory.build(slug="new", organization=organization)
        program.save()
        program.topics.add(topic)
        program.rounds.create(label="2027")
        record.created([program])

    [change] = Change.objects.all()
    assert (change.program, change.field, change.before, change.after) == (
        program,
        Change.CREATED,
        None,
        read_states([program.pk])[program.pk],
    )


def test_programs_made_in_bulk_are_one_row_each():
    organization = OrganizationFactory()

    with recording() as record:
        record.created(
            Program.objects.bulk_create(
                ProgramFactory.build(organization=organization) for _ in range(3)
            )
        )

    assert list(Change.objects.values_list("field", flat=True)) == [Change.CREATED] * 3


def test_a_program_made_and_another_changed_are_told_together():
    old = ProgramFactory(slug="old")

    with recording([old]) as record:
        new = ProgramFactory.build(slug="new", organization=old.organization)
        new.save()
        record.created([new])
        Program.objects.filter(pk=old.pk).update(successor=new)

    newest = Change.objects.order_by("-pk")[:2]
    assert {(change.program.slug, change.field) for change in newest} == {
        ("old", "successor"),
        ("new", Change.CREATED),
    }


def test_who_why_when_and_with_what_stand_on_every_row():
    program, by, batch = ProgramFactory(), UserFactory(), ImportBatchFactory()
    at = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)

    with recording([program], by=by, batch=batch, reason="The page says so.", at=at) as record:
        new = ProgramFactory.build(organization=program.organization)
        new.save()
        record.created([new])
        Program.objects.filter(pk=program.pk).update(cost="free")

    stamps = {
        (change.by, change.batch, change.reason, change.at)
        for change in Change.objects.order_by("-pk")[:2]
    }
    assert stamps == {(by, batch, "The page says so.", at)}


def test_a_command_leaves_no_name_and_the_moment_is_now():
    program = ProgramFactory()
    before = timezone.now()

    with recording([program]):
        Program.objects.update(cost="free")

    [change] = changes()
    assert (change.by, change.batch, change.reason) == (None, None, "")
    assert before <= change.at <= timezone.now()


# --- What can go wrong -----------------------------------------------------------------------


def fail_after(write: Callable[[Any], Any], *programs: Program) -> None:
    """Write in a recording that ends in an exception."""

    def fail() -> None:
        with recording(programs) as record:
            write(record)
            raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        fail()


def test_an_exception_undoes_the_data():
    program = ProgramFactory(cost="free")

    fail_after(lambda record: Program.objects.update(cost="paid"), program)

    program.refresh_from_db()
    assert program.cost == "free"


def test_an_exception_undoes_the_ledger():
    program = ProgramFactory()

    fail_after(lambda record: Program.objects.update(cost="paid"), program)

    assert told() == []


def test_an_exception_undoes_a_new_program():
    organization = OrganizationFactory()

    def write(record: Any) -> None:
        program = ProgramFactory.build(organization=organization)
        program.save()
        record.created([program])

    fail_after(write)

    assert (Program.objects.count(), Change.objects.count()) == (0, 0)


def test_after_an_exception_the_next_recording_works():
    program = ProgramFactory()
    fail_after(lambda record: None, program)

    with recording([program]):
        Program.objects.update(cost="free")

    assert told() == [("cost", "", "free")]


def test_a_recording_inside_another_is_refused():
    program = ProgramFactory()

    with (
        recording([program]),
        pytest.raises(RuntimeError, match=r"^A recording is open already: write inside it\.$"),
        recording([program]),
    ):
        pass


def test_after_a_refused_recording_the_outer_one_still_records():
    program = ProgramFactory()

    with recording([program]):
        with pytest.raises(RuntimeError), recording([program]):
            pass
        Program.objects.update(cost="free")

    assert told() == [("cost", "", "free")]


def test_a_recording_takes_as_many_queries_for_many_programs(django_assert_num_queries):
    programs = ProgramFactory.create_batch(20, organization=OrganizationFactory())

    # A savepoint and its release, the lock, twice seven reads, the update and the ledger; then
    # the catalogue's version and entries, and on PostgreSQL the foreign keys before them.
    expected = 22 + 2 * connection.features.has_select_for_update
    with django_assert_num_queries(expected), recording(programs):
        Program.objects.update(cost="free")

    assert len(changes()) == 20

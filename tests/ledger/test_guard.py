"""No write of curated data escapes the ledger: outside a recording, every door is shut."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.models import ProtectedError

from programs.catalogue.freshness import touching
from programs.ledger import (
    CURATED_FIELDS,
    UnrecordedWrite,
    UnseenWrite,
    read_states,
    recording,
)
from programs.ledger.guard import (
    curated_tables,
    is_recording,
    pause,
    refuse_unnoticed,
    resume,
    watch,
)
from programs.models import Alias, Change, Program
from tests.factories import (
    TODAY,
    EvidenceFactory,
    ImportBatchFactory,
    ReportFactory,
    UserFactory,
)
from tests.ledger.doors import DOORS, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_a_write_outside_a_recording_is_refused(program: Program, door: Callable):
    # One of the doors makes the tag first, which pages show.
    with pytest.raises((UnrecordedWrite, UnseenWrite)):
        door(program)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_raising_the_version_is_no_recording(program: Program, door: Callable):
    with pytest.raises(UnrecordedWrite), touching([program]):
        door(program)


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
def test_the_same_write_is_let_through_in_a_recording(program: Program, door: Callable):
    with recording([program]):
        door(program)

    assert not is_recording.get()


def test_a_refused_write_changes_nothing(program: Program):
    before = read_states([program.pk])

    with pytest.raises(UnrecordedWrite), transaction.atomic():
        Program.objects.update(name="Other")

    assert read_states([program.pk]) == before


def test_the_refusal_names_the_table_and_the_door():
    sentence = (
        r"^A write to programs_program outside programs\.ledger\.recording\(\) "
        r"would leave no history\.$"
    )

    with pytest.raises(UnrecordedWrite, match=sentence):
        Program.objects.update(name="Other")


def test_the_door_is_shut_again_after_a_recording(program: Program):
    with recording([program]):
        pass

    with pytest.raises(UnrecordedWrite):
        program.save()


def test_the_door_is_shut_again_after_an_exception(program: Program):
    with pytest.raises(LookupError), recording([program]):
        raise LookupError

    with pytest.raises(UnrecordedWrite):
        program.save()


# --- What the guard watches ------------------------------------------------------------------


def test_every_table_behind_a_curated_field_is_watched():
    behind = {Program._meta.db_table}
    for name in CURATED_FIELDS:
        field = Program._meta.get_field(name)
        if field.many_to_many:
            behind.add(field.remote_field.through._meta.db_table)
        elif field.one_to_many:
            behind.add(field.related_model._meta.db_table)

    assert curated_tables() == behind


def test_a_new_connection_is_watched():
    another = connection.copy()

    another.connect()
    watched = refuse_unnoticed in another.execute_wrappers
    another.close()

    assert watched


def test_watching_twice_is_watching_once():
    watch(connection=connection)

    assert connection.execute_wrappers.count(refuse_unnoticed) == 1


# --- What it lets through --------------------------------------------------------------------


def fill_everything_else(program: Program) -> None:
    """Write what is around programs: none of it is curated, and no page shows it."""
    by = UserFactory()
    ReportFactory(program=program).delete()
    ImportBatchFactory(received_by=by)
    Alias.objects.create(kind="topic", text="A", target="b")
    Change.objects.update(reason="So.")
    by.save()


def flush(program: Program) -> None:
    """Empty the database as `manage.py flush` does, without leaving the transaction."""
    connection.check_constraints()
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for sql in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(sql)


LET_THROUGH: dict[str, Callable[[Program], Any]] = {
    "read": lambda program: list(Program.objects.with_rounds_on(TODAY).with_last_check()),
    "read-under-lock": lambda program: list(Program.objects.select_for_update()),
    "read-again": lambda program: program.refresh_from_db(),
    "read-by-raw-sql": run("SELECT name AS updated FROM programs_program WHERE name = 'UPDATE'"),
    "other-tables": fill_everything_else,
    "other-tables-by-name-alike": run("UPDATE programs_linkcheck SET url = url"),
    "flush": flush,
}


@pytest.mark.parametrize("work", LET_THROUGH.values(), ids=LET_THROUGH)
def test_what_writes_nothing_shown_is_let_through(program: Program, work: Callable):
    work(program)  # and nothing is raised


def test_a_user_who_checked_evidence_is_kept_by_a_rule_not_by_the_guard(program: Program):
    by = UserFactory()
    EvidenceFactory(program=program, checked_by=by)

    with pytest.raises(ProtectedError):
        by.delete()


# --- Migrations ------------------------------------------------------------------------------


def test_migrations_may_rewrite_tables(program: Program):
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")

    Program.objects.update(name="Other")

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    program.refresh_from_db()
    assert program.name == "Other"


def test_the_door_is_shut_again_after_migrations(program: Program):
    call_command("migrate", verbosity=0)

    with pytest.raises(UnrecordedWrite):
        program.save()


def test_pausing_twice_and_resuming_once_shuts_the_door(program: Program):
    pause(using="default")
    pause(using="default")
    resume(using="default")

    with pytest.raises(UnrecordedWrite):
        program.save()

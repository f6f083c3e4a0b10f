"""Restoring: everything as it was, seen by every process; or nothing, with a sentence."""

import gzip
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from programs import catalogue
from programs.backups import database_of, restoring
from programs.catalogue.freshness import read_version
from programs.curation.queue import read_queue
from programs.ledger import recording
from programs.models import CatalogueVersion, Program
from programs.presentation import windows
from programs.presentation.windows import windows_of
from tests.backups.rows import FILLED, rows
from tests.factories import TODAY, ProgramFactory, UserFactory


def restore(file: Path, *arguments: str) -> str:
    """Run the command over what is there, unasked, and return what it says."""
    said = StringIO()
    call_command("restore", str(file), "--no-input", *arguments, stdout=said)
    return said.getvalue()


def change_everything() -> None:
    """Empty every table, and write something else."""
    call_command("flush", interactive=False, verbosity=0)
    UserFactory(username="somebody-else")
    ProgramFactory(slug="after", name="After the backup", closing_soon=True)


def shown() -> tuple[list[str], int, list[str]]:
    """What this process shows: names, how many deadlines, and what curators are to look at."""
    snapshot = catalogue.current(TODAY)
    for thread in threading.enumerate():
        if thread.name == "catalogue":
            thread.join(30)
            snapshot = catalogue.current(TODAY)
    names = [key[0] for block in snapshot.orders["name"].blocks for key in block.keys]
    queue = read_queue(TODAY).entries
    return names, len(windows_of(snapshot).closing), sorted(one.name for one in queue)


def test_everything_is_as_it_was(own_database, backup: Path):
    before = rows()
    assert all(before[table] for table in FILLED)
    change_everything()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE programs_later (id integer)")

    said = restore(backup, "--replace")

    assert rows() == before
    assert "2 programs and 1 account." in said
    assert "migrate" not in said
    # Keys go on where they were.
    assert UserFactory().pk > get_user_model().objects.get(username="curator").pk


def test_a_process_that_ran_before_shows_what_was_restored(own_database, tmp_path: Path):
    expected, version = shown(), read_version()
    call_command("backup", str(tmp_path / "file"), verbosity=0)
    change_everything()
    # No higher than that of the backup, as in another database, and known to this process.
    CatalogueVersion.objects.update(version=version)
    catalogue.forget()
    windows.forget()
    assert shown() != expected

    restore(tmp_path / "file", "--replace")

    assert shown() == expected
    with recording([program := Program.objects.get(slug="kept")]):
        Program.objects.filter(pk=program.pk).update(name="Edited since")
    assert "edited since" in map(str.lower, shown()[0])


def test_a_new_database_needs_no_leave(own_database, backup: Path):
    restore(backup, "--replace")
    before = rows()
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE {tables} CASCADE")
        else:
            cursor.execute("PRAGMA foreign_keys=OFF")
            for table in tables.split(", "):
                cursor.execute(f"DROP TABLE {table}")

    restore(backup)

    assert rows() == before


# --- Refused ---------------------------------------------------------------------------------


def refused(file: Path, *arguments: str) -> str:
    """Return why the command restores nothing; the database is as it was."""
    before, version = rows(), read_version()
    with pytest.raises(CommandError) as raised:
        restore(file, *arguments)
    assert (rows(), read_version()) == (before, version)
    assert str(raised.value).endswith("Nothing was changed.")
    return str(raised.value)


def cut(backup: Path) -> bytes:
    return backup.read_bytes()[:-1000]


def cut_inside(backup: Path) -> bytes:
    """As a disk that was full leaves a copy that is not packed."""
    copy = gzip.decompress(backup.read_bytes())
    return copy[: len(copy) * 2 // 3]


def of_the_other_kind(_: Path) -> bytes:
    is_sqlite = connection.vendor == "sqlite"
    return gzip.compress(b"PGDMP and more" if is_sqlite else b"SQLite format 3\x00 and more")


BAD: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "no-backup": (lambda _: b"slug,name", "is not a backup"),
    "cut": (cut, "is not whole"),
    "cut-inside": (cut_inside, "damaged|pg_restore failed"),
    "other-kind": (of_the_other_kind, "is a backup of (PostgreSQL|SQLite), and the database is"),
}


@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_what_can_not_be_restored_is_told(own_database, backup, tmp_path, make, sentence):
    (tmp_path / "file").write_bytes(make(backup))

    assert re.search(sentence, refused(tmp_path / "file", "--replace"))


@pytest.mark.sqlite
def test_a_database_of_something_else_is_refused(own_database, tmp_path: Path):
    with closing(sqlite3.connect(tmp_path / "file")) as other:
        other.execute("CREATE TABLE django_migrations (app, name)")

    assert "has no tables of Careerpaths" in refused(tmp_path / "file", "--replace")


def applied(name: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change, ["programs", name])


FORGET = "DELETE FROM django_migrations WHERE app = %s AND name = %s"
NOTE = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-11-28')"


def test_a_backup_of_newer_code_is_refused(own_database, tmp_path: Path):
    applied("9999_of_tomorrow", NOTE)
    call_command("backup", str(tmp_path / "file"), verbosity=0)
    applied("9999_of_tomorrow", FORGET)

    said = refused(tmp_path / "file", "--replace")

    assert "comes from newer code, which has programs.9999_of_tomorrow" in said


def test_a_backup_of_older_code_says_what_to_run(own_database, tmp_path: Path):
    applied("0009_publishing_day", FORGET)
    call_command("backup", str(tmp_path / "file"), verbosity=0)

    said = restore(tmp_path / "file", "--replace")

    applied("0009_publishing_day", NOTE)
    assert "Run `manage.py migrate` now: it applies programs.0009_publishing_day." in said


def test_a_database_with_data_is_not_replaced_unasked(own_database, backup: Path):
    assert "holds 2 programs and" in refused(backup)


@pytest.mark.parametrize("answer", ["no", None], ids=["another-name", "nobody"])
def test_the_name_of_the_database_is_asked_for(own_database, backup, monkeypatch, answer):
    def type_it(_: str) -> str:
        if answer is None:
            raise EOFError
        return answer

    before = rows()
    monkeypatch.setattr("builtins.input", type_it)

    with pytest.raises(CommandError, match="That is not the name of the database"):
        call_command("restore", str(backup), "--replace", stdout=StringIO())
    assert rows() == before


def test_who_types_the_name_gets_the_backup(own_database, backup, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: database_of(connection).name)
    said = StringIO()

    call_command("restore", str(backup), "--replace", stdout=said)

    assert "will replace everything in" in said.getvalue()
    assert "Restored" in said.getvalue()


def test_what_fails_at_the_very_end_changes_nothing(own_database, backup, monkeypatch):
    monkeypatch.setattr(restoring, "after_restore", lambda _: ("SELECT no_such_column",))

    assert "no_such_column" in refused(backup, "--replace")


@pytest.mark.sqlite
def test_a_database_that_is_damaged_itself_is_told(own_database, backup, tmp_path, monkeypatch):
    connection.close()
    (tmp_path / "damaged").write_bytes(b"no database" * 1000)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "damaged"))

    with pytest.raises(CommandError, match=r"can't be read: file is not a database\. Nothing was"):
        restore(backup, "--replace")
    connection.close()


# --- Beside others ---------------------------------------------------------------------------


@pytest.mark.sqlite
def test_who_reads_meanwhile_finishes_with_what_was_there(own_database, backup: Path):
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as reader:
        reader.execute("BEGIN")
        (before,) = reader.execute("SELECT count(*) FROM auth_user").fetchone()
        UserFactory()

        restore(backup, "--replace")

        assert reader.execute("SELECT count(*) FROM auth_user").fetchone() == (before,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM auth_user").fetchone() == (1,)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)

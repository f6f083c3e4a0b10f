"""PostgreSQL's own programs: found or asked for by name, and never told a password where others
could read it."""

import subprocess
from pathlib import Path

import pytest
from django.db import connection

from programs.backups import BackupError, database_of

pytestmark = pytest.mark.postgresql


def pretend(directory: Path, prints: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a pg_dump that prints this as its version in the place of all programs."""
    program = directory / "pg_dump"
    program.write_text(f"#!/bin/sh\necho '{prints}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(directory))


def test_a_missing_program_is_named(own_database, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match=r"pg_dump is not here\. Install the client programs of"):
        database_of(connection).copy(tmp_path / "copy")


def test_a_program_that_is_older_than_the_server_is_not_used(own_database, tmp_path, monkeypatch):
    pretend(tmp_path, "pg_dump (PostgreSQL) 9.6.24", monkeypatch)

    with pytest.raises(BackupError, match=r"pg_dump is 9, older than the server, 1[0-9]\."):
        database_of(connection).copy(tmp_path / "copy")


def test_a_password_is_on_no_command_line(own_database, backup: Path, tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "s3cret")
    commands, environments = [], []
    popen = subprocess.Popen

    def spy(command, **more):
        commands.append([str(word) for word in command])
        environments.append(more.get("env") or {})
        return popen(command, **more)

    monkeypatch.setattr(subprocess, "Popen", spy)

    database = database_of(connection)
    database.copy(tmp_path / "copy")
    database.check(tmp_path / "copy")
    database.replace(tmp_path / "copy", ())

    assert {Path(command[0]).name for command in commands} == {"pg_dump", "pg_restore", "psql"}
    assert "s3cret" not in str(commands)
    assert any(environment.get("PGPASSWORD") == "s3cret" for environment in environments)
    assert "s3cret" not in repr(database)


def test_a_server_that_is_gone_is_told(own_database, tmp_path: Path, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))

    with pytest.raises(BackupError, match=r"The server doesn't answer|pg_dump failed: connection"):
        database_of(connection).copy(tmp_path / "copy")

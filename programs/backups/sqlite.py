"""SQLite: its own online backup, in both directions. It reads and writes WAL like any process."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3._functions import register

from programs.backups.files import BackupError


class Sqlite:
    """A file of SQLite."""

    kind = "sqlite3"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        if connection.is_in_memory_db():
            raise BackupError("The database is in memory alone: there is nothing to keep.")
        self._file = Path(connection.settings_dict["NAME"]).absolute()
        self.name = self._file.name

    def copy(self, to: Path) -> None:
        if not self._file.exists():
            raise BackupError(f"There is no database {self._file}.")
        with (
            _told("The database can't be copied"),
            closing(_open(self._file)) as live,
            closing(_open(to)) as copy,
        ):
            # One step, hence one moment: with WAL nobody waits for it.
            live.backup(copy)
            # A single file, which can be read where nothing can be written.
            copy.execute("PRAGMA journal_mode=DELETE")

    def check(self, copy: Path) -> set[tuple[str, str]]:
        with _told("The copy is damaged"), closing(_open(copy)) as opened:
            # The check holds every row against its constraints, which call functions of Django.
            register(opened)
            if (found := opened.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise BackupError(f"The copy is damaged: {found}.")
            if row := opened.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError(f"The copy is damaged: {row[0]} names a row of {row[2]} in vain.")
            if not _has_table(opened, "django_migrations"):
                return set()
            return set(opened.execute("SELECT app, name FROM django_migrations"))

    def replace(self, copy: Path, then: tuple[str, ...]) -> None:
        with (
            _told("The database can't be replaced, and is as it was"),
            closing(_open(copy)) as source,
            closing(_open(self._file)) as live,
        ):
            with source:
                for statement in then:
                    source.execute(statement)
            # One transaction of SQLite: who reads goes on with what was there, then sees this.
            live.execute("PRAGMA synchronous=FULL")
            source.backup(live, progress=_give_up)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=30)


def _give_up(status: int, *_: int) -> None:
    """Stop waiting for somebody else's transaction, as `backup` itself never does."""
    if status == sqlite3.SQLITE_BUSY:
        raise sqlite3.OperationalError("somebody has been writing to it for half a minute")


def _has_table(opened: sqlite3.Connection, name: str) -> bool:
    found = opened.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name])
    return found.fetchone() is not None


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"{what}: {error}.") from None

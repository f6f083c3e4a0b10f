"""What either kind of database can do with a copy of itself."""

from pathlib import Path
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from programs.backups.postgres import Postgres
from programs.backups.sqlite import Sqlite

Migrations = set[tuple[str, str]]
"""Migrations that are applied, as app and name."""


class Database(Protocol):
    """The database of the site. All three methods raise BackupError with a sentence."""

    kind: str
    """Stands in the name of a backup."""
    name: str
    """What people call the database, without a password."""

    def copy(self, to: Path) -> None:
        """Write a copy of the database as it is at one moment, while others write."""

    def check(self, copy: Path) -> Migrations:
        """Read a copy from end to end, and return what was applied to it."""

    def replace(self, copy: Path, then: tuple[str, ...]) -> None:
        """Put a copy in the place of everything, and run the statements: all at once, or nothing.

        Processes that have the database open see it at their next query.
        """


def database_of(connection: BaseDatabaseWrapper) -> Database:
    """Return the database of a connection."""
    return Sqlite(connection) if connection.vendor == "sqlite" else Postgres(connection)

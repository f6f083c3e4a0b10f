"""Putting a backup in the place of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader

from programs.backups.database import Database, Migrations
from programs.backups.files import BackupError, unpack, workplace
from programs.catalogue.freshness import after_restore, read_version
from programs.models import CatalogueVersion, Change, Program

_KINDS = {"sqlite3": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that was unpacked and checked, and fits the database and the code."""

    missing: list[str]
    """The migrations that `migrate` has to apply to it: `programs.0009_publishing_day`."""
    _database: Database
    _copy: Path
    _has_catalogue: bool

    def restore(self) -> None:
        """Replace everything in the database. Raises BackupError if nothing was replaced."""
        tables = connection.introspection.table_names()
        version = read_version() if CatalogueVersion._meta.db_table in tables else 0
        # What is open here would be in the way.
        connection.close()
        then = after_restore(version) if self._has_catalogue else ()
        self._database.replace(self._copy, then)


@contextmanager
def opened(file: Path, database: Database) -> Iterator[Opened]:
    """Give a backup to restore. Raises BackupError for any other file, and for one that is damaged,
    of another kind of database or of newer code."""
    with workplace() as directory:
        copy = directory / "copy"
        kind = unpack(file, copy)
        if kind != database.kind:
            made_of, wanted = _KINDS[kind], _KINDS[database.kind]
            raise BackupError(f"{file} is a backup of {made_of}, and the database is {wanted}.")
        applied = database.check(copy)
        refuse_foreign(applied, str(file))
        known = MigrationLoader(None).disk_migrations
        if newer := _newer(applied, known):
            raise BackupError(
                f"{file} comes from newer code, which has {', '.join(newer)}: install that first."
            )
        missing = sorted(".".join(key) for key in known.keys() - _done(applied, known))
        has_catalogue = ("programs", "0002_catalogue_version") in applied
        yield Opened(missing, database, copy, has_catalogue)


def refuse_foreign(applied: Migrations, what: str) -> None:
    """Raise BackupError if a database with these migrations is not one of Careerpaths."""
    if not any(app == "programs" for app, _ in applied):
        raise BackupError(f"{what} has no tables of Careerpaths.")


def has_data() -> bool:
    """Return whether the database has what a person would miss: programs, history, accounts."""
    try:
        tables = set(connection.introspection.table_names())
        return any(
            model._meta.db_table in tables and model._default_manager.exists()
            for model in (Program, Change, get_user_model())
        )
    except Error as error:
        raise BackupError(f"The database can't be read: {error}.") from None


def _done(applied: Migrations, known: dict) -> Migrations:
    """Return what is applied, by itself or as all that it replaces."""
    replacing = {key for key, one in known.items() if one.replaces and applied >= {*one.replaces}}
    return applied | replacing


def _newer(applied: Migrations, known: dict) -> list[str]:
    """Return the migrations that the apps of this code don't have."""
    apps = {app for app, _ in known}
    replaced = {key for migration in known.values() for key in migration.replaces}
    return sorted(
        f"{app}.{name}"
        for app, name in applied - replaced
        if app in apps and (app, name) not in known
    )

"""A database of its own for tests that replace it, and programs in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.backups.rows import make_everything


@contextmanager
def database_like(shared: BaseDatabaseWrapper, directory: Path) -> Iterator[str]:
    """Make a copy of the database of the tests, and give its name."""
    if shared.vendor == "sqlite":
        shared.ensure_connection()
        file = directory / "own.sqlite3"
        with closing(sqlite3.connect(file)) as copy:
            shared.connection.backup(copy)
        yield str(file)
        return
    template = shared.settings_dict["NAME"]
    name = f"{template}_own"
    # A template must not be in use.
    shared.close()
    shared.close_pool()
    with shared._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield name
    finally:
        with shared._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def transactional_db() -> None:
    """Nothing: by this name pytest-django knows that somebody will ask a database."""


@pytest.fixture(scope="module")
def own_database(
    transactional_db, django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BaseDatabaseWrapper]:
    """The default database, until the module ends: with something in every table."""
    shared = connections["default"]
    directory = tmp_path_factory.mktemp("database")
    with (
        django_db_blocker.unblock(),
        database_like(shared, directory) as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        own = shared.copy()
        own.settings_dict["NAME"] = name
        # A pool belongs to the alias, hence to the other database.
        own.settings_dict["OPTIONS"].pop("pool", None)
        # For this thread, and for others that connect.
        patch.setitem(connections.settings, "default", own.settings_dict)
        connections["default"] = own
        try:
            make_everything()
            yield own
        finally:
            own.close()
            connections["default"] = shared


@pytest.fixture(scope="module")
def backup(own_database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of `own_database`."""
    directory = tmp_path_factory.mktemp("backups")
    call_command("backup", str(directory), verbosity=0)
    (file,) = directory.iterdir()
    return file

"""Where a piece of work reads from: the database, or nowhere while that is gone.

A router asks here for every query, so nothing between a page and its rows has to know.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError

GONE = (OperationalError, InterfaceError)
"""What is raised where a database does not answer; `is_gone` tells it from a fault of ours."""

_NOWHERE = ""
_source: ContextVar[str] = ContextVar("source", default=DEFAULT_DB_ALIAS)


class Router:
    def db_for_read(self, *_: Any, **__: Any) -> str:
        """Return the database to read from. Raises OperationalError inside `nowhere`."""
        source = _source.get()
        if source == _NOWHERE:
            raise OperationalError("The database is known to be gone, and is not asked.")
        return source


@contextmanager
def nowhere() -> Iterator[None]:
    """Let every query fail at once, where asking would mean to wait for a database that is gone."""
    token = _source.set(_NOWHERE)
    try:
        yield
    finally:
        _source.reset(token)


def is_gone(error: BaseException) -> bool:
    """Return whether the error means that the database does not answer, or not in time.

    SQLite tells a statement that is wrong by the same class. A table that is missing there is a
    file that is: SQLite makes an empty one in its place.
    """
    if not isinstance(error, GONE):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_ERROR:
        return str(cause).startswith("no such table")
    return True

"""Where a piece of work reads from: the primary, a replica, or nowhere while all are gone.

A router asks here for every query, so nothing between a page and its rows has to know. What nobody
said otherwise of reads from the primary: forms, the admin, commands, threads.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError

GONE = (OperationalError, InterfaceError)
"""What is raised where a database does not answer; `is_gone` tells it from a fault of ours."""

_NOWHERE = ""
_source: ContextVar[str] = ContextVar("source", default=DEFAULT_DB_ALIAS)


class Router:
    """Sends reads to where the work at hand reads from, and every write to the primary."""

    def db_for_read(self, *_: Any, **__: Any) -> str:
        """Return the database to read from. Raises OperationalError inside `nowhere`."""
        return source()

    def db_for_write(self, *_: Any, **__: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_: Any, **__: Any) -> bool:
        """Return that rows may be related wherever they were read: all are the same data."""
        return True

    def allow_migrate(self, db: str, *_: Any, **__: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def source() -> str:
    """Return the database that is read from here. Raises OperationalError inside `nowhere`."""
    alias = _source.get()
    if alias == _NOWHERE:
        raise OperationalError("The database is known to be gone, and is not asked.")
    return alias


def is_replica() -> bool:
    """Return whether a copy is read, which may be older than the primary."""
    return _source.get() not in (DEFAULT_DB_ALIAS, _NOWHERE)


def nowhere() -> AbstractContextManager[None]:
    """Let every query fail at once, where asking would mean to wait for a database that is gone."""
    return reading(_NOWHERE)


@contextmanager
def reading(alias: str) -> Iterator[None]:
    """Read from this database."""
    token = _source.set(alias)
    try:
        yield
    finally:
        _source.reset(token)


def inside(
    context: Callable[[], AbstractContextManager[None]], parts: Iterable[bytes]
) -> Iterator[bytes]:
    """Yield the parts of an answer that is made while it is sent, each made in a context anew.

    Between them the server is at work, and perhaps on the answer to somebody else.
    """
    parts, end = iter(parts), object()
    while True:
        with context():
            part = next(parts, end)
        if part is end:
            return
        yield part


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

"""A database connection refuses to write what would leave no history, or not show.

Curated data may be written inside `ledger.recording` alone; what else public pages show, inside
that or inside `catalogue.touching`, which tell every process that pages have changed.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from programs.catalogue.freshness import is_touching, now_touched

is_recording: ContextVar[bool] = ContextVar("is_recording", default=False)

_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.S)
_WRITE = re.compile(
    r"\b(?:(?:INSERT|REPLACE|MERGE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)"
    r'\s+(?:ONLY\s+)?"?(\w+)',
    re.I,
)
# How `flush` empties a database on SQLite, history and all. The ORM writes no semicolon.
_FLUSH = re.compile(r'DELETE FROM "\w+";')


class UnrecordedWrite(Exception):
    """Curated data would have changed without a row in the ledger."""


class UnseenWrite(Exception):
    """Data that pages show would have changed, and the pages would not."""


@cache
def curated_tables() -> frozenset[str]:
    """Return the names of the tables that hold curated data."""
    program = apps.get_model("programs", "Program")
    models = [
        program,
        *(field.remote_field.through for field in program._meta.many_to_many),
        apps.get_model("programs", "ApplicationRound"),
        apps.get_model("programs", "Evidence"),
    ]
    return frozenset(model._meta.db_table for model in models)


@cache
def shown_tables() -> frozenset[str]:
    """Return the names of the tables that pages show and the ledger does not keep."""
    names = ["Organization", "Topic", "Role", "Audience", "Location", "Check", "Guide", "Redirect"]
    return frozenset(apps.get_model("programs", name)._meta.db_table for name in names)


def refuse_unnoticed(
    execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run the statement, or raise UnrecordedWrite or UnseenWrite if it is outside its verb.

    Inside, the first that writes what pages show tells the catalogue that there is something new.
    """
    touched = now_touched()
    if is_recording.get() and (touched is None or touched.has_written):
        # Nothing to refuse and nothing to tell: long statements take long to read.
        return execute(sql, params, many, context)
    tables = _written(str(sql))
    if not is_recording.get():
        _refuse(tables)
    if touched and not tables.isdisjoint(curated_tables() | shown_tables()):
        touched.has_written = True
    return execute(sql, params, many, context)


def _refuse(tables: set[str]) -> None:
    if table := min(tables & curated_tables(), default=""):
        raise UnrecordedWrite(
            f"A write to {table} outside programs.ledger.recording() would leave no history."
        )
    if not is_touching.get() and (table := min(tables & shown_tables(), default="")):
        raise UnseenWrite(
            f"A write to {table} outside programs.catalogue.touching() and "
            "programs.ledger.recording() would not show on pages that are kept."
        )


def _written(sql: str) -> set[str]:
    """Return the tables that a statement writes."""
    if sql.startswith("SELECT ") or _FLUSH.fullmatch(sql):
        return set()
    return {table.lower() for table in _WRITE.findall(_COMMENT.sub(" ", sql))}


def watch(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Guard a connection; again and again does no harm."""
    if refuse_unnoticed not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unnoticed)


def pause(*, using: str, **_: Any) -> None:
    """Let migrations rewrite tables: they change the form of data, under review."""
    wrappers = connections[using].execute_wrappers
    if refuse_unnoticed in wrappers:
        wrappers.remove(refuse_unnoticed)


def resume(*, using: str, **_: Any) -> None:
    """Guard the connection again after migrations."""
    watch(connection=connections[using])

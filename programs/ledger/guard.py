"""A database connection refuses to write curated data that no recording would notice."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

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


def refuse_unrecorded(
    execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run the statement, or raise UnrecordedWrite if it writes curated data outside a recording."""
    if not is_recording.get() and (table := _written(str(sql))):
        raise UnrecordedWrite(
            f"A write to {table} outside programs.ledger.recording() would leave no history."
        )
    return execute(sql, params, many, context)


def _written(sql: str) -> str:
    """Return the curated table that a statement writes; empty if it writes none."""
    if sql.startswith("SELECT ") or _FLUSH.fullmatch(sql):
        return ""
    tables = {table.lower() for table in _WRITE.findall(_COMMENT.sub(" ", sql))}
    return min(tables & curated_tables(), default="")


def watch(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Guard a connection; again and again does no harm."""
    if refuse_unrecorded not in connection.execute_wrappers:
        connection.execute_wrappers.append(refuse_unrecorded)


def pause(*, using: str, **_: Any) -> None:
    """Let migrations rewrite tables: they change the form of data, under review."""
    wrappers = connections[using].execute_wrappers
    if refuse_unrecorded in wrappers:
        wrappers.remove(refuse_unrecorded)


def resume(*, using: str, **_: Any) -> None:
    """Guard the connection again after migrations."""
    watch(connection=connections[using])

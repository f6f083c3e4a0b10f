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

# A DELETE without WHERE is the `flush` of a whole database, history and all.
_WRITE = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM(?=.* WHERE )) "(\w+)"', re.S)


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
    if not is_recording.get():
        match = _WRITE.match(str(sql))
        if match and match[1] in curated_tables():
            raise UnrecordedWrite(
                f"A write to {match[1]} outside programs.ledger.recording() would leave no history."
            )
    return execute(sql, params, many, context)


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

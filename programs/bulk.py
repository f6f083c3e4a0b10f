"""Many rows at once.

`bulk_create` compiles every value of every object: on tables of sixty columns that takes four times
as long as the database itself.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

_BATCH = 1_000
_AS_THEY_ARE = {
    models.BooleanField,
    models.CharField,
    models.ForeignKey,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.SlugField,
    models.TextField,
    models.URLField,
}


@contextmanager
def unmapped() -> Iterator[None]:
    """Read a SQLite database without mapping its file into memory.

    Else all that a long run goes through counts as memory of the process, up to what may be mapped.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    # Past Django, since this must work in a transaction that is broken too.
    database = connection.connection
    mapped = database.execute("PRAGMA mmap_size").fetchone()
    database.execute("PRAGMA mmap_size = 0")
    try:
        yield
    finally:
        if mapped and connection.connection is database:
            database.execute(f"PRAGMA mmap_size = {mapped[0]}")


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values for these fields; those of foreign keys are ids.

    Fields that are not named get what the database gives them: name all that have a default of
    ours, `auto_now` ones included. One transaction.
    """
    fields = [model._meta.get_field(name) for name in names]
    prepare = [_prepare(field) for field in fields]
    columns = [field.column for field in fields]
    add = _add_as_json if connection.vendor == "postgresql" else _add_one_by_one
    pending = iter(rows)
    with transaction.atomic(savepoint=False):
        while chunk := list(islice(pending, _BATCH)):
            values = [
                [make(value) if make else value for make, value in zip(prepare, row, strict=True)]
                for row in chunk
            ]
            add(model._meta.db_table, columns, values)


def _add_one_by_one(table: str, columns: Sequence[str], rows: list[list[Any]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_quoted(table)} ({_quoted(*columns)}) VALUES ({marks})",  # nosec B608 # _quoted
            rows,
        )


def _add_as_json(table: str, columns: Sequence[str], rows: list[list[Any]]) -> None:
    """Insert rows with one parameter for all: PostgreSQL parses and plans each statement anew."""
    said = json.dumps(
        [dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, default=_plain
    )
    named = _quoted(*columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_quoted(table)} ({named}) "  # nosec B608 # _quoted
            f"SELECT {named} FROM json_populate_recordset(NULL::{_quoted(table)}, %s)",
            [said],
        )


def _quoted(*names: str) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _plain(value: Any) -> Any:
    """Return a value for PostgreSQL as JSON has it. Raises TypeError if JSON has none."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't be inserted so.")


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _prepare(field: models.Field) -> Callable[[Any], Any] | None:
    """Return what turns a value into one for the database, None if it is one already."""
    if type(field) in _AS_THEY_ARE:
        return None
    if type(field) is models.JSONField and not field.encoder:
        return None if connection.vendor == "postgresql" else _json
    return partial(field.get_db_prep_save, connection=connection)

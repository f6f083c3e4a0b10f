"""The catalogue's version: every write to anything that a public page shows raises it by one.

A process compares it with the version of what it holds, and reads only what changed since. The
version's row stays locked until the transaction ends, so that transactions commit in the order of
their versions: whoever reads version n finds all that the versions up to n have written.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import F, QuerySet

from programs.models import CatalogueEntry, CatalogueVersion, Program
from programs.reading import source

Programs = Iterable[Program | int]
"""Programs, their ids, or a queryset of either."""

EVERYTHING = 0
"""In an entry, in place of a program: all may have changed, for a backup was restored."""

_BATCH = 1_000
_ROW = 1
_LEAP = 10**6
_CHANCE = 10**12


class Touched:
    """What is being written in one transaction, as far as public pages show it."""

    def __init__(self) -> None:
        self.has_written = False
        """Whether anything that pages show was written: the connection's guard notes it."""
        self._ids: set[int] = set()
        self._querysets: list[QuerySet] = []

    def add(self, programs: Programs) -> None:
        """Note programs of which pages show something that is written here.

        A queryset is read at the end, under the version's lock: who changes what is in it after
        that says so at a later version.
        """
        if isinstance(programs, QuerySet):
            self._querysets.append(programs)
        else:
            self._ids.update(getattr(program, "pk", program) for program in programs)

    def settle(self) -> None:
        """Raise the version if there is anything to tell."""
        if self.has_written or self._ids or self._querysets:
            bump(self._read_ids())

    def _read_ids(self) -> Iterator[int]:
        yield from self._ids
        for programs in self._querysets:
            yield from programs.values_list("pk", flat=True)


is_touching: ContextVar[bool] = ContextVar("is_touching", default=False)
_outermost: ContextVar[Touched | None] = ContextVar("outermost", default=None)


@contextmanager
def touching(programs: Programs = ()) -> Iterator[Touched]:
    """Write inside what public pages show; at the end the version is raised for these programs.

    One transaction. `add()` on what it gives notes further programs. Inside another one, or in a
    recording, the outermost raises the version for all of them, once: so work that takes several
    recordings belongs inside one `touching()`, else the later ones would lock programs while others
    wait for the version. Where nothing was written and no program is named, nothing is raised.
    """
    outer = _outermost.get()
    with transaction.atomic():
        touched = outer or Touched()
        touched.add(programs)
        with _set(_outermost, touched), _set(is_touching, True):
            yield touched
        if not outer:
            touched.settle()


@contextmanager
def _set(variable: ContextVar[Any], value: Any) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def now_touched() -> Touched | None:
    """Return what the open `touching()` gave, the outermost one's; None outside."""
    return _outermost.get()


def bump(program_ids: Iterable[int] = ()) -> int:
    """Raise the version by one, note it as that of these programs, and return it.

    Call it last in a transaction: until that ends, all who raise the version wait. The ids are read
    when nobody else can raise it any more. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Raise the catalogue's version in the transaction of what was written.")
    if connection.features.has_select_for_update:
        # Foreign keys lock the rows that they name, by default at commit. Whoever has locked such
        # a row may be waiting for the version then, so take these locks before it, not after.
        connection.check_constraints()
    version = _raised()
    ids = sorted(set(program_ids))
    for start in range(0, len(ids), _BATCH):
        CatalogueEntry.objects.bulk_create(
            [CatalogueEntry(program_id=pk, version=version) for pk in ids[start : start + _BATCH]],
            update_conflicts=True,
            unique_fields=["program_id"],
            update_fields=["version"],
        )
    return version


def _raised() -> int:
    only = CatalogueVersion.objects.filter(pk=_ROW)
    if not only.update(version=F("version") + 1):
        # The first of all; or two first ones at once, of which the later waits for the other here.
        CatalogueVersion.objects.bulk_create([CatalogueVersion(pk=_ROW)], ignore_conflicts=True)
        only.update(version=F("version") + 1)
    return only.values_list("version", flat=True).get()


def read_version() -> int:
    """Return the version of the database that is read from, 0 if nothing was written yet.

    One query.
    """
    # Every request asks this: written out, it takes half as long as a queryset.
    database = connections[source()]
    table = database.ops.quote_name(CatalogueVersion._meta.db_table)
    with database.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {table} WHERE id = %s", [_ROW])  # nosec B608 # ours
        row = cursor.fetchone()
    return row[0] if row else 0


def changed_since(version: int, *, limit: int | None = None) -> list[int] | None:
    """Return the ids of programs that changed after that version, deleted ones included.

    None if they can't be named, or are more than `limit`: whoever asks has to read all.
    """
    changed = CatalogueEntry.objects.filter(version__gt=version).order_by("version", "pk")
    ids = list(changed.values_list("pk", flat=True)[: None if limit is None else limit + 1])
    return None if EVERYTHING in ids or (limit is not None and len(ids) > limit) else ids


def after_restore(version: int) -> tuple[str, ...]:
    """Return the SQL that tells every process that a backup is in the place of what it knows.

    `version` is that of the database before. The new one is far above both: versions that came
    after the backup, or while it was restored, are on pages that browsers and caches keep, and no
    page of theirs may come to stand for another. Chance makes it another one each time, since the
    version before may be lost and the same backup be restored again. The statements belong into the
    transaction of the restore; the backup has the tables of this module.
    """
    leap = _LEAP + secrets.randbelow(_CHANCE)
    versions, entries = (model._meta.db_table for model in (CatalogueVersion, CatalogueEntry))
    raised = f"CASE WHEN kept.version < {version} THEN {version} ELSE kept.version END + {leap}"
    return (  # nosec B608 # names of our tables and numbers
        f"INSERT INTO {versions} AS kept (id, version) VALUES ({_ROW}, {version + leap}) "  # nosec B608
        f"ON CONFLICT (id) DO UPDATE SET version = {raised}",
        f"INSERT INTO {entries} (program_id, version) SELECT {EVERYTHING}, version FROM {versions} "  # nosec B608
        f"WHERE id = {_ROW} ON CONFLICT (program_id) DO UPDATE SET version = excluded.version",
    )

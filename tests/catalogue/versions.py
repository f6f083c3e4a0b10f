"""What the catalogue's version and entries say, for tests to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from programs.catalogue.freshness import after_restore, changed_since, read_version
from programs.models import CatalogueEntry


@dataclass
class Raised:
    """By how much the version was raised, and for which programs."""

    by: int = 0
    ids: list[int] = field(default_factory=list)


@contextmanager
def raised() -> Iterator[Raised]:
    """Give what happens inside to the version; it is filled in at the end, exceptions included."""
    seen, before = Raised(), read_version()
    try:
        yield seen
    finally:
        seen.by = read_version() - before
        seen.ids = sorted(changed_since(before, limit=1_000))


def entries() -> dict[int, int]:
    """Return the version of each program's entry by id."""
    return dict(CatalogueEntry.objects.values_list("pk", "version"))


def restored(before: int) -> None:
    """Tell of a restore, over a database that had this version."""
    with connection.cursor() as cursor:
        for statement in after_restore(before):
            cursor.execute(statement)

"""What each source said last: read from the rows of its batches that went in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from programs.choices import Publication
from programs.csv_import.merge import LastWord
from programs.models import Program, RowChange

_EDITION = b"2"
"""Raise it when the same cells come to mean something else: rows are then read again."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last row of a source that went in for a key."""

    pk: int
    slug: str
    digest: str


class Memory:
    """The last words of one source. Of a source without a name nothing is remembered."""

    def __init__(self, source: str) -> None:
        self.source = source

    def rows(self, keys: Iterable[str]) -> dict[str, Remembered]:
        """Return what is remembered by key. Two queries.

        Of a program that is archived no digest: the same cells may bring it back.
        """
        if not self.source:
            return {}
        rows = RowChange.objects.filter(batch__source=self.source, key__in=keys, went_in=True)
        # Later words stand: a dict keeps the last.
        found = {
            key: rest
            for key, *rest in rows.order_by("batch__applied_at", "pk").values_list(
                "key", "pk", "slug", "digest", "program"
            )
        }
        # Not joined: right after a large import, PostgreSQL takes the table of programs for empty.
        programs = Program.objects.filter(pk__in={program for *_, program in found.values()})
        archived = programs.filter(publication=Publication.ARCHIVED).order_by()
        resting = set(archived.values_list("pk", flat=True))
        return {
            key: Remembered(pk, slug, "" if program in resting else digest)
            for key, (pk, slug, digest, program) in found.items()
        }

    def words(self, rows: Iterable[Remembered]) -> dict[int, LastWord]:
        """Return what the rows say, by their id. One query."""
        ids = [row.pk for row in rows]
        if not ids:
            return {}
        columns = ("pk", "after", "said", "batch__applied_at")
        found = RowChange.objects.filter(pk__in=ids).values_list(*columns)
        return {pk: LastWord(said or after, at) for pk, after, said, at in found}

    def absent(self, keys: set[str]) -> list[str]:
        """Return the slugs of programs that the source once had and that are not in these keys."""
        if not self.source:
            return []
        rows = RowChange.objects.filter(batch__source=self.source, went_in=True)
        pairs = rows.order_by().values_list("key", "slug").distinct()
        return sorted({slug for key, slug in pairs if key not in keys and slug})


class Digests:
    """Digests of rows of one file: equal for cells that say the same under the same columns."""

    def __init__(self, names: Sequence[str], constants: dict[str, str]) -> None:
        about = [*names, *(f"{name}={text}" for name, text in sorted(constants.items()))]
        self._start = blake2b("\x1f".join(about).encode(), digest_size=16, salt=_EDITION)

    def of(self, cells: Sequence[str]) -> str:
        """Return the digest of a row."""
        digest = self._start.copy()
        digest.update("\x1f".join(cells).encode())
        return digest.hexdigest()

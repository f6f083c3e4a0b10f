"""Programs as files that the import reads back."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from programs.csv_import.columns import COLUMNS, ORGANIZATION, ORGANIZATION_URL, REVISION
from programs.ledger import State, is_blank, read_states, revisions
from programs.models import Organization, ProgramQuerySet

_CHUNK = 2_000


def write_csv(programs: ProgramQuerySet, stream: TextIO, *, with_revision: bool = False) -> int:
    """Write the programs as CSV (RFC 4180, all columns of the registry) and return their number.

    Sorted by slug, so that the same programs always give the same bytes, in every database alike.
    Only the revision is of this one: a file that is to come back should have it, so that its
    import can tell what changed here since. Blank where the sources do not say. The stream must
    not translate line ends (`newline=""`).
    """
    ids = programs.order_by("slug").values_list("pk", flat=True)
    return write_csv_of(list(ids), stream, with_revision=with_revision)


def write_csv_of(ids: Sequence[int], stream: TextIO, *, with_revision: bool = False) -> int:
    """Write the programs of these ids as `write_csv` does, but in this order."""
    columns = [name for name in COLUMNS if with_revision or name != REVISION]
    writer = csv.writer(stream)
    writer.writerow(columns)
    count = 0
    for state in _states(ids, with_revision):
        writer.writerow([_cell(name, state) for name in columns])
        count += 1
    return count


def _states(ids: Sequence[int], with_revision: bool) -> Iterator[State]:
    """Yield what each program's row says by column, in this order."""
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        # Before the states: what changes in between counts as later, and no file undoes it.
        known = revisions(chunk) if with_revision else {}
        states = read_states(chunk)
        organizations = _organizations(chunk)
        for pk in chunk:
            name, url = organizations[states[pk]["organization"]]
            told = {ORGANIZATION: name, ORGANIZATION_URL: url, REVISION: known.get(pk, "")}
            yield {**states[pk], **told}


def _organizations(programs: Iterable[int]) -> dict[str, tuple[str, str]]:
    rows = Organization.objects.filter(programs__in=programs).values_list("slug", "name", "url")
    return {slug: (name, url) for slug, name, url in rows}


def _cell(name: str, state: State) -> str:
    value = state[name]
    return "" if is_blank(value) else COLUMNS[name].cell(value)

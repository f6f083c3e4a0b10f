"""Programs as files that the import reads back."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TextIO

from programs.choices import Publication
from programs.csv_import.cells import Text, Url
from programs.csv_import.columns import (
    COLUMNS,
    ORGANIZATION,
    ORGANIZATION_URL,
    REVISION,
    ROUNDS,
    Column,
)
from programs.csv_import.lists import List
from programs.ledger import State, Value, read_states, revisions
from programs.ledger.state import LISTS
from programs.models import Organization, Program, ProgramQuerySet

_CHUNK = 1_000
"""How many programs are in memory at a time."""
_LISTS = [name for name in LISTS if name in COLUMNS]


def write_csv(programs: ProgramQuerySet, stream: TextIO, *, with_revision: bool = False) -> int:
    """Write the programs as CSV (RFC 4180, all columns of the registry) and return their number.

    Sorted by slug, so that the same programs always give the same bytes, in every database alike.
    Only the revision is of this one: a file that is to come back should have it, so that its
    import can tell what changed here since. Blank where the sources do not say. The stream must
    not translate line ends (`newline=""`).
    """
    ids = list(programs.order_by("slug").values_list("pk", flat=True))
    stream.writelines(_csv(_chunks(ids, with_revision), with_revision))
    return len(ids)


def csv_parts(ids: Iterable[int]) -> Iterator[str]:
    """Yield the CSV of those of these programs that are published, in this order, part by part.

    With revisions. Memory does not grow with the number of programs.
    """
    return _csv(map(shown, _chunks(ids, with_revision=True)), with_revision=True)


def read_shown(ids: Iterable[int]) -> Iterator[dict[int, State]]:
    """Yield what visitors may know of these programs, by id in this order, some at a time."""
    return map(shown, _chunks(ids, with_revision=False))


def shown(states: dict[int, State]) -> dict[int, State]:
    """Return those that are published; a successor that is not stays unsaid. One query at most."""
    listed = {
        pk: state for pk, state in states.items() if state["publication"] == Publication.PUBLISHED
    }
    named = {state["successor"] for state in listed.values() if state["successor"]}
    known = {""}
    if named:
        followers = Program.objects.published().filter(slug__in=named)
        known.update(followers.values_list("slug", flat=True))
    return {
        pk: state if (state["successor"] or "") in known else state | {"successor": None}
        for pk, state in listed.items()
    }


def _csv(chunks: Iterable[dict[int, State]], with_revision: bool) -> Iterator[str]:
    columns = {name: _CELLS[name] for name in COLUMNS if with_revision or name != REVISION}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    for states in chunks:
        for state in states.values():
            # No and zero say something; most cells say nothing, and a call would take its time.
            writer.writerow(
                [
                    cell(value) if (value := state[name]) or value == 0 else ""
                    for name, cell in columns.items()
                ]
            )
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def _chunks(ids: Iterable[int], with_revision: bool) -> Iterator[dict[int, State]]:
    """Yield what each program's row says by column, in the order of the ids."""
    pending = iter(ids)
    while chunk := list(islice(pending, _CHUNK)):
        # Before the states: what changes in between counts as later, and no file undoes it.
        known = revisions(chunk) if with_revision else {}
        states = read_states(chunk, lists=_LISTS)
        organizations = _organizations({state["organization"] for state in states.values()})
        rows = {}
        for pk in chunk:
            if pk in states:
                name, url = organizations[states[pk]["organization"]]
                told = {ORGANIZATION: name, ORGANIZATION_URL: url, REVISION: known.get(pk, "")}
                rows[pk] = {**states[pk], **told}
        yield rows


def _organizations(slugs: set[str]) -> dict[str, tuple[str, str]]:
    rows = Organization.objects.filter(slug__in=slugs).values_list("slug", "name", "url")
    return {slug: (name, url) for slug, name, url in rows}


@lru_cache(maxsize=10_000, typed=True)
def _repeated(name: str, value: Value | tuple[str, ...]) -> str:
    return COLUMNS[name].cell(value)


def _repeated_list(name: str, value: list[str]) -> str:
    return _repeated(name, tuple(value))


def _writer(column: Column) -> Callable[[Any], str]:
    """Return what writes the column's cells; those of few different values are remembered."""
    if column.name == ROUNDS or isinstance(column.kind, Text | Url):
        return column.cell
    return partial(_repeated_list if isinstance(column.kind, List) else _repeated, column.name)


_CELLS = {name: _writer(column) for name, column in COLUMNS.items()}

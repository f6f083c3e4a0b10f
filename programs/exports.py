"""Programs as files that the import reads back."""

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from programs.csv_import.cells import clean, escape
from programs.csv_import.columns import COLUMNS, ORGANIZATION, ORGANIZATION_URL
from programs.ledger import State, is_blank, read_states
from programs.models import Organization, ProgramQuerySet

_CHUNK = 2_000


def write_csv(programs: ProgramQuerySet, stream: TextIO) -> int:
    """Write the programs as CSV (RFC 4180, all columns of the registry) and return their number.

    Sorted by slug, so that the same programs always give the same bytes. Blank where the sources
    do not say. The stream must not translate line ends (`newline=""`).
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for row in csv_rows(programs):
        writer.writerow(row)
        count += 1
    return count


def csv_rows(programs: ProgramQuerySet) -> Iterator[list[str]]:
    """Yield the cells of each program, sorted by slug."""
    ids = list(programs.order_by("slug").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        states = read_states(chunk)
        organizations = _organizations(chunk)
        for pk in chunk:
            name, url = organizations[states[pk]["organization"]]
            state = {**states[pk], ORGANIZATION: name, ORGANIZATION_URL: url}
            yield [_cell(column, state) for column in COLUMNS]


def _organizations(programs: Iterable[int]) -> dict[str, tuple[str, str]]:
    rows = Organization.objects.filter(programs__in=programs).values_list("slug", "name", "url")
    return {slug: (name, url) for slug, name, url in rows}


def _cell(name: str, state: State) -> str:
    value = state[name]
    return "" if is_blank(value) else escape(clean(COLUMNS[name].kind.format(value)))

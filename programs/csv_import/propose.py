"""What the columns of a file seem to be, for people to decide."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

from rapidfuzz import fuzz, process

from programs.csv_import.columns import KNOWN
from programs.csv_import.headings import JOINED
from programs.csv_import.read import Sheet
from programs.csv_import.spellings import fold, other_names

_NEAR = 78
_SAMPLES = 3
_ROWS_LOOKED_AT = 200


class Sureness(StrEnum):
    """How a column's field was found."""

    EXACT = "exact"
    OTHER_NAME = "other name"
    NEAR = "near"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """What a column seems to be: its heading, the field or blank, and the first texts in it."""

    header: str
    field: str
    sureness: Sureness
    samples: tuple[str, ...]


def propose(sheet: Sheet) -> list[ColumnProposal]:
    """Return what each column of the sheet seems to be, with its first cells that say something.

    Nothing is decided by that: `map_columns` takes what a person chose.
    """
    samples: list[list[str]] = [[] for _ in sheet.header]
    for _, cells in islice(sheet.rows(), _ROWS_LOOKED_AT):
        if len(cells) == len(samples):
            for found, cell in zip(samples, cells, strict=True):
                if cell.strip() and len(found) < _SAMPLES:
                    found.append(cell.strip())
    exact = [cell.lower() if cell.lower() in KNOWN else None for cell in sheet.header]
    fields = proposed(sheet.header, exact)
    return [
        ColumnProposal(cell, field, sureness, tuple(found))
        for cell, (field, sureness), found in zip(sheet.header, fields, samples, strict=True)
    ]


def proposed(header: list[str], names: list[str | None]) -> list[tuple[str, Sureness]]:
    """Return each column's field: the one that it has in `names`, or else the one to propose.

    Sure ones are dealt first, so that no near miss takes a field from another column; only fields
    that several columns may fill are proposed twice.
    """
    found = [(name or "", Sureness.EXACT if name else Sureness.NONE) for name in names]
    free = {name for name in KNOWN if name not in names or name in JOINED}
    for sureness, look in ((Sureness.OTHER_NAME, _other_name), (Sureness.NEAR, nearest)):
        for place, (cell, name) in enumerate(zip(header, names, strict=True)):
            if name is None and not found[place][0] and (field := look(cell, free)):
                found[place] = (field, sureness)
                free -= {field} - {*JOINED}
    return found


def nearest(text: str, among: Collection[str]) -> str:
    """Return the column that the text probably means, blank if none is near."""
    known = {name: column for name, column in _all_names().items() if column in among}
    near = process.extractOne(_bare(text), known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return known[near[0]] if near else ""


def _other_name(text: str, among: Collection[str]) -> str:
    column = _all_names().get(_bare(text), "")
    return column if column in among else ""


def _bare(text: str) -> str:
    # What stands in brackets is a unit or a remark: “Price (USD)”.
    return fold(re.sub(r"\(.*?\)", "", text[:60])).rstrip(" ?:*")


@cache
def _all_names() -> dict[str, str]:
    """Return the column for each folded name of one, its own and others."""
    return {**other_names(), **{fold(name): name for name in KNOWN}}

"""Second stage: the header of a file is held against the columns that there are."""

import re
import shlex
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz, process

from programs.csv_import.columns import COLUMNS, KEY, KNOWN
from programs.csv_import.problems import FileProblem, quoted
from programs.csv_import.read import Sheet
from programs.csv_import.spellings import COLUMN_NAMES, fold

LEFT_OUT = ""
"""The name of a column that a person chose to leave out."""

_NEAR = 78


def parse_mapping(options: Iterable[str]) -> dict[str, str]:
    """Return the field for each column from `COLUMN=FIELD`; blank leaves the column out.

    Raises FileProblem if one has another shape or a column is mapped twice.
    """
    mapping: dict[str, str] = {}
    for option in options:
        # From the right: a column's name may have the sign, a field's has not.
        column, sign, field = (part.strip() for part in option.rpartition("="))
        if not (sign and column):
            raise FileProblem(f"--map {quoted(option)} is not COLUMN=FIELD.")
        if mapping.setdefault(column, field.lower()) != field.lower():
            raise FileProblem(f"--map says two things of column {quoted(column)}. Keep one.")
    return mapping


def map_columns(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> list[str]:
    """Return the names of the sheet's columns, in the sheet's order; LEFT_OUT is one of them.

    `mapping` has the field for columns of other names. Raises FileProblem if it names what there
    is not, if a column is unknown, doubled or without a name, or if the key is missing.
    """
    chosen = _chosen(sheet, mapping or {})
    names = [
        chosen.get(position, cell.lower() if cell.lower() in KNOWN else None)
        for position, cell in enumerate(sheet.header)
    ]
    if not (chosen or any(names) or any(_other_names().get(fold(cell)) for cell in sheet.header)):
        raise FileProblem(
            f"{sheet.file_name} is not a list of programs: its first row names no column that we "
            f"know ({', '.join(list(COLUMNS)[:4])}, …). It begins {quoted(sheet.header[0])}."
        )
    _refuse_unnamed(sheet, names)
    _refuse_doubled(sheet, names)
    if None in names:
        raise FileProblem(_unknown(sheet.header, names))
    if KEY not in names:
        raise FileProblem(f"Column {quoted(KEY)} is missing: it says which program a row is about.")
    return names


def _chosen(sheet: Sheet, mapping: Mapping[str, str]) -> dict[int, str]:
    """Return what the mapping makes of columns, by their position."""
    chosen: dict[int, str] = {}
    for column, field in mapping.items():
        places = [place for place, cell in enumerate(sheet.header) if cell == column] or [
            place for place, cell in enumerate(sheet.header) if cell.casefold() == column.casefold()
        ]
        if not places:
            has = ", ".join(quoted(cell) for cell in sheet.header if cell)
            raise FileProblem(
                f"--map names column {quoted(column)}, which is not in the file. It has {has}."
            )
        if field and field not in KNOWN:
            near = _nearest(field, KNOWN)
            hint = f" Did you mean {near}?" if near else ""
            raise FileProblem(
                f"--map gives column {quoted(column)} to {quoted(field)}, which is no column that "
                f"we know.{hint} The columns are {', '.join(KNOWN)}."
            )
        for place in places:
            if chosen.setdefault(place, field) != field:
                raise FileProblem(
                    f"--map says two things of column {quoted(sheet.header[place])}. Keep one."
                )
    return chosen


def _refuse_unnamed(sheet: Sheet, names: list[str | None]) -> None:
    for position, cell in enumerate(sheet.header):
        if not cell and names[position] is None:
            raise FileProblem(f"Column {position + 1} has no name in the first row.")


def _refuse_doubled(sheet: Sheet, names: list[str | None]) -> None:
    first: dict[str, str] = {}
    for cell, name in zip(sheet.header, names, strict=True):
        if not name:
            continue
        if name not in first:
            first[name] = cell
            continue
        other = first[name]
        if other.casefold() == cell.casefold():
            raise FileProblem(f"Column {quoted(cell)} stands twice in the first row. Keep one.")
        raise FileProblem(
            f"Columns {quoted(other)} and {quoted(cell)} are both to be {name}. Leave one out with "
            f"{_option(other, LEFT_OUT)} or {_option(cell, LEFT_OUT)}."
        )


def _unknown(header: list[str], names: list[str | None]) -> str:
    """Return what to do about each unknown column; no column is proposed for two."""
    free = [name for name in KNOWN if name not in names]
    sentences = []
    lost = False
    for cell, name in zip(header, names, strict=True):
        if name is not None:
            continue
        near = _nearest(cell, free)
        if near:
            free.remove(near)
            sentences.append(
                f"{quoted(cell)}: did you mean {near}? Map it with {_option(cell, near)}."
            )
        else:
            lost = True
            sentences.append(
                f"{quoted(cell)} is like none of ours: map it, or leave it out with "
                f"{_option(cell, LEFT_OUT)}."
            )
    many = "Columns are unknown" if len(sentences) > 1 else "A column is unknown"
    known = f" The columns are {', '.join(KNOWN)}." if lost else ""
    return f"{many}. {' '.join(sentences)}{known}"


def _option(column: str, field: str) -> str:
    pair = f"{column}={field}"
    return f"--map {shlex.quote(pair)}" if set(pair) & set('"$`\\!') else f'--map "{pair}"'


def _nearest(text: str, among: Iterable[str]) -> str:
    """Return the column that the text probably means, blank if none is near."""
    free = set(among)
    known = {name: column for name, column in _other_names().items() if column in free}
    # What stands in brackets is a unit or a remark: “Price (USD)”.
    name = fold(re.sub(r"\(.*?\)", "", text[:60]))
    if name in known:
        return known[name]
    near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return known[near[0]] if near else ""


@cache
def _other_names() -> dict[str, str]:
    """Return the column for each folded name of one, its own and others."""
    return {
        **{fold(other): name for name, others in COLUMN_NAMES.items() for other in others},
        **{fold(name): name for name in KNOWN},
    }

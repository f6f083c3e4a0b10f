"""Second stage: the header of a file is held against the columns that there are."""

import shlex
from collections.abc import Collection, Iterable, Mapping

from programs.csv_import.columns import COLUMNS, KEY, KNOWN, ORGANIZATION
from programs.csv_import.headings import JOINED
from programs.csv_import.problems import FileProblem, quoted
from programs.csv_import.propose import nearest, proposed
from programs.csv_import.read import Sheet
from programs.csv_import.spellings import is_other_name

LEFT_OUT = ""
"""The name of a column that a person chose to leave out."""

OWN_COLUMNS = ("_row", "_problem")
"""What a file of rows in doubt has beside its own columns. Sent in again, they are left out."""

_INSTEAD_OF_KEY = (ORGANIZATION, "name")


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


def map_columns(
    sheet: Sheet, mapping: Mapping[str, str] | None = None, constants: Collection[str] = ()
) -> list[str]:
    """Return the names of the sheet's columns, in the sheet's order; LEFT_OUT is one of them.

    `mapping` has the field for columns of other names, and `constants` the fields that all rows
    share. Raises FileProblem if the mapping names what there is not, if a column is unknown,
    doubled or without a name, or if nothing tells which program a row is about.
    """
    chosen = _chosen(sheet, mapping or {})
    names = [chosen.get(position, _named(cell)) for position, cell in enumerate(sheet.header)]
    if not (chosen or any(names) or any(map(is_other_name, sheet.header))):
        raise FileProblem(
            f"{sheet.file_name} is not a list of programs: its first row names no column that we "
            f"know ({', '.join(list(COLUMNS)[:4])}, …). It begins {quoted(sheet.header[0])}."
        )
    _refuse_unnamed(sheet, names)
    _refuse_doubled(sheet, names)
    if None in names:
        raise FileProblem(_unknown(sheet.header, names))
    if KEY not in names and not {*_INSTEAD_OF_KEY} <= {*names, *constants}:
        raise FileProblem(
            f"Column {quoted(KEY)} is missing: it says which program a row is about. The columns "
            f"{' and '.join(_INSTEAD_OF_KEY)} together say so too."
        )
    return names


def _named(cell: str) -> str | None:
    """Return the field that a column says it is, LEFT_OUT for our remarks on a row, else None."""
    if cell in OWN_COLUMNS:
        return LEFT_OUT
    return cell.lower() if cell.lower() in KNOWN else None


def _chosen(sheet: Sheet, mapping: Mapping[str, str]) -> dict[int, str]:
    """Return what the mapping makes of columns, by their position."""
    chosen: dict[int, str] = {}
    header = titles(sheet.header)
    for column, field in mapping.items():
        places = [place for place, cell in enumerate(header) if cell == column] or [
            place for place, cell in enumerate(header) if cell.casefold() == column.casefold()
        ]
        if not places:
            has = ", ".join(quoted(cell) for cell in sheet.header if cell)
            raise FileProblem(
                f"--map names column {quoted(column)}, which is not in the file. It has {has}."
            )
        if field and field not in KNOWN:
            near = nearest(field, KNOWN)
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
    for title, cell, name in zip(titles(sheet.header), sheet.header, names, strict=True):
        if not cell and name is None:
            raise FileProblem(
                f"{title} has no name in the first row. Name it, or leave it out with "
                f"{_option(title, LEFT_OUT)}."
            )


def titles(header: list[str]) -> list[str]:
    """Return what people call each column: its own name, or its place if it has none."""
    return [cell or f"Column {place}" for place, cell in enumerate(header, start=1)]


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
        if name not in JOINED:
            raise FileProblem(
                f"Columns {quoted(other)} and {quoted(cell)} are both to be {name}. Leave one out "
                f"with {_option(other, LEFT_OUT)} or {_option(cell, LEFT_OUT)}."
            )


def _unknown(header: list[str], names: list[str | None]) -> str:
    """Return what to do about each unknown column."""
    sentences = []
    lost = False
    for cell, name, (field, _) in zip(header, names, proposed(header, names), strict=True):
        if name is not None:
            continue
        if field:
            sentences.append(
                f"{quoted(cell)}: did you mean {field}? Map it with {_option(cell, field)}."
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


def parse_constants(options: Iterable[str]) -> dict[str, str]:
    """Return the text for each field from `FIELD=TEXT`. Raises FileProblem if it has no field."""
    constants: dict[str, str] = {}
    for option in options:
        field, sign, text = (part.strip() for part in option.partition("="))
        if not (sign and field and text):
            raise FileProblem(f"--set {quoted(option)} is not FIELD=TEXT.")
        if constants.setdefault(field.lower(), text) != text:
            raise FileProblem(f"--set says two things of {quoted(field)}. Keep one.")
    return constants

"""Second stage: the header of a file is held against the columns that there are."""

from difflib import get_close_matches

from programs.csv_import.columns import COLUMNS, KEY
from programs.csv_import.problems import FileProblem, quoted
from programs.csv_import.read import Sheet


def map_columns(sheet: Sheet) -> list[str]:
    """Return the names of the sheet's columns, in the sheet's order.

    Raises FileProblem if one is unknown, doubled or without a name, or if the key is missing.
    """
    names = [cell.lower() for cell in sheet.header]
    if not set(names) & set(COLUMNS):
        raise FileProblem(
            f"{sheet.file_name} is not a list of programs: its first row names no column that we "
            f"know ({', '.join(list(COLUMNS)[:4])}, …). It begins {quoted(sheet.header[0])}."
        )
    for position, name in enumerate(names):
        if not name:
            raise FileProblem(f"Column {position + 1} has no name in the first row.")
        if name not in COLUMNS:
            raise FileProblem(_unknown(sheet.header[position]))
        if name in names[:position]:
            raise FileProblem(f"Column {quoted(name)} stands twice in the first row. Keep one.")
    if KEY not in names:
        raise FileProblem(f"Column {quoted(KEY)} is missing: it says which program a row is about.")
    return names


def _unknown(name: str) -> str:
    near = get_close_matches(name.lower(), COLUMNS, n=1)
    hint = f" Did you mean {quoted(near[0])}?" if near else ""
    return (
        f"Column {quoted(name)} is unknown.{hint} Rename or remove it. "
        f"The columns are {', '.join(COLUMNS)}."
    )

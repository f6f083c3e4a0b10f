"""The program that `workbooks` runs: a workbook on standard input, one sheet as CSV on output.

It imports nothing of the site, so that it starts at once. The first line of its output is `text`,
before the CSV, or `problem`, before a sentence in which `{file}` stands for the file's name. It
fails if the workbook is damaged or asks for more memory or time than it may have.
"""

import csv
import datetime
import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

# The reader gives a blank for a cell with an error, and for a formula that was never calculated,
# which would say nothing without a word; so both are looked for in the file itself.
_NAME = rb"(?:\w+:)?"
_BAD_CELL = re.compile(
    rb"<%bc\s(?P<error>[^>]*\bt=[\"']e[\"'][^>]*)>|"
    # Text may be empty, and then the formula was calculated.
    rb"<%bc\s(?P<formula>(?![^>]*\bt=[\"']str)[^>]*[^>/])>"
    rb"<%bf\b[^<]*(?:</%bf>)?\s*(?:<%bv\s*/>|<%bv></%bv>)?\s*</%bc>" % ((_NAME,) * 8)
)
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)([0-9]+)[\"']")
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")


class Refused(Exception):
    """Why the workbook cannot be read, as a sentence."""


def main(order: dict[str, Any], content: bytes) -> str:
    """Return the chosen sheet as CSV. Raises Refused."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = choose(workbook, order)
            text = as_csv(sheet.iter_rows(), (sheet.start or (0, 0))[1], order)
        refuse_hidden_errors(content, sheet.name)
    except PasswordError:
        raise Refused("{file} is protected by a password. Save it without one.") from None
    return text


def choose(workbook: CalamineWorkbook, order: dict[str, Any]) -> Any:
    names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    listed = ", ".join(f"“{name}”" for name in names)
    wanted = order["sheet"]
    if wanted:
        # As written, or else in other letters.
        for same in (str, str.casefold):
            for name in names:
                if same(name) == same(wanted):
                    return workbook.get_sheet_by_name(name)
        raise Refused(f"{{file}} has no sheet “{wanted}”. It has {listed}.")
    if len(names) == 1:
        return workbook.get_sheet_by_name(names[0])
    known = set(order["known_columns"])
    fit = [name for name in names if known & header(workbook.get_sheet_by_name(name))]
    if len(fit) != 1:
        many = "more than one of them begins" if fit else "none of them begins"
        raise Refused(
            f"{{file}} has {len(names)} sheets, and {many} with columns that we know: {listed}. "
            "Choose one with --sheet NAME."
        )
    return workbook.get_sheet_by_name(fit[0])


def header(sheet: Any) -> set[str]:
    rows = ({str(cell).strip().lower() for cell in row} - {""} for row in sheet.iter_rows())
    return next(filter(None, rows), set())


def as_csv(rows: Iterator[list[Any]], first_column: int, order: dict[str, Any]) -> str:
    """Return the rows as CSV, blank ones included: a row's number says where it stands.

    Blank cells behind the last value of a row are left off, then filled up to the header's width.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    width = header_row = 0
    for number, row in enumerate(rows, start=1):
        cells = [""] * first_column + [text_of(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        check(number, cells, order)
        if cells and not header_row:
            header_row, width = number, len(cells)
        writer.writerow(cells + [""] * (width - len(cells)))
        # One row too many is enough to be refused for it.
        if number - header_row > order["max_rows"]:
            break
        if stream.tell() > order["max_text"]:
            raise Refused(f"{{file}} has more than {order['max_text']:,} characters. Split it.")
    return stream.getvalue()


def check(number: int, cells: list[str], order: dict[str, Any]) -> None:
    if len(cells) > order["max_columns"]:
        raise Refused(
            f"{{file}} has {len(cells)} columns in row {number}; at most {order['max_columns']} "
            "can be read."
        )
    for position, cell in enumerate(cells):
        if len(cell) > order["max_characters"]:
            raise Refused(
                f"Row {number}, column {letters(position)}: a cell has more than "
                f"{order['max_characters']:,} characters. Shorten it."
            )
        if cell[:1] in ("#", "E") and _ERROR.fullmatch(cell):
            raise Refused(broken(number, letters(position), cell))


def text_of(value: Any) -> str:
    """Return a cell as the text that a CSV file would hold: `2026-03-01`, `8`, `yes`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # Fifteen digits are all that a spreadsheet keeps; the others are noise.
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime.datetime):
        day = value + datetime.timedelta(microseconds=500_000)  # to the nearest second
        no_time = (day.hour, day.minute, day.second) == (0, 0, 0)
        return f"{day:%Y-%m-%d}" if no_time else f"{day:%Y-%m-%d %H:%M:%S}"
    return str(value)


def letters(position: int) -> str:
    """Return what a spreadsheet calls the column: A, B, … Z, AA."""
    name = ""
    while position >= 0:
        position, letter = divmod(position, 26)
        name, position = chr(ord("A") + letter) + name, position - 1
    return name


def broken(row: int | str, column: str, what: str = "an error") -> str:
    return (
        f"Row {row}, column {column}: the cell holds {what} instead of a value. "
        "Mend it in the workbook, or clear it."
    )


def refuse_hidden_errors(content: bytes, sheet_name: str) -> None:
    """Raise Refused if a cell of the sheet holds an error, or a formula without its result."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            refuse_errors_of_ods(archive, sheet_name)
        elif found := _BAD_CELL.search(archive.read(part_of(archive, sheet_name))):
            place = _REFERENCE.search(found["error"] or found["formula"])
            column, row = (part.decode() for part in place.groups()) if place else ("?", "?")
            what = "an error such as #REF!" if found["error"] else "a formula without its result"
            raise Refused(broken(row, column, what))


def part_of(archive: zipfile.ZipFile, sheet_name: str) -> str:
    """Return the member of an XLSX file that holds the sheet."""
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()
    sheet = next(
        one for one in sheets if local(one.tag) == "sheet" and one.get("name") == sheet_name
    )
    relation = next(value for name, value in sheet.items() if local(name) == "id")
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(one.get("Target") for one in relations if one.get("Id") == relation)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def refuse_errors_of_ods(archive: zipfile.ZipFile, sheet_name: str) -> None:
    content = archive.read("content.xml")
    if b'value-type="error"' not in content:
        return
    inside, row, column = False, 1, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        facts = [(local(name), value) for name, value in element.items()]
        match event, local(element.tag):
            case "start", "table":
                inside, row = ("name", sheet_name) in facts, 1
            case "start", "table-row":
                column = 0
            case "end", "table-cell" | "covered-table-cell":
                if inside and ("value-type", "error") in facts:
                    raise Refused(broken(row, letters(column), "an error such as #REF!"))
                column += int(dict(facts).get("number-columns-repeated", 1))
            case "end", "table-row":
                row += int(dict(facts).get("number-rows-repeated", 1))
                element.clear()


def local(name: str) -> str:
    return name.rpartition("}")[2]


def limit(memory: int, seconds: int) -> None:
    """Hold this process to so many bytes and seconds, and let it leave no core file behind."""
    try:
        import resource
    except ImportError:  # Windows has no such limits.
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # The system has a limit of its own, or none of this kind.
            continue


if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    limit(order["max_memory"], order["max_seconds"])
    try:
        answer = f"text\n{main(order, sys.stdin.buffer.read())}"
    except Refused as refused:
        answer = f"problem\n{refused}"
    sys.stdout.buffer.write(answer.encode())

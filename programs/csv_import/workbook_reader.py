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
from contextlib import suppress
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
_STYLED = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_STYLE = re.compile(rb"\bs=[\"']([0-9]+)[\"']")
# What a format shows as it stands, or that is no part of the date: “[$-409]mmmm\\ yyyy”.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ODS_DATE = re.compile(rb"\bdate-value=[^>]*><text:p>([^<]*)<")
_WORD = re.compile(rb"[\w\x80-\xff]+")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]+)([0-9]+)[\"']")
_ODS_TIME = re.compile(r"PT([0-9]+)H([0-9]{2})M([0-9]{2})(?:\.[0-9]+)?S")
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}")

Order = dict[str, Any]
Shown = dict[tuple[int, str], int]
"""How much of a date is shown, by row and column."""


class Refused(Exception):
    """Why the workbook cannot be read, as a sentence."""


def main(order: Order, content: bytes) -> str:
    """Return the chosen sheet as CSV. Raises Refused."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            sheet = choose(workbook, order)
            shown = shown_dates(content, sheet.name)
            text = as_csv(sheet.iter_rows(), (sheet.start or (0, 0))[1], order, shown)
        refuse_hidden_errors(content, sheet.name)
    except PasswordError:
        raise Refused("{file} is protected by a password. Save it without one.") from None
    return text


def choose(workbook: CalamineWorkbook, order: Order) -> Any:
    names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    more = [f"and {len(names) - 10:,} more"] if names[10:] else []
    listed = ", ".join([*(f"“{name}”" for name in names[:10]), *more])
    if wanted := order["sheet"]:
        for same in (str, str.casefold):  # As written, or else in other letters.
            for name in names:
                if same(name) == same(wanted):
                    return workbook.get_sheet_by_name(name)
        raise Refused(f"{{file}} has no sheet “{wanted}”. It has {listed}.")
    if len(names) == 1:
        return workbook.get_sheet_by_name(names[0])
    known = set(order["known_columns"])
    fit = {name: len(known & header(workbook.get_sheet_by_name(name))) for name in names}
    best, second = sorted(fit, key=fit.get, reverse=True)[:2]
    # A sheet of remarks may have a date and a title too.
    if fit[best] < max(1, 2 * fit[second]):
        many = "more than one of them begins" if fit[best] else "none of them begins"
        raise Refused(
            f"{{file}} has {len(names)} sheets, and {many} with columns that we know: {listed}. "
            "Choose one with --sheet NAME."
        )
    return workbook.get_sheet_by_name(best)


def header(sheet: Any) -> set[str]:
    rows = (
        {" ".join(str(cell).lower().split()) for cell in row} - {""} for row in sheet.iter_rows()
    )
    return next(filter(None, rows), set())


def as_csv(rows: Iterator[list[Any]], first_column: int, order: Order, shown: Shown) -> str:
    """Return the rows as CSV, blank ones included: a row's number says where it stands.

    Blank cells behind the last value of a row are left off, then filled up to the header's width.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    width = header_row = 0
    for number, row in enumerate(rows, start=1):
        cells = [""] * first_column + [text_of(value) for value in row]
        for at, value in enumerate(row, start=first_column) if shown else ():
            if isinstance(value, datetime.date):
                cells[at] = cells[at][: shown.get((number, letters(at)))]
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


def check(number: int, cells: list[str], order: Order) -> None:
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
        return ":".join(found.groups()) if (found := _ODS_TIME.fullmatch(value)) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # Fifteen digits are all that a spreadsheet keeps, and no minus before a zero.
        return f"{Decimal(f'{value + 0.0:.15g}'):f}"
    if isinstance(value, datetime.datetime):
        day = value + datetime.timedelta(microseconds=500_000)  # to the nearest second
        no_time = (day.hour, day.minute, day.second) == (0, 0, 0)
        return f"{day:%Y-%m-%d}" if no_time else f"{day:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
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
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()  # nosec B314 # limit
    sheet = next(
        one for one in sheets if local(one.tag) == "sheet" and one.get("name") == sheet_name
    )
    relation = next(value for name, value in sheet.items() if local(name) == "id")
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # nosec B314 # limit
    target = next(one.get("Target") for one in relations if one.get("Id") == relation)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def refuse_errors_of_ods(archive: zipfile.ZipFile, sheet_name: str) -> None:
    if b'value-type="error"' in (content := archive.read("content.xml")):
        for row, column, cell in cells_of_ods(content, sheet_name):
            if ("value-type", "error") in facts_of(cell):
                raise Refused(broken(row, letters(column), "an error such as #REF!"))


def cells_of_ods(content: bytes, sheet_name: str) -> Iterator[tuple[int, int, ElementTree.Element]]:
    """Yield the row, from 1, the column, from 0, and the element of each cell of the sheet."""
    inside, row, column = False, 1, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):  # nosec B314 # limit
        match event, local(element.tag):
            case "start", "table":
                inside, row = ("name", sheet_name) in facts_of(element), 1
            case "start", "table-row":
                column = 0
            case "end", "table-cell" | "covered-table-cell":
                if inside:
                    yield row, column, element
                column += int(dict(facts_of(element)).get("number-columns-repeated", 1))
            case "end", "table-row":
                row += int(dict(facts_of(element)).get("number-rows-repeated", 1))
                element.clear()


def local(name: str) -> str:
    return name.rpartition("}")[2]


def facts_of(element: ElementTree.Element) -> list[tuple[str, str]]:
    return [(local(name), value) for name, value in element.items()]


def shown_dates(content: bytes, sheet_name: str) -> Shown:
    """Return how much is shown of dates that are shown without a day: `2026-03`, `2026`.

    Spreadsheets make a day of a month that is typed, and show the month: that is what was meant.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" not in names:
            return shown_dates_of_ods(archive.read("content.xml"), sheet_name)
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b"<none/>"
        lengths = lengths_of_styles(ElementTree.fromstring(styles))  # nosec B314 # limit
        sheet = archive.read(part_of(archive, sheet_name)) if lengths else b""
    return {
        (int(row), column.decode()): lengths[int(style)]
        for facts in _STYLED.findall(sheet)
        for style in _STYLE.findall(facts)
        if int(style) in lengths
        for column, row in _REFERENCE.findall(facts)
    }


def lengths_of_styles(styles: ElementTree.Element) -> dict[int, int]:
    """Return how much of an ISO date each style shows that shows no day, by its number."""
    codes, lengths = {"17": "mmm-yy"}, {}  # One is built in.
    for element in styles.iter():
        facts = dict(facts_of(element))
        if local(element.tag) == "numFmt":
            codes[facts["numFmtId"]] = facts["formatCode"]
        if local(element.tag) == "cellXfs":
            for number, style in enumerate(element):
                code = _LITERAL.sub("", codes.get(style.get("numFmtId", ""), "")).lower()
                if "y" in code and not set("dhs") & set(code):
                    lengths[number] = len("2026-03") if "m" in code else len("2026")
    return lengths


def shown_dates_of_ods(content: bytes, sheet_name: str) -> Shown:
    if all(len(_WORD.findall(text)) > 2 for text in _ODS_DATE.findall(content)):
        return {}
    found = {}
    for row, column, cell in cells_of_ods(content, sheet_name):
        facts = dict(facts_of(cell))
        words = _WORD.findall("".join(cell.itertext()).encode())
        if facts.get("value-type") == "date" and 0 < len(words) < 3:
            for more in range(int(facts.get("number-columns-repeated", 1))):
                found[row, letters(column + more)] = len("2026-03" if words[1:] else "2026")
    return found


def limit(memory: int, seconds: int) -> None:
    """Hold this process to so many bytes and seconds, whatever the XML holds; leave no core."""
    try:
        import resource
    except ImportError:  # Windows has no such limits.
        return
    for kind, most in ("AS", memory), ("CPU", seconds), ("CORE", 0):
        with suppress(ValueError, OSError):  # There is a lower limit, or none of this kind.
            resource.setrlimit(getattr(resource, f"RLIMIT_{kind}"), (most, most))


if __name__ == "__main__":
    order = json.loads(sys.argv[1])
    limit(order["max_memory"], order["max_seconds"])
    try:
        answer = f"text\n{main(order, sys.stdin.buffer.read())}"
    except Refused as refused:
        answer = f"problem\n{refused}"
    sys.stdout.buffer.write(answer.encode())

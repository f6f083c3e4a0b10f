"""Small workbooks for tests, written by hand: what a spreadsheet writes, and what none would."""

import io
import zipfile
from html import escape

ERROR = object()
"""A cell whose formula gives #REF!."""

_XLSX = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
# Number formats: none, a day, a day with its time, a time.
_FIRST_OWN_FORMAT = 164
_STYLES = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 21))


def archive(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return stream.getvalue()


def letters(position: int) -> str:
    first, last = divmod(position, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def xlsx(styles: list[tuple[int, str]] | None = None, **sheets: str | list[list[object]]) -> bytes:
    """Return a workbook; a sheet is its rows, or the XML of them.

    `styles` has the numbers and codes of more number formats; the first of them is style 4.
    """
    more = styles or []
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>'
        for number, code in more
        if number >= _FIRST_OWN_FORMAT
    )
    used = _STYLES + "".join(f'<xf numFmtId="{number}"/>' for number, _ in more)
    names = list(sheets)
    relations = {f"r{n}": f"worksheets/sheet{n}.xml" for n in range(len(names))}
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"r": "xl/workbook.xml"}, "officeDocument"),
        "xl/_rels/workbook.xml.rels": _relations(relations, "worksheet"),
        "xl/styles.xml": f'<styleSheet xmlns="{_XLSX}"><numFmts>{formats}</numFmts>'
        f"<cellXfs>{used}</cellXfs></styleSheet>",
        "xl/workbook.xml": f'<workbook xmlns="{_XLSX}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{n + 1}" r:id="r{n}"/>' for n, name in enumerate(names)
        )
        + "</sheets></workbook>",
    }
    for n, rows in enumerate(sheets.values()):
        body = rows if isinstance(rows, str) else _xlsx_rows(rows)
        members[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{_XLSX}"><sheetData>{body}</sheetData></worksheet>'
        )
    return archive(members)


def _relations(targets: dict[str, str], kind: str) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def _xlsx_rows(rows: list[list[object]]) -> str:
    return "".join(
        f'<row r="{n}">'
        + "".join(_xlsx_cell(f"{letters(place)}{n}", value) for place, value in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, start=1)
    )


def _xlsx_cell(place: str, value: object) -> str:
    if value == "":
        return f'<c r="{place}"/>'
    if value is ERROR:
        return f'<c r="{place}" t="e"><f>A0</f><v>#REF!</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, tuple):  # a number and its format
        return f'<c r="{place}" s="{value[1]}"><v>{value[0]}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    text = escape(str(value)).replace("\r", "&#13;")
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def ods(**sheets: str | list[list[object]]) -> bytes:
    """Return a workbook; a sheet is its rows, or the XML of them."""
    tables = "".join(
        f'<table:table table:name="{name}">'
        + (rows if isinstance(rows, str) else _ods_rows(rows))
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0"/>',
            "content.xml": f'<office:document-content {spaces} xmlns:calcext="urn:calcext">'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def _ods_rows(rows: list[list[object]]) -> str:
    return "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )


def _ods_cell(value: object) -> str:
    kind, fact, text = "string", "", f"<text:p>{escape(str(value))}</text:p>"
    if value == "":
        return "<table:table-cell/>"
    if value is ERROR:
        fact, text = 'office:string-value="" calcext:value-type="error"', "<text:p>#REF!</text:p>"
    elif isinstance(value, bool):
        kind, fact = "boolean", f'office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, tuple):  # a date as ODS writes it, and perhaps how it is shown
        kind, fact = "date", f'office:date-value="{value[0]}"'
        text = f"<text:p>{value[-1]}</text:p>"
    elif isinstance(value, int | float):
        kind, fact = "float", f'office:value="{value}"'
    return f'<table:table-cell office:value-type="{kind}" {fact}>{text}</table:table-cell>'

"""Files made to exhaust whoever reads them are refused with a sentence, soon, and nothing else."""

import io
import time
import zipfile

import pytest

from programs.csv_import import COLUMNS, FileProblem, read_bytes
from tests.csv_import.spreadsheets import archive, ods, xlsx

pytestmark = pytest.mark.once

ROWS = [["slug", "name"], ["a", "A"]]
DATED = [["slug", "name"], ["a", ("2026-03-01", "March 2026")]]
SHEET = "xl/worksheets/sheet0.xml"
SOON = 60  # seconds, on a machine that does much else


def changed(data: bytes, part: str, old: str, new: str, before: str = "") -> bytes:
    """Return the workbook with a text of one part replaced once, and one put before all of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts[part].decode()
    assert old in text
    return archive(parts | {part: before + text.replace(old, new, 1)})


def added(data: bytes, **parts: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return archive({name: file.read(name) for name in file.namelist()} | parts)


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'lollollol'>{}]>".format(
    "".join(
        f'<!ENTITY {after} "{f"&{name};" * 10}">'
        for name, after in zip("abcdefghi", "bcdefghij", strict=True)
    )
)
QUADRATIC = f"<!DOCTYPE x [<!ENTITY j '{'x' * 50_000}'>]>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>"
PARTS = {
    "workbook": (xlsx(A=ROWS), "xl/workbook.xml", "<sheets>"),
    "styles": (xlsx(A=ROWS), "xl/styles.xml", "<numFmts>"),
    "ods": (ods(A=DATED), "content.xml", "<office:body>"),
}


def refusal(data: bytes) -> str:
    start = time.monotonic()
    with pytest.raises(FileProblem) as refused:
        list(read_bytes(data, "list.xlsx", COLUMNS).rows())
    assert time.monotonic() - start < SOON
    return str(refused.value)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("doctype", "times"),
    [
        pytest.param(LAUGHS, 1, id="entities-of-entities"),
        pytest.param(QUADRATIC, 5_000, id="one-long-entity-often"),
        pytest.param(OUTSIDE, 1, id="entity-that-is-a-file"),
    ],
)
def test_entities_are_not_written_out(part, doctype, times):
    data, name, place = PARTS[part]
    told = refusal(changed(data, name, place, place + "&j;" * times, doctype))

    assert told.startswith("list.xlsx is damaged, or needs more memory or time")
    assert "root:" not in told


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(added(xlsx(A=ROWS), pad=b"0" * 10**8), id="pad"),
        pytest.param(
            changed(xlsx(A=ROWS), SHEET, "<row r=\"2\">", "<row r=\"2\">" + "<c/>" * 10**6),
            id="a-million-columns",
        ),
        pytest.param(ods(A="<table:table-row>" * 200_000), id="deeply-nested"),
    ],
)  # fmt: skip
def test_what_unpacks_to_many_times_its_size_is_not_unpacked(data):
    assert "times its size; at most 200 MB and 100 times can be read" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            changed(xlsx(A=ROWS), "xl/styles.xml", "<numFmts>", "<a>" * 300_000), id="styles"
        ),
        pytest.param(ods(A="<table:table-row>" * 200_000), id="ods"),
    ],
)
def test_what_is_deeply_nested_is_refused_if_its_size_is_not(data, settings):
    settings.IMPORT_MAX_UNPACKED_RATIO = 10_000

    assert "damaged, or needs more memory or time" in refusal(data)


def test_a_sheet_nested_deeply_is_read_by_its_cells(settings):
    settings.IMPORT_MAX_UNPACKED_RATIO = 10_000
    data = changed(xlsx(A=ROWS), SHEET, "<row", "<b>" * 200_000 + "<row")

    assert list(read_bytes(data, "list.xlsx", COLUMNS).rows()) == [(2, ["a", "A"])]


def test_a_million_columns_are_refused_by_their_number(settings):
    assert refusal(b"slug" + b",x" * 10**6) == (
        "list.xlsx has 1000001 columns; at most 200 can be read."
    )
    settings.IMPORT_MAX_UNPACKED_RATIO = 10_000
    cells = "<c><v>1</v></c>" * 10**5
    wide = changed(xlsx(A=ROWS), SHEET, '<row r="2">', f'<row r="2">{cells}')
    assert "columns in row 2; at most 200 can be read" in refusal(wide)


def test_thousands_of_sheets_are_counted_and_only_some_named():
    told = refusal(xlsx(**{f"S{number}": [["x"]] for number in range(3_000)}))

    assert told.startswith("list.xlsx has 3000 sheets, and none of them begins with columns")
    assert "“S9”, and 2,990 more. Choose one" in told


def test_texts_that_no_cell_shows_cost_no_more_than_their_size():
    texts = b"".join(b"<si><t>%d</t></si>" % number for number in range(300_000))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = b'<sst xmlns="%b">%b</sst>' % (space, texts)

    sheet = read_bytes(
        added(xlsx(A=ROWS), **{"xl/sharedStrings.xml": shared}), "list.xlsx", COLUMNS
    )

    assert list(sheet.rows()) == [(2, ["a", "A"])]


def test_an_archive_in_an_archive_stays_one():
    inner = archive({"list.csv": b"slug\na\n"})

    assert "damaged" in refusal(archive({"xl/workbook.xml": "<a/>", "inner.xlsx": inner}))

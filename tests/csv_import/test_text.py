import codecs
import encodings.aliases
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.csv_import import COLUMNS, FileProblem, read_bytes
from tests.csv_import.files import table

LIST = "slug,name\na,Tübingen\n"


def read(data: bytes, encoding: str = ""):
    return read_bytes(data, "list.csv", COLUMNS, encoding=encoding)


def refusal(data: bytes, encoding: str = "") -> str:
    with pytest.raises(FileProblem) as refused:
        list(read(data, encoding).rows())
    return str(refused.value)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_told_with_and_without_a_byte_order_mark(encoding):
    assert list(read(LIST.encode(encoding)).rows()) == [(2, ["a", "Tübingen"])]


def test_utf_16_the_other_way_round_is_told_by_its_mark():
    data = codecs.BOM_UTF16_BE + LIST.encode("utf-16-be")

    assert list(read(data).rows()) == [(2, ["a", "Tübingen"])]


def test_utf_16_without_a_mark_is_told_by_its_header_alone():
    assert list(read("slug\n中\n".encode("utf-16-be")).rows()) == [(2, ["中"])]


def test_windows_1252_is_asked_about_with_a_sample():
    data = ("slug,name\n" + "a,A\n" * 3 + f"{'b' * 50},Universität Köln\nc,C\n").encode("cp1252")

    assert refusal(data) == (
        "list.csv is not text in UTF-8: line 5 has the byte 0xE4. Read as Windows-1252, it says "
        f"“{'b' * 20},Universität Köln”. If that looks right, add --encoding windows-1252; if not, "
        "name its encoding with --encoding NAME, or save the list as “CSV UTF-8”."
    )
    assert list(read(data, "windows-1252").rows())[3][1] == ["b" * 50, "Universität Köln"]


def test_byte_behind_a_mark_is_counted_from_the_start_of_the_text():
    assert "line 2 has the byte 0xE4" in refusal(codecs.BOM_UTF8 + b"slug\nM\xe4rz\n")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"slug,name\na,\x81\xe4\n", id="a byte that Windows-1252 has not"),
        pytest.param(b"\x00\x01\x02\xff\xfe slug", id="no text at all"),
        pytest.param("slug\nab".encode("utf-16")[:-1], id="half a character"),
    ],
)
def test_windows_1252_is_not_offered_where_it_cannot_be(data):
    sentence = refusal(data)

    assert "1252" not in sentence
    assert sentence.endswith(
        "If it is a list, name its encoding with --encoding NAME, or save the list as “CSV UTF-8”."
    )


@pytest.mark.parametrize("encoding", ["iso-8859-2", "mac-roman", "Shift_JIS", "cp850", "KOI8-R"])
def test_encoding_can_be_named(encoding):
    text = {"Shift_JIS": "東京", "KOI8-R": "Москва", "iso-8859-2": "Łódź"}.get(encoding, "Köln")

    assert list(read(f"slug\n{text}\n".encode(encoding), encoding).rows()) == [(2, [text])]


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "a\0b", "../utf-8", "ü", " "])
def test_name_of_no_text_encoding_is_refused(encoding):
    assert "is not the name of a text encoding. Names are utf-8," in refusal(b"slug\n", encoding)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(b"slug\n\xe4\n", "ascii", id="another one"),
        pytest.param(b"slug\n", "undefined", id="one that reads nothing"),
        pytest.param(rb"slug\n\ud800", "unicode-escape", id="half a pair"),
    ],
)
def test_file_that_is_not_in_the_named_encoding_is_refused(data, encoding):
    assert re.match(r"list\.csv is not text in ", refusal(data, encoding))


@pytest.mark.parametrize("encoding", sorted(set(encodings.aliases.aliases.values())))
def test_any_name_of_python_reads_or_is_refused(encoding):
    for data in (b"slug\na\n", b"\xff\x00\xe4", LIST.encode("utf-16")):
        try:
            list(read(data, encoding).rows())
        except FileProblem:
            continue


# What every encoding below can hold; half a line end would read back as a whole one in no program.
ALPHABET = st.sampled_from("ab Zé,;|\t\"'=ß\n\r#0")
CELLS = st.text(ALPHABET, max_size=6)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    named=st.sampled_from(["", "utf-8", "windows-1252", "iso-8859-15", "mac-roman", "cp850"]),
    sep=st.booleans(),
)
def test_any_table_reads_back_the_same(rows, delimiter, encoding, named, sep):
    text = table([["slug", "name", "url"], *rows], delimiter)
    line = f"sep={delimiter}\r\n" if sep else ""

    sheet = read((line + text).encode(named or encoding), named)

    assert sheet.header == ["slug", "name", "url"]
    assert list(sheet.rows()) == [
        (number, cells)
        for number, cells in enumerate(rows, start=2)
        if any(cell.strip() for cell in cells)
    ]

"""A list that nobody prepared for us goes in with a few choices and no editing."""

from collections import Counter

import pytest

from programs.csv_import import FileProblem, read_bytes
from programs.csv_import.columns import KNOWN
from programs.csv_import.map import map_columns, parse_constants, parse_mapping
from programs.csv_import.propose import propose
from programs.csv_import.validate import read_constants, validate_rows
from tests.csv_import.files import table
from tests.csv_import.unprepared import CONTENT, HEADER, MAPPING

CONSTANTS = {
    "program_type": "bootcamp",
    "summary": "A data science bootcamp.",
    "cost": "paid",
    "cost_currency": "USD",
}


def typed(content: bytes, mapping: dict[str, str], constants: dict[str, str], readings=None):
    sheet = read_bytes(content, "bootcamps.csv", KNOWN)
    names = map_columns(sheet, mapping, constants)
    return sheet, list(validate_rows(names, sheet.rows(), readings, constants, sheet.header))


def rows_of(header: str, *lines: str, mapping: dict[str, str], constants=None):
    content = "\n".join([header, *lines]).encode()
    return typed(content, mapping, constants or {})[1]


def values(header: str, *cells: str, field: str) -> object:
    """Return what one row says of the field, or its problems; a column's field is `field`, too."""
    text = table([["slug", *header.split(",")], ["a", *cells]], ",")
    [row] = typed(text.encode(), dict.fromkeys(header.split(","), field), {})[1]
    return [problem.message for problem in row.problems] or row.values.get(field)


def test_every_column_is_proposed_right():
    sheet = read_bytes(CONTENT, "bootcamps.csv", KNOWN)

    assert sheet.header == HEADER.split(",")
    assert {one.header: one.field for one in propose(sheet)} == {"URL": "url", **MAPPING}


def test_all_rows_but_the_one_that_cannot_be_told_are_read():
    readings = Counter()
    sheet, rows = typed(CONTENT, MAPPING, CONSTANTS, readings)

    assert len(rows) == 25
    assert [(row.row, str(row.problems[0])) for row in rows if row.problems] == [
        (25, "Row 25: has 9 cells where the header has 8. A comma or a quote is missing or too "
             "many."),
    ]  # fmt: skip
    assert list(sheet.notices) == [2, 5, 10, 19]
    assert {row.slug for row in rows} == {""}
    assert rows[0].values == {
        "organization": "General Assembly",
        "url": "https://generalassemb.ly",
        "name": "Web Development Immersive",
        "locations": ["US"],
        "format": "in_person",
        "cost_min": 13500,
        "cost_max": 13500,
        "description": 'they say "job ready" in 12 weeks',
        **CONSTANTS,
    }
    assert {reading.told for reading in readings if reading.column == "format"} == {
        *("online", "in_person", "hybrid"),
    }


def test_constants_give_way_to_what_a_row_says():
    _, rows = typed(CONTENT, MAPPING, CONSTANTS)
    by_name = {row.values.get("organization"): row.values for row in rows}

    assert by_name["Le Wagon"]["cost_currency"] == "EUR"
    assert by_name["Propulsion Academy"]["cost_currency"] == "CHF"
    assert by_name["Insight"]["cost"] == "free"
    assert by_name["S2DS"]["cost"] == "paid"
    assert "cost_min" not in by_name["S2DS"]


def test_sign_of_several_currencies_needs_a_constant():
    _, rows = typed(CONTENT, MAPPING, {"cost": "paid"})

    assert "“$13500” does not say which currency it is in." in str(rows[0].problems[0])


# --- Constants -------------------------------------------------------------------------------


def test_constant_stands_for_blank_cells_and_absent_columns_only():
    rows = rows_of(
        "slug,program_type",
        *("a,", "b,course", "c,nonsense", "d,\t "),
        mapping={},
        constants={"program_type": "boot camp", "topics": "nlp; vision"},
    )

    assert [row.values.get("program_type") for row in rows] == [
        *("bootcamp", "course", "bootcamp", "bootcamp"),
    ]
    assert [bool(row.problems) for row in rows] == [False, False, True, False]
    assert all(row.values["topics"] == ["nlp", "vision"] for row in rows)


def test_cell_that_clears_is_not_filled_by_a_constant():
    [row] = rows_of("slug,format", "a,(clear)", mapping={}, constants={"format": "online"})

    assert row.values["format"] == ""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["program_type=bootcam"], "--set program_type: “bootcam” is not one of degree"),
        (["zzz=1"], "--set gives “1” to “zzz”, which is no column that all rows can share."),
        (["slug=a"], "which is no column that all rows can share."),
        (
            ["summary=(clear)"],
            "--set summary: (clear) erases. Write it into the rows that it is meant for.",
        ),
        (["summary=" + "x" * 201], "--set summary: has 201 characters; 200 fit."),
        (["cost_amount=$5"], "--set cost_amount: “$5” does not say which currency it is in."),
        (["cost=paid", "cost_amount=free"], "says free for cost, and another"),
        (["cost"], "--set “cost” is not FIELD=TEXT."),
        (["cost="], "--set “cost=” is not FIELD=TEXT."),
        (["cost=paid", "COST=free"], "--set says two things of “COST”. Keep one."),
    ],
)
def test_constant_that_is_not_allowed_is_one_sentence(options, sentence):
    with pytest.raises(FileProblem) as refused:
        read_constants(parse_constants(options))

    assert sentence in str(refused.value)


def test_constant_keeps_its_equals_signs():
    assert parse_constants(["URL = https://example.org/?a=b"]) == {
        "url": "https://example.org/?a=b"
    }


def test_wrong_constant_is_told_before_any_row_is_read():
    def rows():
        raise AssertionError("A row was read.")
        yield

    with pytest.raises(FileProblem, match="--set cost"):
        next(validate_rows(["slug"], rows(), constants={"cost": "much"}))


# --- Keys ------------------------------------------------------------------------------------


def test_blank_key_is_a_problem_only_where_there_are_keys():
    [row] = rows_of("slug,name,organization", ",A,B", mapping={})
    assert str(row.problems[0]) == "Row 2, slug: is blank. Each program needs its key."

    [row] = rows_of("name,organization", "A,B", mapping={})
    assert (row.slug, row.problems) == ("", [])


# --- What a heading says ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cells", "places"),
    [
        ("COUNTRY,STATE", ["USA", "NY, CA"], ["US"]),
        ("STATE,COUNTRY", ["CA", "USA"], ["US"]),
        ("COUNTRY", ["US, CA"], ["US", "CA"]),
        ("Country", ["Canada / UK & Germany"], ["CA", "GB", "DE"]),
        ("Country", ["Trinidad and Tobago"], ["TT"]),
        ("Country", ["Georgia"], ["GE"]),
        ("State", ["Georgia"], ["US"]),
        ("Country,Where", ["Canada", "online"], ["CA", "remote"]),
        ("Location", ["Toronto, Canada"], ["Toronto, CA"]),
        ("Location", ["Austin, TX"], ["Austin, US"]),
        ("Location", ["Cambridge, MA, USA; London, UK"], ["Cambridge, US", "London, GB"]),
        ("Location,Country", ["Atlanta, GA", "USA"], ["US", "Atlanta, US"]),
        ("Location,Country", ["Toronto, CA", "Canada"], ["CA", "Toronto, CA"]),
        ("Location", ["Atlanta, GA; USA"], ["US", "Atlanta, US"]),
        ("locations", ["Toronto, CA; US; remote"], ["Toronto, CA", "US", "remote"]),
        ("locations", ["Bangalore, IN"], ["Bangalore, IN"]),
        ("locations", ["Bo, SL; Singapore, SG"], ["Bo, SL", "Singapore, SG"]),
        ("locations", ["USA, UK"], ["US", "GB"]),
        ("Location", ["Georgia, USA"], ["US"]),
        ("Location", ["New York, USA"], ["New York, US"]),
    ],
)
def test_places_are_read_as_their_heading_means_them(header, cells, places):
    assert values(header, *cells, field="locations") == places


@pytest.mark.parametrize(
    ("header", "cells", "sentence"),
    [
        (
            *("Location", ["Atlanta, GA"]),
            "“Atlanta, GA” can be in the US or in Gabon. Write Atlanta, US or Atlanta, Gabon.",
        ),
        ("locations", ["Atlanta, GA"], "can be in the US or in Gabon."),
        ("locations", ["San Francisco, CA; remote"], "can be in the US or in Canada."),
        ("Location", ["Toronto, CA"], "can be in the US or in Canada."),
        ("Location", ["CA"], "“CA” can be in the US or in Canada. Write US or Canada."),
        ("Location,Country", ["Toronto, CA", "USA, Canada"], "can be in the US or in Canada."),
        ("Country", ["NY"], "“NY” is not a country. Write its name or its ISO 3166 code"),
        ("Country", ["no"], "“no” can be Norway or say that there is none."),
        ("State", ["Ontario"], "“Ontario” is not a state of the US."),
        ("Location", ["somewhere nice"], "“somewhere nice” is not a country."),
    ],
)
def test_place_that_cannot_be_told_is_refused_with_what_it_can_be(header, cells, sentence):
    [message] = values(header, *cells, field="locations")

    assert sentence in message


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("ONLINE", "yes", "online"),
        ("Online?", "N", "in_person"),
        ("online", "both", "hybrid"),
        ("Remote", "In person", "in_person"),
        ("format", "both", "hybrid"),
    ],
)
def test_yes_and_no_of_a_column_named_online_are_formats(heading, cell, value):
    read = values(heading, cell, field="format")

    assert (read, type(read)) == (value, str)


def test_yes_elsewhere_is_no_format():
    [message] = values("Mode", "yes", field="format")

    assert message.startswith("“yes” can mean online or hybrid. Write one of in_person")


def test_countries_are_known_by_name_in_every_list_of_them():
    assert values("open_to_countries", "US; Canada, UK; CAN", field="open_to_countries") == [
        *("US", "CA", "GB"),
    ]


def test_items_of_several_columns_are_joined_once_each():
    [row] = rows_of(
        "slug,Topic,topics,Tags",
        "a,nlp,nlp; vision,vision; speech",
        mapping={"Topic": "topics", "Tags": "topics"},
    )

    assert row.values["topics"] == ["nlp", "vision", "speech"]


def test_comment_too_long_for_a_summary_is_told_with_its_length():
    [row] = rows_of("slug,COMMENTS", f"a,{'x' * 201}", mapping={"COMMENTS": "summary"})

    assert str(row.problems[0]) == "Row 2, summary: has 201 characters; 200 fit."


# --- Odd files -------------------------------------------------------------------------------

ODD = {
    "help row of the template": b"slug,name\n# Help: the key,what it calls itself\na,A\n",
    "no line end": b"slug,name\na,A",
    "old Macintosh line ends": b"slug,name\ra,A\r",
    "blanks around everything": b" slug ; name \n a ; A \n",
    "no-break spaces": "slug,name\na,\u00a0A\u00a0\n".encode(),
    "decomposed letters": "slug,name\na,A\u030a\n".encode(),
    "two marks of UTF-8 in a row": b"\xef\xbb\xbf\xef\xbb\xbfslug,name\na,A\n",
    "lines of commas at the end": b"slug,name\na,A\n,\n,\n",
    "escaped formula": b"slug,name\na,'=A\n",
    "title above the header": b"\n\nslug,name\na,A\n",
    "vertical bars": b"slug|name\na|A\n",
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_odd_file_is_read(content):
    rows = typed(content, {}, {})[1]

    assert [(row.slug, row.problems) for row in rows] == [("a", [])]
    assert rows[0].values["name"] in ("A", "=A", "\u00c5")


def test_command_option_maps_the_whole_list():
    options = [f"{column}={field}" for column, field in MAPPING.items()]

    assert parse_mapping(options) == MAPPING

import pytest
from django.core.management import CommandError

from programs.csv_import import FileProblem, parse_mapping, read_bytes
from programs.csv_import.columns import KNOWN
from programs.csv_import.map import LEFT_OUT, map_columns
from programs.csv_import.propose import ColumnProposal, Sureness, propose
from programs.csv_import.validate import validate_rows
from programs.models import Program
from tests.csv_import.files import ROW, content, load, plan_of, row, write
from tests.csv_import.test_command import run


def sheet_with(*header: str):
    return read_bytes((",".join(header) + "\n").encode(), "list.csv", KNOWN)


def refusal(header: list[str], *options: str) -> str:
    with pytest.raises(FileProblem) as problem:
        map_columns(sheet_with(*header), parse_mapping(options))
    return str(problem.value)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Degree required", "degree_minimum"),
        ("Min degree", "degree_minimum"),
        ("degree_minium", "degree_minimum"),
        ("Bootcamp", "organization"),
        ("Program", "name"),
        ("Title", "name"),
        ("Website", "url"),
        ("LINK", "url"),
        ("Price", "cost_amount"),
        ("Location", "locations"),
        ("Country", "locations"),
        ("Comments", "description"),
        ("Duration", "duration_weeks"),
    ],
)
def test_other_name_is_proposed_and_not_applied(column, field):
    assert refusal(["slug", column]) == (
        f"A column is unknown. “{column}”: did you mean {field}? "
        f'Map it with --map "{column}={field}".'
    )
    assert map_columns(sheet_with("slug", column), {column: field}) == ["slug", field]


def test_all_unknown_columns_are_told_at_once_and_only_lists_are_proposed_twice():
    told = refusal(["slug", "url", "Website", "Location", "Country", "zzz"])

    assert told.startswith(
        "Columns are unknown. “Website” is like none of ours: map it, or leave it out with "
        '--map "Website=". “Location”: did you mean locations?'
    )
    assert "“Country”: did you mean locations?" in told
    assert "“zzz” is like none of ours" in told
    assert "The columns are slug, name," in told


def test_near_miss_takes_no_field_from_a_column_that_is_sure():
    fields = [(one.field, one.sureness) for one in propose(sheet_with("Titel", "Title", "slug"))]

    assert fields == [("", "none"), ("name", "other name"), ("slug", "exact")]


def test_proposal_shows_the_first_texts_of_a_column():
    header = b"Price (USD),NAME,Degre minimum,,zzz\n"
    data = header + b",A,,x,\n$1,B, ,,\n2,C,none\n3,D,none,y,\n4,E,phd,z,\n"
    sheet = read_bytes(data, "list.csv", KNOWN)

    assert propose(sheet) == [
        ColumnProposal("Price (USD)", "cost_amount", Sureness.OTHER_NAME, ("$1", "3", "4")),
        ColumnProposal("NAME", "name", Sureness.EXACT, ("A", "B", "D")),
        ColumnProposal("Degre minimum", "degree_minimum", Sureness.NEAR, ("none", "phd")),
        ColumnProposal("", "", Sureness.NONE, ("x", "y", "z")),
        ColumnProposal("zzz", "", Sureness.NONE, ()),
    ]


def test_command_tells_what_the_screen_proposes():
    sheet = sheet_with("slug", "Titel", "Country", "State", "Website", "Web adress", "Prize")
    told = refusal(sheet.header)

    for one in propose(sheet)[1:]:
        assert (
            f"“{one.header}”: did you mean {one.field}?" in told
            if one.field
            else (f"“{one.header}” is like none of ours" in told)
        )


def test_column_without_a_name_can_be_left_out():
    sheet = sheet_with("slug", "name", "")

    assert map_columns(sheet, {"Column 3": ""}) == ["slug", "name", ""]
    assert refusal(["slug", "name", ""]) == (
        'Column 3 has no name in the first row. Name it, or leave it out with --map "Column 3=".'
    )


def test_key_may_lack_where_organization_and_name_are_there():
    mapping = {"Program": "name", "Bootcamp": "organization"}

    assert map_columns(sheet_with("Program", "Bootcamp"), mapping) == ["name", "organization"]
    assert map_columns(sheet_with("name"), constants=["organization"]) == ["name"]
    assert "The columns organization and name together say so too." in refusal(["name", "url"])


def test_several_columns_fill_a_list_but_the_same_one_does_not_stand_twice():
    sheet = sheet_with("slug", "Country", "State", "locations")
    mapping = {"Country": "locations", "State": "locations"}

    assert map_columns(sheet, mapping) == ["slug", *["locations"] * 3]
    assert "stands twice in the first row" in refusal(["slug", "topics", "Topics"])
    assert "are both to be rounds" in refusal(["slug", "rounds", "Dates"], "Dates=rounds")


def test_file_of_other_names_only_is_a_list_of_programs():
    assert "did you mean url?" in refusal(["Title", "Website"])
    assert "is not a list of programs" in refusal(["Dear all", "hello"])


@pytest.mark.parametrize(
    ("header", "options", "sentence"),
    [
        (
            ["slug", "Site"],
            ["Sight=url"],
            "--map names column “Sight”, which is not in the file. It has “slug”, “Site”.",
        ),
        (
            ["slug", "Site"],
            ["Site=ulr"],
            "--map gives column “Site” to “ulr”, which is no column that we know. The columns are",
        ),
        (
            ["slug", "Degree"],
            ["Degree=degree_minium"],
            "which is no column that we know. Did you mean degree_minimum? The columns are",
        ),
        (
            ["slug", "url", "Site"],
            ["Site=url"],
            "Columns “url” and “Site” are both to be url. Leave one out with "
            '--map "url=" or --map "Site=".',
        ),
        (["slug", "a", "A"], ["a=name", "A=name"], "Column “A” stands twice in the first row."),
        (["slug", "a"], ["a=name", "a=url"], "--map says two things of column “a”. Keep one."),
        (["slug", "a"], ["a=name", "A=url"], "--map says two things of column “a”. Keep one."),
        (["slug", "a"], ["a"], "--map “a” is not COLUMN=FIELD."),
        (["slug", "a"], ["=name"], "--map “=name” is not COLUMN=FIELD."),
        (["slug", "name"], ["slug="], "Column “slug” is missing"),
    ],
)
def test_wrong_mapping_is_one_clear_sentence(header, options, sentence):
    assert sentence in refusal(header, *options)


def test_proposal_can_be_copied_into_a_shell():
    assert "Map it with --map 'Price ($)=cost_amount'." in refusal(["slug", "Price ($)"])


def test_mapping_finds_columns_in_other_letters_and_with_an_equals_sign():
    mapping = parse_mapping(["TITLE=name", "a=b=URL", "notes="])

    assert map_columns(sheet_with("slug", "Title", "a=b", "Notes"), mapping) == [
        *("slug", "name", "url", ""),
    ]


@pytest.mark.django_db
def test_command_tells_what_it_mapped_left_out_and_read_as_something_else(tmp_path):
    renamed = {"name": "Program", "url": "Website"}
    cells = {renamed.get(name, name): text for name, text in ROW.items()}
    more = {"Degree required": "MSc", "Comments": "internal", "Duration": "3-6 months"}
    path = write(
        tmp_path / "a.csv",
        {**cells, **more},
        {**cells, **more, "slug": "b", "Duration": "8 weeks"},
        {**cells, **more, "slug": "c", "Degree required": "master", "Duration": ""},
    )
    options = ["Program=name", "Website=url", "Degree required=degree_minimum"]
    options += ["Duration=duration_weeks", "Comments="]

    with pytest.raises(CommandError, match=r"did you mean name\?.*Nothing was written"):
        run(path)
    printed = run(path, *(part for option in options for part in ("--map", option)))

    assert printed.splitlines() == [
        "Column “Program” as name.",
        "Column “Website” as url.",
        "Column “Degree required” as degree_minimum.",
        "Column “Duration” as duration_weeks.",
        "Columns left out: Comments.",
        "degree_minimum: “MSc” as master: 2 rows",
        "duration_weeks: “3-6 months” as duration_weeks_min 13, duration_weeks_max 26: 1 row",
        "duration_weeks: “8 weeks” as duration_weeks_min 8, duration_weeks_max 8: 1 row",
        "New organizations: Example Lab.",
        "3 new, 0 updated, 0 unchanged, 0 invalid, 1 column left out",
    ]
    first = Program.objects.get(slug=ROW["slug"])
    assert (first.degree_minimum, first.duration_weeks_min, first.duration_weeks_max) == (
        *("master", 13, 26),
    )
    assert first.description == ""


# --- Cells that speak of other columns -------------------------------------------------------

pricey = {"cost": "paid", "cost_min": "3000", "cost_max": "5000", "cost_currency": "USD"}


def problems_of(**cells: str) -> list[str]:
    return [str(problem) for problem in plan_of(row(**cells)).problems]


@pytest.mark.django_db
def test_cells_of_a_row_must_not_contradict_each_other():
    assert problems_of(duration_weeks_min="3-6 months", duration_weeks_max="26") == []
    assert problems_of(duration_weeks_min="3-6 months", duration_weeks_max="30") == [
        "Row 2, duration_weeks_min: “3-6 months” says 26 for duration_weeks_max, and another cell "
        "of the row says 30. Make them agree."
    ]
    assert "says EUR for cost_currency" in str(problems_of(**{**pricey, "cost_min": "€3000"}))
    assert "says free for cost" in str(problems_of(cost="paid", cost_amount="Free"))


@pytest.mark.django_db
def test_sign_of_several_currencies_needs_the_one_that_is_meant():
    assert problems_of(**{**pricey, "cost_min": "$3,000", "cost_currency": "CAD"}) == []
    assert problems_of(cost="paid", cost_amount="$3,000")[0] == (
        "Row 2, cost_amount: “$3,000” does not say which currency it is in. Write one in "
        "cost_currency: USD, CAD, AUD, NZD …"
    )
    assert "is no amount in EUR, which cost_currency says" in str(
        problems_of(**{**pricey, "cost_min": "$3,000", "cost_currency": "EUR"})
    )


@pytest.mark.django_db
def test_new_currency_does_not_become_that_of_an_amount_that_stays():
    load(row(**pricey))

    assert problems_of(cost_min="€1200") == [
        "Row 2, cost_max: is 5,000 USD, and cost_currency is to be EUR. State both amounts, or "
        "write (clear)."
    ]
    assert problems_of(cost_amount="€1200") == problems_of(cost_min="€1200-€1500") == []


def test_cells_of_a_column_left_out_are_not_looked_at():
    sheet = read_bytes(content(row(Notes="a\0b")), "a.csv", KNOWN)

    [typed] = validate_rows(map_columns(sheet, {"Notes": LEFT_OUT}), sheet.rows())

    assert typed.problems == []

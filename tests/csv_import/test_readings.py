"""What people write is read as what they mean, or refused; never as something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.csv_import.cells import SEPARATOR, Choice, YesNo
from programs.csv_import.columns import COLUMNS, KNOWN
from programs.csv_import.deltas import is_delta, signed
from programs.csv_import.problems import CellProblem
from programs.csv_import.said import Said
from programs.csv_import.spellings import COLUMN_NAMES, SPELLINGS, UNDECIDED, fold, readings
from programs.csv_import.validate import NOTHING, read_cell
from programs.models import Program
from tests.csv_import.strategies import states

CHOICES = [name for name, column in COLUMNS.items() if isinstance(column.kind, Choice)]
YES_NO = [name for name, column in COLUMNS.items() if isinstance(column.kind, YesNo)]


def values_of(name: str, cell: str) -> dict:
    """Return all that the cell gives, by column."""
    value = read_cell(name, cell)
    return value.values if isinstance(value, Said) else {} if value is NOTHING else {name: value}


def refusal(name: str, cell: str) -> str:
    with pytest.raises(CellProblem) as problem:
        read_cell(name, cell)
    return str(problem.value)


# --- Words -----------------------------------------------------------------------------------

WORDS = {
    "degree_minimum": {
        "master": [
            "Master's",
            "Master’s degree",
            "MSc",
            "M.Sc.",
            "MS",
            "graduate",
            "GRADUATE Degree",
        ],
        "bachelor": ["BSc", "Bachelor", "Bachelors", "undergraduate degree", "Bachelor’s degree"],
        "phd": ["PhD", "Ph.D.", "doctorate"],
        "none": ["no degree", "None required", " none "],
    },
    "cost": {"free": ["Free", "FREE", "$0", "0"], "paid": ["You pay"]},
    "format": {"in_person": ["In person", "in-person", "in_person", "In  Person"]},
    "time_commitment": {"full_time": ["Full-time", "full time", "Full–time"]},
}


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [(name, value, cell) for name in WORDS for value in WORDS[name] for cell in WORDS[name][value]],
)
def test_spelling_is_read_as_its_value(name, value, cell):
    assert values_of(name, cell) == {name: value}


@pytest.mark.parametrize("name", CHOICES)
@given(data=st.data())
def test_every_value_and_label_reads_as_itself_however_it_is_typed(name, data):
    value, label = data.draw(st.sampled_from(Program._meta.get_field(name).choices))
    cell = data.draw(st.sampled_from([value, label]))
    typed = data.draw(st.sampled_from([str.upper, str.lower, str.title, str]))(cell)
    typed = data.draw(st.sampled_from([typed, f"  {typed} ", typed.replace("’", "'")]))

    assert values_of(name, typed) == {name: value}


@pytest.mark.parametrize("name", CHOICES)
def test_no_spelling_means_two_values(name):
    kind = COLUMNS[name].kind
    tables = [*SPELLINGS.get(name, {}).values()]

    assert not set(kind.readings) & set(kind.undecided)
    assert set(SPELLINGS.get(name, {})) <= set(kind.values)
    assert {value for values in kind.undecided.values() for value in values} <= set(kind.values)
    assert all(kind.readings[fold(one)] for spellings in tables for one in spellings)


def test_table_in_which_a_spelling_means_two_values_is_refused():
    with pytest.raises(ValueError, match="“Phd” would mean two values"):
        readings("awards_degree", [("master", "PhD"), ("other", "Phd")])


@given(st.text())
def test_folding_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "cell", "sentence"),
    [
        ("awards_degree", "graduate degree", "can mean master or phd. Write one of bachelor, mas"),
        ("enrollment", "graduates", "can mean none or graduate."),
        ("degree_minimum", "yes", "can mean bachelor, master or phd."),
        ("research_experience", "yes", "can mean helpful or required."),
        ("degree_minimum", "mastre", "none, bachelor, master, phd. Did you mean “master”?"),
        ("format", "zebra", "“zebra” is not one of in_person, online, hybrid."),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_is_allowed(name, cell, sentence):
    assert sentence in refusal(name, cell)


def test_tables_are_about_columns_that_there_are():
    assert {*SPELLINGS, *UNDECIDED} <= set(CHOICES)
    assert set(COLUMN_NAMES) <= set(KNOWN)


def test_no_other_name_of_a_column_stands_for_two_or_is_one_itself():
    names = [fold(name) for name in KNOWN]
    names += [fold(other) for others in COLUMN_NAMES.values() for other in others]

    assert len(names) == len(set(names))


# --- Yes and no ------------------------------------------------------------------------------


MEANT = {True: ["yes", "y", "true", "1", "x"], False: ["no", "n", "false", "0"]}


@pytest.mark.parametrize("name", YES_NO)
@given(cell=st.one_of(st.text(), st.sampled_from(["Y", "FALSE", "on", "off", "-", *MEANT[True]])))
def test_yes_and_no_are_never_an_accident(name, cell):
    try:
        values = values_of(name, cell)
    except CellProblem:
        return
    if values and cell.strip() != "(clear)":
        assert cell.strip().removeprefix("'").lower() in MEANT[values[name]]


@pytest.mark.parametrize("meant", MEANT)
def test_yes_and_no_are_read_in_any_letters(meant):
    for cell in MEANT[meant]:
        assert values_of("rolling", cell) == {"rolling": meant}
        assert values_of("rolling", cell.upper()) == {"rolling": meant}


# --- Lengths of time -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("8", 8, None),
        ("8 weeks", 8, None),
        ("1 year", 52, None),
        ("3 Months", 13, None),
        ("3-6 months", 13, 26),
        ("3 to 6 months", 13, 26),
        ("2 weeks – 1 year", 2, 52),
        ("8-12", 8, 12),
    ],
)
def test_length_of_time_becomes_weeks(cell, low, high):
    both = {"duration_weeks_min": low, "duration_weeks_max": low if high is None else high}

    assert values_of("duration_weeks", cell) == both
    assert values_of("duration_weeks_min", cell) == (
        {"duration_weeks_min": low} if high is None else both
    )


@pytest.mark.parametrize("cell", ["about 8 weeks", "8+", "6-3 months", "3 months to 6", "8 moons"])
def test_other_lengths_are_refused(cell):
    assert f"“{cell}” is no" in refusal("duration_weeks", cell)


# --- Money -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "amount", "currency"),
    [
        ("4500", 4500, None),
        ("4,500", 4500, None),
        ("US$ 4500", 4500, "USD"),
        ("US$4,500.00", 4500, "USD"),
        ("$4,500 CAD", 4500, "CAD"),
        ("4500 EUR", 4500, "EUR"),
        ("€1.200,00", 1200, "EUR"),
        ("€1.200.000", 1200000, "EUR"),
        ("2\u202f500 €", 2500, "EUR"),
        ("₹1,00,000", 100000, "INR"),
    ],
)
def test_amount_is_read_with_its_currency(cell, amount, currency):
    said = {"cost_currency": currency} if currency else {}

    assert values_of("cost_max", cell) == {"cost_max": amount, **said}
    assert values_of("cost_amount", cell) == {"cost_min": amount, "cost_max": amount, **said}


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("€1.200", "“€1.200” can be 1,200 or 1.2. Write 1200 if it is that."),
        ("4,50", "is not a whole amount"),
        ("99.95", "is not a whole amount"),
        ("4.5k", "is not a whole amount"),
        ("5000-3000", "no range from a smaller to a larger"),
        ("€3000-£5000", "names two currencies"),
        ("4500 XYZ", "is not a whole amount"),
        ("100 all", "is not a whole amount"),
        ("500 top", "is not a whole amount"),
        ("9,999,999,999", "is not a whole number from 0 to 2147483647"),
        ("-5", "is not a whole amount"),
        ("ask us", "is not a whole amount"),
    ],
)
def test_amount_that_cannot_be_told_is_refused(cell, sentence):
    assert sentence in refusal("cost_amount", cell)
    assert sentence in refusal("funding_min", cell)


def test_range_of_amounts_fills_both_and_a_whole_price_can_be_free():
    both = {"cost_min": 3000, "cost_max": 5000, "cost_currency": "USD"}

    assert values_of("cost_min", "US$3,000-$5,000") == values_of("cost_amount", "3000-5000 USD")
    assert values_of("cost_amount", "3000-5000 USD") == both
    assert values_of("cost_amount", "Free") == values_of("cost_amount", "$0") == {"cost": "free"}
    assert values_of("cost_min", "0") == {"cost_min": 0}


# --- Dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["31/12/2026", "12/31/2026", "31.12.2026", "31-12-2026"])
def test_date_with_one_reading_is_read(cell):
    assert values_of("last_seen", cell) == {"last_seen": "2026-12-31"}


def test_date_with_two_readings_is_refused_with_both():
    assert refusal("last_seen", "03/04/2026") == (
        "“03/04/2026” can be 3 April 2026 or 4 March 2026: whether the day or the month comes "
        "first cannot be told. Write 2026-04-03 or 2026-03-04."
    )
    assert refusal("last_seen", "31/02/2026") == "“31/02/2026” is not in the calendar."


def test_rounds_take_dates_as_the_export_writes_them_only():
    assert "Write 2026-12-31." in refusal("rounds", "2026||31/12/2026")


# --- Laws ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("3", "6", "12", "0", "4,500", "1.200", "2026", "31", "/", "-", "–", " to ", ".", ",00"),
        *("$", "€", "USD", "weeks", "months", "year", "Free", "yes", "no", "x", "(clear)"),
    ]
)
CELLS = st.lists(st.one_of(PIECES, st.just(" ")), min_size=1, max_size=6).map("".join)


@given(states())
def test_cell_of_an_export_is_read_word_for_word(state):
    for name, column in COLUMNS.items():
        if name in state and state[name] not in ("", None, []):
            assert read_cell(name, column.cell(state[name])) == state[name]


def written(column, value) -> str:
    """Return a value as a file has it, and of a list that changes only what comes and goes."""
    if is_delta(value):
        return SEPARATOR.join(signed(value, column.kind.format_item))
    return column.cell(value)


@given(st.sampled_from(sorted(KNOWN)), CELLS)
def test_reading_what_was_read_changes_nothing(name, cell):
    try:
        values = values_of(name, cell)
    except CellProblem:
        return
    for column, value in values.items():
        if value not in ("", None, []):
            again = written(COLUMNS[column], value)
            assert read_cell(column, again) == value

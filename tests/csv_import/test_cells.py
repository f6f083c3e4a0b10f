import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.csv_import.cells import (
    Choice,
    Currency,
    Date,
    Number,
    Slug,
    Text,
    Url,
    YesNo,
    clean,
    escape,
    refuse_control_characters,
    unescape,
)
from programs.csv_import.columns import COLUMNS
from programs.csv_import.lists import (
    List,
    format_round,
    parse_country,
    parse_place,
    parse_round,
)
from programs.csv_import.problems import CellProblem
from programs.csv_import.rules import broken_rules
from tests.csv_import.strategies import states, texts


@given(st.text())
def test_what_is_escaped_comes_back(text):
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1", "(clear)"])
def test_formula_is_escaped_on_the_way_out(start):
    assert escape(start) == f"'{start}"


@pytest.mark.parametrize("text", ["8099", "It's", "'quoted'", "a=b", "(clear) skies"])
def test_ordinary_text_is_left_alone(text):
    assert escape(text) == text


@given(st.text())
def test_clean_text_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)


@given(states())
def test_every_value_survives_the_way_through_its_cell(state):
    for name, column in COLUMNS.items():
        if name in state and state[name] not in ("", None, []):
            assert column.kind.parse(column.kind.format(state[name])) == state[name], name


@given(texts(80), texts(80))
def test_round_survives_the_way_through_its_cell(label, note):
    one = {
        "label": label or "2027",
        "opens_on": "2026-08",
        "closes_on": None,
        "starts_on": "2027",
        "closes_at_note": note,
        "cancelled": bool(note),
    }

    assert parse_round(format_round(one)) == one


def test_round_parts_at_the_end_may_be_left_off():
    assert parse_round("2027 cohort|2026-08||2027-01") == {
        "label": "2027 cohort",
        "opens_on": "2026-08",
        "closes_on": None,
        "starts_on": "2027-01",
        "closes_at_note": "",
        "cancelled": False,
    }
    assert parse_round("2027 cohort") == parse_round("2027 cohort|||||")


@pytest.mark.parametrize(
    ("parse", "cell", "sentence"),
    [
        pytest.param(
            Choice(("none", "bachelor")).parse,
            "masters",
            "“masters” is not one of none, bachelor.",
            id="choice",
        ),
        pytest.param(YesNo().parse, "maybe", "“maybe” is neither yes nor no.", id="yes or no"),
        pytest.param(Number().parse, "8 weeks", "“8 weeks” is not a whole number", id="words"),
        pytest.param(Number().parse, "-1", "“-1” is not a whole number", id="negative"),
        pytest.param(Number().parse, "3000000000", "is not a whole number from 0 to", id="huge"),
        pytest.param(Number().parse, "٣", "is not a whole number", id="digits of another script"),
        pytest.param(Date().parse, "2023-02-30", "“2023-02-30” is not in the calendar.", id="date"),
        pytest.param(
            Date().parse, "03/04/2026", "can be 3 April 2026 or 4 March 2026", id="slashes"
        ),
        pytest.param(Currency().parse, "DOLLARS", "“DOLLARS” is not a currency.", id="currency"),
        pytest.param(parse_country, "XX", "“XX” is not a country.", id="country"),
        pytest.param(parse_place, "Toronto, Kanada", "“Kanada” is not a country", id="place"),
        pytest.param(Url(500).parse, "javascript:alert(1)", "is not a web address", id="script"),
        pytest.param(Url(500).parse, "example.org", "Write it from https:// on.", id="no scheme"),
        pytest.param(Slug(80).parse, "AI Residency", "is not a key", id="key"),
        pytest.param(Text(5).parse, "sixsix", "has 6 characters; 5 fit.", id="long"),
        pytest.param(parse_round, "|2026", "has no label before its first |.", id="no label"),
        pytest.param(parse_round, "a|b", "“b” is not a date.", id="round date"),
        pytest.param(parse_round, "a|||||off", "is not a round.", id="round state"),
        pytest.param(refuse_control_characters, "a\0b", "control character U+0000", id="NUL"),
    ],
)
def test_cell_that_says_nothing_its_column_can_hold_is_told(parse, cell, sentence):
    with pytest.raises(CellProblem) as problem:
        parse(cell)

    assert sentence in str(problem.value)


def test_capitals_do_not_matter_in_words_and_codes():
    assert Choice(("none",)).parse("None") == "none"
    assert YesNo().parse("YES") is True
    assert parse_place("toronto, ca") == "toronto, CA"
    assert parse_place("Remote") == "remote"


def test_lists_drop_repeats_and_blanks():
    assert List(str, "").parse("a; b;; a ;") == ["a", "b"]


@given(states())
def test_strategy_makes_states_that_the_rules_allow(state):
    assert list(broken_rules(state)) == []

import datetime

import pytest

from programs.checks import Checks, Made
from programs.dates import PartialDate
from programs.models import Evidence, Program
from programs.presentation import facts, sourcing

AUGUST = datetime.datetime(2026, 8, 12, 10, tzinfo=datetime.UTC)
SEPTEMBER = datetime.datetime(2026, 9, 3, 10, tzinfo=datetime.UTC)
OCTOBER = datetime.datetime(2026, 10, 1, 10, tzinfo=datetime.UTC)
DEGREE = facts.Fact(label="Degree", words="No degree", fields=("degree_minimum", "degree_note"))


def checks_of(*checks, **changed_at):
    return Checks(tuple(Made(at, fields, at) for fields, at in checks), changed_at)


def line(program=None, evidence=(), checks=None):
    program = program or Program(degree_minimum="none")
    return sourcing.with_sources(program, [DEGREE], evidence, checks or checks_of())[0]


def test_a_source_is_no_check():
    program = Program(source_date=PartialDate(2023, 6))

    words = sourcing.freshness_words(program, checks_of().confirmed)

    assert words == "From a source of June 2023, not yet checked"


def test_an_undated_source_says_so():
    words = sourcing.freshness_words(Program(), None)

    assert words == "From an undated source, not yet checked"


def test_a_check_of_everything_gives_its_day():
    checks = checks_of(([], AUGUST))

    assert sourcing.freshness_words(Program(), checks.confirmed) == "Checked 12 August 2026"


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param(checks_of(([], AUGUST), (["cost"], OCTOBER)), id="then-of-a-part"),
        pytest.param(checks_of(([], AUGUST), summary=OCTOBER), id="what-decides-nothing-changed"),
        pytest.param(
            checks_of(([], AUGUST), (["cost"], OCTOBER), cost=SEPTEMBER), id="the-rest-again"
        ),
    ],
)
def test_a_check_of_everything_counts_from_the_oldest_that_stands(checks):
    words = sourcing.freshness_words(Program(), checks.confirmed)

    assert words == "Checked 12 August 2026"


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param(checks_of((["cost"], AUGUST)), id="one-field"),
        pytest.param(checks_of(([], AUGUST), cost=OCTOBER), id="changed-since"),
    ],
)
def test_a_check_of_a_part_is_not_one_of_the_whole(checks):
    words = sourcing.freshness_words(Program(), checks.confirmed)

    assert words.startswith("Checked in part, last on 12 August")


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        pytest.param(checks_of(([], AUGUST)), "12 August 2026", id="everything"),
        pytest.param(checks_of((["degree_minimum"], AUGUST)), "12 August 2026", id="the-field"),
        pytest.param(checks_of((["cost"], AUGUST)), "", id="another-field"),
        pytest.param(checks_of(([], AUGUST), degree_minimum=OCTOBER), "", id="changed-since"),
        pytest.param(
            checks_of(([], OCTOBER), degree_minimum=AUGUST), "1 October 2026", id="changed-before"
        ),
        pytest.param(
            checks_of((["cost"], OCTOBER), ([], AUGUST)), "12 August 2026", id="older-but-covers-it"
        ),
    ],
)
def test_a_fact_is_checked_only_as_it_stands(checks, words):
    assert line(checks=checks).checked_on == words


def test_a_stated_note_must_be_checked_too():
    program = Program(degree_minimum="none", degree_note="A test instead")

    checked = line(program, checks=checks_of((["degree_minimum"], AUGUST)))

    assert checked.checked_on == ""


def test_evidence_stands_beside_its_field_once():
    evidence = [
        Evidence(field="degree_minimum", kind="quote", quote="None.", url="https://www.x.org/a"),
        Evidence(field="degree_note", kind="quote", quote="None.", url="https://www.x.org/a"),
        Evidence(field="cost", quote="Free."),
    ]

    (source,) = line(evidence=evidence).sources

    assert (source.words, source.host, source.quoted) == ("None.", "x.org", True)


def test_general_knowledge_is_no_source():
    told = line(evidence=[Evidence(field="degree_minimum", kind="general_knowledge")])

    assert told.from_general_knowledge
    assert told.sources == ()


def test_general_knowledge_beside_a_source_is_not_worth_a_word():
    evidence = [
        Evidence(field="degree_minimum", kind="general_knowledge"),
        Evidence(field="degree_minimum", quote="None."),
    ]

    assert not line(evidence=evidence).from_general_knowledge

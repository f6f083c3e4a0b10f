import datetime

import pytest

from programs.presentation.reports import about_words, fact_with, options, standing_of
from tests.factories import ProgramFactory, ReportFactory, SuggestionFactory

pytestmark = pytest.mark.django_db


def test_every_fact_of_the_page_can_be_reported_once():
    flat = [
        value
        for _, group in options(ProgramFactory(degree_minimum="phd"))
        if isinstance(group, list)
        for value, _ in group
    ]

    assert len(flat) == len(set(flat)) == 29
    assert {"name", "degree_minimum", "locations", "cost", "funding", "rounds"} <= set(flat)


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("cost_note", "You pay"),
        ("open_to_countries", "Where you are from"),
        ("rounds", "Dates to apply"),
    ],
)
def test_a_field_is_told_by_its_fact(field, label):
    assert fact_with(ProgramFactory(), field).label == label


def test_a_field_that_the_page_does_not_tell_has_no_fact():
    assert fact_with(ProgramFactory(), "created_at") is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"field": "cost"}, "You pay"),
        ({"field": ""}, "Something else"),
        ({"field": "gone"}, "Something else"),
        ({"kind": "ended"}, "The program has ended"),
    ],
)
def test_it_is_said_what_a_report_is_about(given, words):
    assert about_words(ReportFactory(**given)) == words


def test_a_suggestion_is_about_a_program_that_is_missing():
    assert about_words(SuggestionFactory()) == "A program that is missing"


@pytest.mark.parametrize("state", ["received", "held"])
def test_an_open_report_is_received_whatever_we_think_of_it(state):
    standing = standing_of(ReportFactory(state=state))

    assert (standing.state, standing.label) == ("received", "Received")


def test_an_answer_has_its_day():
    at = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)

    standing = standing_of(ReportFactory(state="declined", handled_at=at))

    assert (standing.label, standing.words) == ("Declined on 22 November 2026", "")


@pytest.mark.parametrize(
    ("kind", "words"), [("correction", "has been put right"), ("ended", "says that it has closed")]
)
def test_an_accepted_report_says_what_came_of_it(kind, words):
    assert words in standing_of(ReportFactory(kind=kind, state="accepted")).words

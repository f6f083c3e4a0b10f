"""What changed, in sentences: pure, so each case is two states and what is said of them."""

from typing import Any

import pytest
from hypothesis import given

from programs.csv_import.planned import blank_state
from programs.ledger import CURATED_FIELDS, State
from programs.ledger.told import TOLD_FIELDS, UNTOLD
from programs.presentation.changes import TOPICS, sentences
from tests.csv_import.strategies import states

NAMES = {
    ("organization", "lab"): "The Lab",
    ("topics", "nlp"): "NLP",
    ("topics", "robotics"): "Robotics",
    ("audiences", "women"): "Women",
    ("successor", "next"): "Robot School",
}
BASE: State = blank_state() | {
    "slug": "robots",
    "name": "Robot Year",
    "organization": "house",
    "program_type": "fellowship",
    "url": "https://a.example",
    "summary": "A year.",
    "status": "active",
}


def told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What is said where these fields change and all others are as in BASE."""
    return sentences(BASE | before, BASE | before | after, NAMES)


USD = {"cost_currency": "USD"}

CASES = {
    "closed": ({}, {"status": "closed"}, "Closed for good"),
    "again": ({"status": "closed"}, {"status": "active"}, "Running again (was: closed)"),
    "known": ({"status": "unknown"}, {"status": "active"}, "Now known to be running"),
    "paused": ({}, {"status": "paused"}, "Paused (was: running)"),
    "lost": ({}, {"status": "unknown"}, "Not known to be running any more (was: running)"),
    "name": ({}, {"name": "Robot School"}, "Now called Robot School (was: Robot Year)"),
    "house": ({}, {"organization": "lab"}, "Now run by The Lab (was: house)"),
    "type": (
        {},
        {"program_type": "residency"},
        "Program type: now residency (was: fellowship)",
    ),
    "address": (
        {},
        {"url": "https://b.example"},
        "Official page: now https://b.example (was: https://a.example)",
    ),
    "degree": (
        {"degree_minimum": "none"},
        {"degree_minimum": "bachelor"},
        "Now asks for a bachelor’s degree (was: none)",
    ),
    "no degree": (
        {"degree_minimum": "phd"},
        {"degree_minimum": "none"},
        "Now asks for no degree (was: a PhD)",
    ),
    "degree said": (
        {},
        {"degree_minimum": "master", "degree_or_equivalent": True},
        "Now asks for a graduate degree or equivalent experience (was: doesn’t say)",
    ),
    "degree unsaid": (
        {"degree_minimum": "master"},
        {"degree_minimum": ""},
        "No longer says what degree it asks for (was: a graduate degree)",
    ),
    "nothing stands in": (
        {"degree_minimum": "master"},
        {"degree_or_equivalent": False},
        "Or equivalent experience: now no (was: doesn’t say)",
    ),
    "worldwide": (
        {"open_worldwide": False, "open_to_countries": ["US"]},
        {"open_worldwide": True, "open_to_countries": []},
        "Now open to people of all countries (was: United States)",
    ),
    "some countries": (
        {"open_worldwide": True},
        {"open_worldwide": False, "open_to_countries": ["US", "CA"]},
        "Now open to people of Canada and United States (was: all countries)",
    ),
    "not all countries": (
        {"open_worldwide": True},
        {"open_worldwide": False},
        "Not open to people of all countries (was: all countries)",
    ),
    "origin unsaid": (
        {"open_worldwide": True},
        {"open_worldwide": None},
        "No longer says where one may come from (was: all countries)",
    ),
    "visa": ({"sponsors_visa": False}, {"sponsors_visa": True}, "Now sponsors a visa (was: no)"),
    "no visa": (
        {"sponsors_visa": True},
        {"sponsors_visa": False},
        "Does not sponsor a visa (was: yes)",
    ),
    "visa unsaid": (
        {"sponsors_visa": True},
        {"sponsors_visa": None},
        "No longer says whether it sponsors a visa (was: yes)",
    ),
    "rolling": (
        {},
        {"rolling": True},
        "Now takes applications all year round (was: doesn’t say)",
    ),
    "fee": (
        {"cost": "paid", "cost_min": 4000, "cost_max": 4000, **USD},
        {"cost_min": 5000, "cost_max": 5000},
        "Now costs US$5,000 (was: US$4,000)",
    ),
    "free": (
        {"cost": "paid", "cost_min": 400, "cost_max": 400, **USD},
        {"cost": "free", "cost_min": None, "cost_max": None, "cost_currency": ""},
        "Now free (was: US$400)",
    ),
    "fee unsaid": (
        {"cost": "paid"},
        {"cost": ""},
        "What you pay: doesn’t say any more (was: you pay)",
    ),
    "pay": (
        {"funding": "none"},
        {
            "funding": "stipend",
            "funding_min": 2000,
            "funding_max": 2000,
            "funding_currency": "USD",
            "funding_period": "month",
        },
        "What you get: now stipend, US$2,000 a month (was: nothing)",
    ),
    "length": (
        {"duration_weeks_min": 8, "duration_weeks_max": 8},
        {"duration_weeks_min": 10, "duration_weeks_max": 12},
        "Length: now 10 to 12 weeks (was: 8 weeks)",
    ),
    "age": (
        {"minimum_age": 18},
        {"minimum_age": None},
        "Age: doesn’t say any more (was: 18 or older)",
    ),
    "audience": (
        {},
        {"audiences": ["women"], "audience_only": True},
        "Meant for: now Women, and nobody else (was: doesn’t say)",
    ),
    "topics": (
        {"topics": ["nlp"]},
        {"topics": ["robotics"]},
        "Topics: now also Robotics; no longer NLP",
    ),
    "first topics": ({}, {"topics": ["robotics", "nlp"]}, "Topics: now NLP, Robotics"),
    "places": ({}, {"locations": ["Toronto, CA"]}, "Where: now Toronto, Canada"),
    "mentor": ({}, {"mentorship": True}, "Mentor: now yes (was: doesn’t say)"),
    "abbreviation": (
        {"enrollment": "undergraduate"},
        {"enrollment": "phd"},
        "Enrollment: now PhD students (was: undergraduates)",
    ),
    "note": (
        {"cost_note": "By income."},
        {"cost_note": "n" * 300},
        f"Cost note: now “{'n' * 200}…” (was: “By income.”)",
    ),
    "description": (
        {"description": "Long."},
        {"description": "X"},
        "The description was rewritten",
    ),
    "follower": ({}, {"successor": "next"}, "Followed by Robot School"),
    "no follower": (
        {"successor": "next"},
        {"successor": None},
        "No longer followed by Robot School",
    ),
}


@pytest.mark.parametrize(("before", "after", "sentence"), CASES.values(), ids=CASES)
def test_a_change_reads_as_a_sentence(before, after, sentence):
    assert told(before, after) == [sentence]


def test_what_weighs_more_comes_first():
    after = {"mentorship": True, "status": "closed", "degree_minimum": "phd"}

    assert told({}, after) == [
        "Closed for good",
        "Now asks for a PhD (was: doesn’t say)",
        "Mentor: now yes (was: doesn’t say)",
    ]


def test_a_successor_that_visitors_may_not_see_is_not_told():
    assert told({}, {"successor": "secret"}) == []


def test_every_curated_field_is_told_or_left_out_on_purpose():
    covered = [name for fields in TOPICS for name in fields]

    assert sorted([*covered, *UNTOLD]) == sorted(CURATED_FIELDS)
    assert sorted(covered) == sorted(TOLD_FIELDS)


PLAIN = {
    "max_years_since_degree": 5,
    "field_background": "any",
    "programming_level": "basic",
    "ml_level": "basic",
    "research_experience": "helpful",
    "apply_via": "self",
    "format": "online",
    "time_commitment": "part_time",
    "hours_per_week": 9,
    "career_services": True,
    "awards_degree": "phd",
    "builds_programming": "basic",
    "builds_ml": "basic",
    "builds_research": True,
    "eligibility_note": "Asks.",
    "roles": ["x"],
    "status_note": "N",
    "degree_note": "N",
    "funding_note": "N",
    "other_names": "RY",
    "summary": "Other.",
}


@pytest.mark.parametrize("field", PLAIN)
def test_a_field_without_words_of_its_own_is_told_all_the_same(field):
    (sentence,) = told({}, {field: PLAIN[field]})

    assert "now" in sentence


@given(states(), states())
def test_any_two_states_can_be_told_apart_in_words(one_state, other):
    said = sentences(one_state, other, {})

    assert all(isinstance(sentence, str) and sentence.strip() for sentence in said)
    assert sentences(one_state, one_state, {}) == []

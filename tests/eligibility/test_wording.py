"""The sentences: plain, short and true of both sides."""

import re

import pytest

from programs.dates import PartialDate
from programs.eligibility import CRITERIA, Outcome
from programs.eligibility.asks import (
    AgeAsk,
    CostAsk,
    DegreeAsk,
    HoursAsk,
    IncomeAsk,
    OriginAsk,
    PlaceAsk,
    StudentAsk,
    VisaAsk,
)
from tests.eligibility.people import person
from tests.eligibility.strategies import ASKS, everybody

LONGEST = 220
BANNED = r"\b(in)?eligib|\bqualif|\bfail|\bpercent|%|\bapplicant|\bcandidate"
FROM_JUNE = DegreeAsk("bachelor", starts_on=PartialDate(2027, 6))
CANADA = frozenset({"CA"})
FOUR = frozenset({"NG", "GH", "KE", "ZA"})
AFRICA = FOUR | {"EG"}


def findings(name):
    """Yield all that the criterion comes to, for every part and every person."""
    for ask in ASKS[name]:
        for one in everybody(CRITERIA[name].reads):
            if finding := CRITERIA[name].hold(ask, one):
                yield finding


@pytest.mark.parametrize("name", CRITERIA)
def test_every_sentence_is_short_plain_and_whole(name):
    for sentence in {finding.sentence for finding in findings(name)}:
        assert len(sentence) <= LONGEST, sentence
        assert not re.search(BANNED, sentence, re.IGNORECASE), sentence
        assert sentence == " ".join(sentence.split()), sentence
        assert sentence.endswith("."), sentence
        assert not re.search(r"None|True|False|[{}_'\"]", sentence), sentence


@pytest.mark.parametrize("name", CRITERIA)
def test_the_program_is_it_and_the_person_you(name):
    for sentence in {finding.sentence for finding in findings(name)}:
        assert re.match(r"(It|You|Some of it|Research experience helps) ?\b", sentence), sentence
        assert not re.search(r"\b(I|we|our|he|she|this program|the program)\b", sentence), sentence
        for part in re.split(r"(?<=\.) ", sentence):
            assert part[0].isupper(), sentence


@pytest.mark.parametrize("name", CRITERIA)
def test_what_was_not_said_is_said_to_be_missing_and_nothing_else(name):
    for finding in findings(name):
        is_missing = "haven’t said" in finding.sentence
        assert is_missing == bool(finding.asks), finding


@pytest.mark.parametrize("name", CRITERIA)
def test_what_would_change_a_no_is_told(name):
    for finding in findings(name):
        if finding.outcome == Outcome.NOT_MET and (finding.step or finding.in_time):
            assert re.search(r"change that|help with a project", finding.sentence), finding


# Criterion, what is asked, who is asked, and all that is said.
SENTENCES = {
    "degree-unstated": (
        *("degree", DegreeAsk(""), person()),
        "It doesn’t say whether it asks for a degree.",
    ),
    "degree-met": (
        *("degree", DegreeAsk("bachelor"), person(degree="master")),
        "It asks for a bachelor’s degree. You have a master’s degree.",
    ),
    "degree-and-perhaps-studying": (
        *("degree", DegreeAsk("bachelor"), person(degree="none")),
        "It asks for a bachelor’s degree. You have no degree, and haven’t said whether you study "
        "now.",
    ),
    "degree-or-experience": (
        *("degree", DegreeAsk("master", True), person(degree="none")),
        "It asks for a graduate degree (a master’s or a PhD), or for experience instead. You have "
        "no degree: ask them whether your experience counts.",
    ),
    "degree-not-met": (
        *("degree", DegreeAsk("phd"), person(degree="master", studying="no")),
        "It asks for a PhD. You have a master’s degree. Such a degree would change that.",
    ),
    "degree-too-late": (
        *("degree", FROM_JUNE, person(degree="none", studying="bachelor", graduates_on="2028")),
        "It asks for a bachelor’s degree when it starts, in June 2027. You finish yours in 2028. A "
        "later round would change that.",
    ),
    "degree-in-time": (
        *("degree", FROM_JUNE, person(studying="bachelor", graduates_on="2027-05-31")),
        "It asks for a bachelor’s degree. You finish yours on 31 May 2027, before it starts in "
        "June 2027.",
    ),
    "student-of-another-kind": (
        *("student", StudentAsk("phd"), person(studying="bachelor")),
        "It is only for PhD students. You study for a bachelor’s degree.",
    ),
    "student-no-more": (
        *("student", StudentAsk("any_student", PartialDate(2027, 9))),
        person(studying="master", graduates_on="2027-06"),
        "It is only for students when it starts, in September 2027. You finish before that, in "
        "June 2027.",
    ),
    "field-not-met": (
        *("field", "computing", person(field="quantitative")),
        "It asks for computing as your field of study. Yours has a lot of mathematics, and is not "
        "computing.",
    ),
    "skill-met": (
        *("ml", "basic", person(ml="working")),
        "It asks for a basic knowledge of machine learning. You have a working one.",
    ),
    "skill-not-met": (
        *("programming", "strong", person(programming="none")),
        "It asks for a strong knowledge of programming. You have none yet: a course or a project "
        "of your own can change that.",
    ),
    "research-not-met": (
        *("research", "required", person(research=False)),
        "It asks for research experience. You have none yet: help with a project at a university "
        "near you, or repeat the results of a published paper.",
    ),
    "origin-of-few": (
        *("origin", OriginAsk(False, FOUR), person(citizenships="GH")),
        "It is only open to people from Ghana, Kenya, Nigeria and 1 other country. You are a "
        "citizen of Ghana.",
    ),
    "origin-of-many": (
        *("origin", OriginAsk(False, AFRICA), person(residence="US")),
        "It is only open to people from Egypt, Ghana, Kenya and 2 other countries. You haven’t "
        "said where you are a citizen.",
    ),
    "origin-of-two": (
        *("origin", OriginAsk(False, frozenset({"US", "CA"})), person(citizenships="NG")),
        "It is only open to people from Canada and the United States. You haven’t said where you "
        "live.",
    ),
    "origin-unstated": (
        *("origin", OriginAsk(False), person()),
        "It is not open to people from every country, and doesn’t say which ones it is open to: "
        "ask them.",
    ),
    "age-between": (
        *("age", AgeAsk(18, 26), person(age="25_29")),
        "It is for people who are between 18 and 26 years old. Only you know whether you are.",
    ),
    "age-under": (
        *("age", AgeAsk(18, None), person(age="under_18")),
        "It is for people who are 18 or older. You are younger. Time will change that.",
    ),
    "audience": (
        *("audience", ("Africa", "Women"), person()),
        "It is only for: Africa, Women. Only you know whether that is you.",
    ),
    "nomination": (
        *("nomination", "university", person()),
        "You can’t apply yourself: your university must put you forward. Ask who can do that.",
    ),
    "note": (
        *("note", True, person()),
        "It also asks for something else, in its own words. Only you know whether that fits you.",
    ),
    "place-not-met": (
        *("place", PlaceAsk("in_person", CANADA), person(reach="home", residence="NG")),
        "It takes place in Canada. You can only take part in the country where you live. Being "
        "free to travel would change that.",
    ),
    "place-hybrid": (
        *("place", PlaceAsk("hybrid", CANADA | {"US"}), person(reach="online")),
        "Some of it takes place in Canada or the United States. It doesn’t say how much you can do "
        "online: ask them.",
    ),
    "visa-of-a-citizen": (
        *("visa", VisaAsk(False, CANADA), person(citizenships="NG CA", sponsor=True)),
        "You need no visa for Canada: you are a citizen.",
    ),
    "visa-of-a-resident": (
        *("visa", VisaAsk(None, CANADA)),
        person(reach="anywhere", residence="CA", citizenships="NG", sponsor=True),
        "It takes place in Canada, and doesn’t say whether it sponsors a visa. You live in Canada: "
        "only you know whether you need one there.",
    ),
    "visa-and-no-country": (
        *("visa", VisaAsk(False, CANADA), person(sponsor=True, reach="anywhere")),
        "It takes place in Canada, and sponsors no visa. You need one in a country that is not "
        "yours, and haven’t said which countries are yours.",
    ),
    "hours-not-met": (
        *("hours", HoursAsk("full_time"), person(hours="10")),
        "It takes all your time. You have up to 10 hours a week. More would change that.",
    ),
    "one-hour": (
        *("hours", HoursAsk("part_time", 1), person(hours="5")),
        "It takes 1 hour a week. You have the time.",
    ),
    "cost-not-met": (
        *("cost", CostAsk("paid"), person(pays=False)),
        "It costs money. You can’t pay: a scholarship, or an employer who pays, would change that.",
    ),
    "cost-with-scholarships": (
        *("cost", CostAsk("paid", True), person(pays=False)),
        "It costs money, and gives scholarships. You can’t pay: ask them whether you could get "
        "one.",
    ),
    "income-not-met": (
        *("income", IncomeAsk("none"), person(income=True)),
        "It takes all your time, and pays nothing. You need an income. Money from somewhere else "
        "would change that.",
    ),
}


@pytest.mark.parametrize(
    ("name", "ask", "applicant", "sentence"), SENTENCES.values(), ids=SENTENCES
)
def test_sentence(name, ask, applicant, sentence):
    assert CRITERIA[name].hold(ask, applicant).sentence == sentence

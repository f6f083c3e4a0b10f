"""What a form or an address answers to the questions of “Find my path”."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from programs.choices import AgeBand, Degree, FieldOfStudy, Level, Reach, Studying, WeeklyHours
from programs.dates import PartialDate
from programs.eligibility import ANSWERS, Applicant
from programs.forms import ApplicantForm
from programs.presentation.questions import PRIVATE, QUESTIONS, SECTIONS

EVERYTHING = (
    "degree=bachelor&studying=master&graduates_on=2027-06&field=computing&programming=working"
    "&ml=basic&research=yes&age=25_29&residence=US&citizenships=IN&citizenships=NG&reach=anywhere"
    "&sponsor=yes&hours=20&pays=no&income=yes"
)
PERSON = Applicant(
    degree=Degree.BACHELOR,
    studying=Studying.MASTER,
    graduates_on=PartialDate(2027, 6),
    field=FieldOfStudy.COMPUTING,
    programming=Level.WORKING,
    ml=Level.BASIC,
    research=True,
    age=AgeBand.TO_29,
    residence="US",
    citizenships=frozenset({"NG", "IN"}),
    reach=Reach.ANYWHERE,
    sponsor=True,
    hours=WeeklyHours.HALF,
    pays=False,
    income=True,
)


def form(query: str) -> ApplicantForm:
    return ApplicantForm(QueryDict(query))


def test_every_answer_is_read():
    assert form(EVERYTHING).applicant == PERSON
    assert form(EVERYTHING).problems == []


@pytest.mark.parametrize("query", ["", "degree=&citizenships=&pays=+", "page=2&group=open_if&x=1"])
def test_nothing_answered_is_a_person_of_whom_nothing_is_known(query):
    assert form(query).applicant == Applicant()
    assert form(query).given == {}
    assert form(query).problems == []


def test_each_answer_of_a_person_has_one_question():
    assert sorted(QUESTIONS) == sorted(ANSWERS)
    assert sum(len(section.questions) for section in SECTIONS) == len(ANSWERS)


@pytest.mark.parametrize(
    "question", [one for one in QUESTIONS.values() if one.options], ids=lambda one: one.name
)
def test_each_option_can_be_read(question):
    for option in question.options:
        answered = form(f"{question.name}={option.value}")
        assert answered.given == {question.name: [option.value]}
        assert getattr(answered.applicant, question.name) is not None
        assert answered.problems == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        pytest.param(
            "degree=masters",
            "We ignored degree “masters”: it is not one of none, bachelor, master, phd.",
            id="degree",
        ),
        pytest.param(
            "pays=maybe", "We ignored pays “maybe”: it is not one of yes, no.", id="yes-or-no"
        ),
        pytest.param(
            "residence=XX",
            "We ignored residence “XX”: it is not a country that we know.",
            id="country",
        ),
        pytest.param(
            "graduates_on=soon",
            "We ignored graduates_on “soon”: it is not a month such as 2027-06, or a year.",
            id="date",
        ),
        pytest.param(
            "graduates_on=2027-13",
            "We ignored graduates_on “2027-13”: it is not a month such as 2027-06, or a year.",
            id="month-that-is-none",
        ),
    ],
)
def test_what_is_not_known_is_told_and_ignored(query, sentence):
    assert form(query).problems == [sentence]
    assert form(query).applicant == Applicant()


def test_what_is_known_beside_it_is_kept():
    answered = form("citizenships=ng&citizenships=XX&degree=phd&degree=what")

    assert answered.applicant == Applicant(degree=Degree.PHD, citizenships=frozenset({"NG"}))
    assert len(answered.problems) == 2


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2027", PartialDate(2027)),
        ("2027-06", PartialDate(2027, 6)),
        (" 2027-06-15 ", PartialDate(2027, 6, 15)),
        ("6/2027", PartialDate(2027, 6)),
        ("06.2027", PartialDate(2027, 6)),
        ("2027/6", PartialDate(2027, 6)),
    ],
)
def test_a_month_may_be_written_as_people_do(text, date):
    answered = form(urlencode({"graduates_on": text}))

    assert answered.applicant.graduates_on == date
    assert answered.query() == f"graduates_on={date}"


# --- Addresses -------------------------------------------------------------------------------


def test_an_address_has_no_private_answer():
    query = form(EVERYTHING).query()

    assert not PRIVATE & QueryDict(query).keys()
    assert query == (
        "degree=bachelor&studying=master&graduates_on=2027-06&field=computing"
        "&programming=working&ml=basic&research=yes&reach=anywhere&hours=20"
    )


def test_an_address_has_them_if_that_is_ticked():
    answered = form(f"{EVERYTHING}&private=yes")

    assert answered.is_open
    assert form(answered.query(private=True)).applicant == PERSON
    assert form(answered.query(private=True)).is_open


@given(st.dictionaries(st.sampled_from([*ANSWERS, "private"]), st.lists(st.text(max_size=60))))
def test_nothing_that_is_sent_raises(sent):
    data = QueryDict(mutable=True)
    for name, texts in sent.items():
        data.setlist(name, texts)

    answered = ApplicantForm(data)

    assert isinstance(answered.applicant, Applicant)
    assert form(answered.query(private=True)).applicant == answered.applicant
    assert all(sentence.startswith("We ignored ") for sentence in answered.problems)


# --- What is asked ---------------------------------------------------------------------------


def test_only_what_some_program_tests_is_asked():
    sections = form("pays=yes&degree=phd").sections({"degree", "pays"})

    asked = {legend: [one.question.name for one in questions] for legend, questions in sections}
    assert asked == {"What you have learned": ["degree"], "What you can give and need": ["pays"]}


def test_each_private_question_can_be_declined():
    assert {one.skip for one in QUESTIONS.values() if one.is_private} == {"Rather not say"}
    assert {one.skip for one in QUESTIONS.values() if not one.is_private} == {"Skip"}


def test_there_is_room_for_two_citizenships_or_more():
    def lists(query: str) -> list[str]:
        sections = form(query).sections({"citizenships"})
        return sections[0][1][0].selects

    assert lists("") == ["", ""]
    assert lists("citizenships=NG") == ["NG", ""]
    assert lists("citizenships=NG&citizenships=IN&citizenships=US") == ["IN", "NG", "US"]

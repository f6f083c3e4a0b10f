"""Truth tables: what criteria make of degrees, students, fields, skills and research."""

import pytest

from programs.dates import PartialDate
from programs.eligibility import CRITERIA
from programs.eligibility.asks import DegreeAsk, StudentAsk
from tests.eligibility.people import person, told

IN_JUNE = PartialDate(2027, 6)
BACHELOR = DegreeAsk("bachelor")
FROM_JUNE = DegreeAsk("bachelor", starts_on=IN_JUNE)
OR_EXPERIENCE = DegreeAsk("bachelor", or_equivalent=True, starts_on=IN_JUNE)
RECENT = DegreeAsk("master", years_since=3, starts_on=IN_JUNE)
STUDENTS_IN_JUNE = StudentAsk("any_student", IN_JUNE)


def student(degree, ends=None, *, has="none"):
    """Return somebody who studies for a degree."""
    ending = {"graduates_on": ends} if ends else {}
    return person(studying=degree, degree=has, **ending)


# By criterion and case: what is asked, who is asked, and the finding as `told` writes it.
CASES = {
    "degree": {
        "nothing-stated": (DegreeAsk(""), person(degree="phd"), "? program"),
        "no-degree-asked": (DegreeAsk("none"), person(), "met"),
        "degree-skipped": (BACHELOR, person(), "? you: degree"),
        "degree-reached": (BACHELOR, person(degree="bachelor"), "met"),
        "higher-degree": (BACHELOR, person(degree="phd"), "met"),
        "master-is-no-phd": (
            DegreeAsk("phd"),
            person(degree="master", studying="no"),
            "no, but degree=phd",
        ),
        "lower-degree": (
            DegreeAsk("master"),
            person(degree="bachelor", studying="no"),
            "no, but degree=master",
        ),
        "lower-degree-and-perhaps-a-student": (BACHELOR, person(degree="none"), "? you: studying"),
        "student-for-a-lower-degree": (
            DegreeAsk("phd"),
            student("master", "2026", has="bachelor"),
            "no, but degree=phd",
        ),
        "experience-may-stand-in": (OR_EXPERIENCE, person(degree="none"), "? person"),
        "experience-may-stand-in-for-a-degree-that-comes-late": (
            OR_EXPERIENCE,
            student("bachelor", "2028"),
            "? person",
        ),
        "degree-goes-before-experience": (OR_EXPERIENCE, person(degree="bachelor"), "met"),
        "degree-skipped-though-experience-may-stand-in": (OR_EXPERIENCE, person(), "? you: degree"),
        "experience-said-not-to-stand-in": (
            DegreeAsk("bachelor", False),
            person(degree="none", studying="no"),
            "no, but degree=bachelor",
        ),
        "graduate-student-has-a-bachelors-degree": (BACHELOR, person(studying="master"), "met"),
        "graduate-student-who-says-no-degree-has-one": (BACHELOR, student("phd"), "met"),
        "phd-student-may-have-no-master": (
            DegreeAsk("master"),
            person(studying="phd"),
            "? you: degree",
        ),
        "degree-ends-before-it-starts": (FROM_JUNE, student("bachelor", "2027-05"), "met"),
        "degree-ends-on-the-day-it-starts": (
            DegreeAsk("bachelor", starts_on=PartialDate(2027, 6, 1)),
            student("bachelor", "2027-06-01"),
            "met",
        ),
        "degree-ends-in-the-month-it-starts": (
            FROM_JUNE,
            student("bachelor", "2027-06"),
            "? person",
        ),
        "degree-ends-on-the-last-day-of-the-month-it-starts": (
            FROM_JUNE,
            student("bachelor", "2027-06-30"),
            "? person",
        ),
        "degree-ends-in-the-year-it-starts": (FROM_JUNE, student("bachelor", "2027"), "? person"),
        "degree-ends-after-it-starts": (FROM_JUNE, student("bachelor", "2027-07"), "no, in time"),
        "degree-ends-and-start-is-unknown": (BACHELOR, student("bachelor", "2027-05"), "? program"),
        "degree-end-and-start-unknown": (BACHELOR, student("bachelor"), "? program"),
        "degree-end-skipped": (FROM_JUNE, student("bachelor"), "? you: graduates_on"),
        "degree-in-time-though-the-highest-was-skipped": (
            FROM_JUNE,
            person(studying="bachelor", graduates_on="2027-05"),
            "met",
        ),
        "degree-late-and-the-highest-skipped": (
            FROM_JUNE,
            person(studying="bachelor", graduates_on="2028"),
            "? you: degree",
        ),
        "degree-of-unknown-age": (RECENT, person(degree="master"), "? you"),
        "degree-in-progress-is-recent": (
            RECENT,
            student("master", "2027-05", has="bachelor"),
            "met",
        ),
        "second-degree-in-progress-is-recent": (
            RECENT,
            student("master", "2027-05", has="phd"),
            "met",
        ),
    },
    "student": {
        "student-not-asked": (StudentAsk("none"), person(), "met"),
        "student-admitted": (StudentAsk("admitted"), person(studying="no"), "? person"),
        "student-skipped": (StudentAsk("any_student"), person(), "? you: studying"),
        "no-student": (StudentAsk("any_student"), person(studying="no"), "no"),
        "any-student": (StudentAsk("any_student"), person(studying="phd"), "met"),
        "undergraduate": (StudentAsk("undergraduate"), person(studying="bachelor"), "met"),
        "no-undergraduate": (StudentAsk("undergraduate"), person(studying="master"), "no"),
        "graduate-for-a-master": (StudentAsk("graduate"), person(studying="master"), "met"),
        "graduate-for-a-phd": (StudentAsk("graduate"), person(studying="phd"), "met"),
        "no-graduate": (StudentAsk("graduate"), person(studying="bachelor"), "no"),
        "phd-student": (StudentAsk("phd"), person(studying="phd"), "met"),
        "no-phd-student": (StudentAsk("phd"), person(studying="master"), "no"),
        "still-a-student-when-it-starts": (STUDENTS_IN_JUNE, student("bachelor", "2027-07"), "met"),
        "no-student-any-more-when-it-starts": (
            STUDENTS_IN_JUNE,
            student("bachelor", "2027-05"),
            "no",
        ),
        "student-until-the-month-it-starts": (
            STUDENTS_IN_JUNE,
            student("bachelor", "2027-06"),
            "? person",
        ),
        "student-until-the-last-day-of-the-month-it-starts": (
            STUDENTS_IN_JUNE,
            student("bachelor", "2027-06-30"),
            "? person",
        ),
        "student-until-a-day-in-the-month-it-starts": (
            STUDENTS_IN_JUNE,
            student("bachelor", "2027-06-15"),
            "? person",
        ),
        "student-until-the-day-it-starts": (
            StudentAsk("any_student", PartialDate(2027, 6, 1)),
            student("bachelor", "2027-06-01"),
            "? person",
        ),
        "student-until-some-day-of-the-year-it-starts": (
            STUDENTS_IN_JUNE,
            student("bachelor", "2027"),
            "? person",
        ),
        "student-who-skipped-the-end": (
            STUDENTS_IN_JUNE,
            student("bachelor"),
            "? you: graduates_on",
        ),
        "student-of-another-kind-is-not-asked-for-the-end": (
            StudentAsk("phd", IN_JUNE),
            student("bachelor"),
            "no",
        ),
    },
    "field": {
        "any-field": ("any", person(), "met"),
        "field-skipped": ("computing", person(), "? you: field"),
        "computing": ("computing", person(field="computing"), "met"),
        "computing-takes-no-physics": ("computing", person(field="quantitative"), "no"),
        "computing-takes-no-history": ("computing", person(field="other"), "no"),
        "computing-is-quantitative": ("quantitative", person(field="computing"), "met"),
        "physics-is-quantitative": ("quantitative", person(field="quantitative"), "met"),
        "history-is-not-quantitative": ("quantitative", person(field="other"), "no"),
        "computing-is-left-out": ("non_computing", person(field="computing"), "no"),
        "physics-is-another-field": ("non_computing", person(field="quantitative"), "met"),
        "history-is-another-field": ("non_computing", person(field="other"), "met"),
    },
    "programming": {
        "no-programming": ("none", person(), "met"),
        "programming-skipped": ("basic", person(), "? you: programming"),
        "programming-reached": ("working", person(programming="working"), "met"),
        "programming-above": ("working", person(programming="strong"), "met"),
        "programming-below": (
            "working",
            person(programming="basic"),
            "no, but programming=working",
        ),
    },
    "ml": {
        "ml-skipped": ("basic", person(programming="strong"), "? you: ml"),
        "ml-reached": ("basic", person(ml="basic"), "met"),
        "ml-below": ("strong", person(ml="none"), "no, but ml=strong"),
    },
    "research": {
        "research-not-needed": ("not_needed", person(research=False), "met"),
        "research-helps-and-keeps-nobody-out": ("helpful", person(research=False), "met"),
        "research-skipped": ("required", person(), "? you: research"),
        "research": ("required", person(research=True), "met"),
        "no-research": ("required", person(research=False), "no, but research=True"),
    },
}

ROWS = {case: (name, *row) for name, rows in CASES.items() for case, row in rows.items()}


@pytest.mark.parametrize(("name", "ask", "applicant", "expected"), ROWS.values(), ids=ROWS)
def test_criterion(name, ask, applicant, expected):
    assert told(CRITERIA[name].hold(ask, applicant)) == expected

"""Sentences about degrees, fields, skills and research."""

from programs.choices import Degree, Enrollment, FieldOfStudy, Level, Studying
from programs.dates import PartialDate
from programs.eligibility.wording.parts import KNOWLEDGE, SKILLS, on_date

_A_DEGREE = {
    Degree.NONE: "no degree",
    Degree.BACHELOR: "a bachelor’s degree",
    Degree.MASTER: "a graduate degree (a master’s or a PhD)",
    Degree.PHD: "a PhD",
}
_HAVE = {**_A_DEGREE, Degree.MASTER: "a master’s degree"}
_STUDENTS = {
    Enrollment.UNDERGRADUATE: "students who study for a bachelor’s degree",
    Enrollment.GRADUATE: "students who study for a master’s degree or a PhD",
    Enrollment.PHD: "PhD students",
    Enrollment.ANY_STUDENT: "students",
}
_STUDIES = {
    Studying.NO: "You are not studying now",
    Studying.BACHELOR: "You study for a bachelor’s degree",
    Studying.MASTER: "You study for a master’s degree",
    Studying.PHD: "You study for a PhD",
}
_FIELDS = {
    "quantitative": "a field with a lot of mathematics, such as statistics, physics or computing",
    "computing": "computing as your field of study",
    "non_computing": "a field of study other than computing",
}
_YOUR_FIELD = {
    FieldOfStudy.COMPUTING: "Yours is computing",
    FieldOfStudy.QUANTITATIVE: "Yours has a lot of mathematics, and is not computing",
    FieldOfStudy.OTHER: "Yours is a different field",
}
_YOUR_KNOWLEDGE = {
    Level.NONE: "none yet",
    Level.BASIC: "a basic one",
    Level.WORKING: "a working one",
    Level.STRONG: "a strong one",
}


# --- Degree ----------------------------------------------------------------------------------


def degree_unstated() -> str:
    return "It doesn’t say whether it asks for a degree."


def degree_none() -> str:
    return "It asks for no degree."


def degree_met(asked: Degree, has: Degree) -> str:
    return f"It asks for {_A_DEGREE[asked]}. You have {_HAVE[has]}."


def degree_of_the_last_years(asked: Degree, years: int) -> str:
    since = "last year" if years == 1 else f"last {years} years"
    return f"It asks for {_A_DEGREE[asked]} from the {since}. Only you know the date of yours."


def degree_unsaid(asked: Degree) -> str:
    return f"It asks for {_A_DEGREE[asked]}. You haven’t said which degree you have."


def degree_or_equivalent(asked: Degree, has: Degree) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]}, or for experience instead. You have {_HAVE[has]}: "
        "ask them whether your experience counts."
    )


def studying_unsaid(asked: Degree, has: Degree) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]}. You have {_HAVE[has]}, and haven’t said whether you "
        "study now."
    )


def degree_not_met(asked: Degree, has: Degree) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]}. You have {_HAVE[has]}. Such a degree would change that."
    )


def start_unstated(asked: Degree, ends: PartialDate | None) -> str:
    you = f"You finish yours {on_date(ends)}" if ends else "You study for one"
    return f"It asks for {_A_DEGREE[asked]}, and doesn’t say when it starts. {you}: ask them."


def graduation_unsaid(asked: Degree, starts: PartialDate) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]} when it starts, {on_date(starts)}. You study for one, and "
        "haven’t said when you finish."
    )


def degree_in_time(asked: Degree, ends: PartialDate, starts: PartialDate) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]}. You finish yours {on_date(ends)}, before it starts "
        f"{on_date(starts)}."
    )


def degree_too_late(asked: Degree, ends: PartialDate, starts: PartialDate) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]} when it starts, {on_date(starts)}. You finish yours "
        f"{on_date(ends)}. A later round would change that."
    )


def degree_about_then(asked: Degree, ends: PartialDate, starts: PartialDate) -> str:
    return (
        f"It asks for {_A_DEGREE[asked]} when it starts, {on_date(starts)}. You finish yours "
        f"{on_date(ends)}: ask them whether that is early enough."
    )


# --- Being a student -------------------------------------------------------------------------


def student_not_asked() -> str:
    return "You need not be a student."


def student_admitted() -> str:
    return "It is for people who are admitted to a degree program: ask them whether that is you."


def student_unsaid(enrollment: str) -> str:
    return f"It is only for {_STUDENTS[enrollment]}. You haven’t said whether you study now."


def student_not_met(enrollment: str, studying: Studying) -> str:
    return f"It is only for {_STUDENTS[enrollment]}. {_STUDIES[studying]}."


def student_met(enrollment: str, studying: Studying) -> str:
    return f"It is for {_STUDENTS[enrollment]}. {_STUDIES[studying]}."


def student_end_unsaid(enrollment: str, starts: PartialDate) -> str:
    return (
        f"It is for {_STUDENTS[enrollment]}, and starts {on_date(starts)}. You haven’t said when "
        "you finish."
    )


def student_no_more(enrollment: str, ends: PartialDate, starts: PartialDate) -> str:
    return (
        f"It is only for {_STUDENTS[enrollment]} when it starts, {on_date(starts)}. You finish "
        f"before that, {on_date(ends)}."
    )


def student_ends_then(enrollment: str, ends: PartialDate, starts: PartialDate) -> str:
    return (
        f"It is only for {_STUDENTS[enrollment]} when it starts, {on_date(starts)}. You finish "
        f"{on_date(ends)}: ask them whether that is late enough."
    )


# --- Field, skills, research -----------------------------------------------------------------


def field_any() -> str:
    return "It takes people from every field of study."


def field_unsaid(background: str) -> str:
    return f"It asks for {_FIELDS[background]}. You haven’t said what yours is."


def field_met(background: str, field: FieldOfStudy) -> str:
    return f"It asks for {_FIELDS[background]}. {_YOUR_FIELD[field]}."


def field_not_met(background: str, field: FieldOfStudy) -> str:
    return f"It asks for {_FIELDS[background]}. {_YOUR_FIELD[field]}."


def skill_none(skill: str) -> str:
    return f"It asks for no knowledge of {SKILLS[skill]}."


def skill_unsaid(skill: str, asked: Level) -> str:
    return f"It asks for {KNOWLEDGE[asked]} of {SKILLS[skill]}. You haven’t said how much you have."


def skill_met(skill: str, asked: Level, has: Level) -> str:
    own = "it" if asked == has else _YOUR_KNOWLEDGE[has]
    return f"It asks for {KNOWLEDGE[asked]} of {SKILLS[skill]}. You have {own}."


def skill_not_met(skill: str, asked: Level, has: Level) -> str:
    return (
        f"It asks for {KNOWLEDGE[asked]} of {SKILLS[skill]}. You have {_YOUR_KNOWLEDGE[has]}: "
        "a course or a project of your own can change that."
    )


def research_not_needed() -> str:
    return "It asks for no research experience."


def research_helpful() -> str:
    return "Research experience helps, but you don’t need it."


def research_unsaid() -> str:
    return "It asks for research experience. You haven’t said whether you have some."


def research_met() -> str:
    return "It asks for research experience. You have some."


def research_not_met() -> str:
    return (
        "It asks for research experience. You have none yet: help with a project at a university "
        "near you, or repeat the results of a published paper."
    )

"""What a program makes of the highest degree that somebody has, when nothing else is known."""

from functools import cache

from programs.choices import Degree, Enrollment
from programs.eligibility.applicant import reaches

STUDENTS: dict[str, tuple[Degree, ...]] = {
    Enrollment.UNDERGRADUATE: (Degree.NONE,),
    Enrollment.GRADUATE: (Degree.BACHELOR, Degree.MASTER),
    Enrollment.PHD: (Degree.BACHELOR, Degree.MASTER),
    Enrollment.ANY_STUDENT: tuple(Degree),
}
"""The highest degrees of people who study as it asks: who has the degree studies for it no more."""


@cache
def accepted(minimum: str, or_equivalent: bool | None, enrollment: str) -> tuple[Degree, ...]:
    """Return the highest degrees that a program accepts; empty if it doesn’t say.

    It accepts those that reach its minimum, and every one where experience may stand in. A program
    for students takes those who can still be students of that kind, whatever else it doesn’t say.
    """
    if not minimum and enrollment not in STUDENTS:
        return ()
    return tuple(
        degree
        for degree in STUDENTS.get(enrollment, Degree)
        if not minimum or or_equivalent or reaches(degree, Degree(minimum))
    )

"""Routes of people whom one can picture, and what is missing where there is none."""

from dataclasses import replace

from programs.choices import Degree, Level, Studying
from programs.eligibility import Applicant
from programs.eligibility.gains import Gains
from programs.eligibility.planner import RESEARCH, Gap, Route, Stage
from tests.eligibility.worlds import Listed, World, asking

NEWCOMER = Applicant(
    degree=Degree.NONE,
    studying=Studying.NO,
    programming=Level.NONE,
    ml=Level.NONE,
    research=False,
)
GRADUATE = replace(NEWCOMER, degree=Degree.BACHELOR, programming=Level.WORKING, ml=Level.WORKING)
RESIDENCY = Listed(asking("bachelor", research=True), is_goal=True)
SUMMER_OF_RESEARCH = Listed(asking(), Gains(research=True))


def plan(person: Applicant, *programs: Listed, most: int = 3) -> list[Route]:
    return World(person, dict(enumerate(programs, start=1))).planner(most=most).routes()


def missing(person: Applicant, *programs: Listed) -> Gap:
    return World(person, dict(enumerate(programs, start=1))).planner().gap()


def only(*numbers: int) -> frozenset[int]:
    return frozenset(numbers)


def test_a_goal_that_is_open_needs_one_stage():
    routes = plan(replace(GRADUATE, research=True), RESIDENCY, SUMMER_OF_RESEARCH)

    assert routes == [(Stage(None, only(1)),)]


def test_research_experience_comes_from_a_program_or_from_oneself():
    routes = plan(GRADUATE, RESIDENCY, SUMMER_OF_RESEARCH)

    assert routes == [
        (Stage(RESEARCH, only(2)), Stage(None, only(1))),
        (Stage(RESEARCH, only(), own=True), Stage(None, only(1))),
    ]


def test_who_studies_can_finish_first():
    student = replace(NEWCOMER, studying=Studying.BACHELOR)
    course = Listed(asking(), Gains(ml="basic"))
    bootcamp = Listed(asking("bachelor", ml="basic"), is_goal=True)

    assert plan(student, bootcamp, course) == [
        (
            Stage(Gains(ml="basic"), only(2)),
            Stage(Gains("bachelor"), only(), own=True),
            Stage(None, only(1)),
        )
    ]


def test_a_phd_takes_the_degree_before_it():
    bachelor = Listed(asking(), Gains("bachelor"))
    phd = Listed(asking("bachelor"), Gains("phd", ml="strong", research=True))
    fellowship = Listed(asking("phd"), is_goal=True)

    routes = plan(NEWCOMER, bachelor, phd, fellowship)

    assert routes == [
        (
            Stage(Gains("bachelor"), only(1)),
            Stage(Gains("phd", ml="strong", research=True), only(2)),
            Stage(None, only(3)),
        )
    ]


def test_a_chain_that_is_too_long_is_no_route():
    course = Listed(asking(), Gains(programming="basic"))
    bootcamp = Listed(asking(programming="basic"), Gains(ml="working"))
    goal = Listed(asking(ml="working"), is_goal=True)

    assert len(plan(NEWCOMER, course, bootcamp, goal)) == 1
    assert plan(NEWCOMER, course, bootcamp, goal, most=2) == []


def test_a_degree_is_no_way_to_what_a_course_gives():
    course = Listed(asking(), Gains(ml="basic"))
    master = Listed(asking("bachelor"), Gains("master", "working", "strong", True))
    goal = Listed(asking(ml="working", programming="working"), is_goal=True)
    far = Listed(asking(ml="strong"), is_goal=True)
    person = replace(GRADUATE, ml=Level.NONE)
    bootcamp = Listed(asking(), Gains(ml="working"))

    assert plan(person, goal, course, bootcamp, master) == [
        (Stage(Gains(ml="working"), only(3, 4)), Stage(None, only(1)))
    ]
    assert plan(person, far, course, bootcamp, master) == [
        (Stage(Gains("master", "", "strong", True), only(4)), Stage(None, only(1)))
    ]


def test_what_gives_more_than_is_needed_does_too():
    course = Listed(asking(), Gains(ml="working"))
    year = Listed(asking(), Gains(programming="strong", ml="strong"))
    goal = Listed(asking(ml="working"), is_goal=True)

    assert plan(NEWCOMER, goal, course, year) == [
        (Stage(Gains(ml="working"), only(2, 3)), Stage(None, only(1)))
    ]


def test_what_would_close_a_later_stage_does_not_do():
    """Who has earned the degree is no undergraduate any more."""
    student = replace(NEWCOMER, studying=Studying.BACHELOR)
    project = Listed(asking(), Gains(ml="basic"))
    degree = Listed(asking(), Gains("bachelor", ml="strong"))
    internship = Listed(asking(enrollment="undergraduate", ml="basic"), is_goal=True)

    assert plan(student, internship, project, degree) == [
        (Stage(Gains(ml="basic"), only(2)), Stage(None, only(1)))
    ]


def test_two_programs_that_raise_the_same_are_one_step():
    """Whether a course also teaches what one knows makes no difference."""
    person = replace(NEWCOMER, programming=Level.STRONG)
    short = Listed(asking(), Gains(ml="basic"))
    broad = Listed(asking(), Gains(programming="working", ml="basic"))
    goal = Listed(asking(ml="basic"), is_goal=True)

    assert plan(person, goal, short, broad) == [
        (Stage(Gains(ml="basic"), only(2, 3)), Stage(None, only(1)))
    ]


def test_a_longer_route_is_shown_where_short_ones_are_few():
    course = Listed(asking(), Gains(ml="basic"))
    lab = Listed(asking(ml="basic"), Gains(research=True))
    person = replace(GRADUATE, ml=Level.NONE)

    alone, together = plan(person, RESIDENCY, course, lab)

    assert alone == (Stage(RESEARCH, only(), own=True), Stage(None, only(1)))
    assert [stage.programs for stage in together] == [only(2), only(3), only(1)]


def test_a_skipped_answer_counts_as_what_was_gained():
    course = Listed(asking(), Gains(ml="working"))
    goal = Listed(asking(ml="working"), is_goal=True)
    silent = replace(NEWCOMER, ml=None)

    assert plan(silent, goal, course) == [
        (Stage(Gains(ml="working"), only(2)), Stage(None, only(1)))
    ]


def test_a_program_that_teaches_nothing_new_is_no_step():
    goal = Listed(asking(ml="working"), is_goal=True)
    course = Listed(asking(), Gains(programming="none", ml="none"))

    assert plan(replace(NEWCOMER, ml=None), goal, course) == []


def test_a_route_that_another_one_has_among_its_choices_is_not_told_again():
    """After the research, the broad course is the short one with more."""
    short = Listed(asking(research=True), Gains(programming="basic", research=True))
    broad = Listed(asking(research=True), Gains(programming="basic", ml="basic"))
    goal = Listed(asking(programming="basic"), is_goal=True)
    other = Listed(asking(ml="basic"), is_goal=True)

    assert plan(NEWCOMER, goal, other, short, broad) == [
        (
            Stage(RESEARCH, only(), own=True),
            Stage(Gains(programming="basic"), only(3, 4)),
            Stage(None, only(1)),
        )
    ]


# --- What is missing -------------------------------------------------------------------------


def test_a_gap_names_what_no_program_gives():
    bachelor = Listed(asking("phd"), Gains("bachelor"))
    course = Listed(asking(), Gains(ml="working"))
    goal = Listed(asking("bachelor", ml="working"), is_goal=True)

    found = missing(NEWCOMER, goal, bachelor, course)

    assert found == Gap(Gains("bachelor", ml="working"), Gains("bachelor"), only(2))


def test_a_gap_of_length_alone_names_nothing_absent():
    steps = [
        Listed(asking(), Gains(programming="basic")),
        Listed(asking(), Gains(ml="basic")),
    ]
    goal = Listed(asking(programming="basic", ml="basic", research=True), is_goal=True)

    assert missing(NEWCOMER, goal, *steps) == Gap(
        Gains("", "basic", "basic", True), Gains(), only()
    )


def test_a_goal_that_nothing_gained_would_open_asks_for_nothing():
    for_students = Listed(asking(enrollment="graduate"), is_goal=True)

    assert missing(NEWCOMER, for_students) == Gap(None, Gains(), only())


def test_a_catalogue_without_the_goal_has_no_route():
    assert plan(NEWCOMER, SUMMER_OF_RESEARCH) == []
    assert missing(NEWCOMER, SUMMER_OF_RESEARCH).asked is None

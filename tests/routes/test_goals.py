"""What an address may name as the goal."""

import pytest

from programs.catalogue import build
from programs.routes import goal_of, goals_in
from tests.factories import TODAY, ProgramFactory, RedirectFactory, RoleFactory

pytestmark = pytest.mark.django_db


def test_a_kind_of_program_is_all_of_it_that_has_not_closed():
    residency = ProgramFactory(program_type="residency")
    ProgramFactory(program_type="residency", closed=True)
    ProgramFactory(program_type="residency", draft=True)
    ProgramFactory(program_type="course")

    goal = goal_of("type:residency", build(TODAY))

    assert (goal.name, list(goal.programs), goal.program) == ("Residencies", [residency.pk], None)


def test_a_kind_of_work_is_all_that_leads_to_it():
    engineer = ProgramFactory(roles=["ml-engineer"])
    ProgramFactory(roles=["data-scientist"])

    goal = goal_of("role:ml-engineer", build(TODAY))

    assert (goal.name, list(goal.programs)) == ("ML engineer", [engineer.pk])


def test_a_program_is_named_by_its_slug_or_by_one_that_it_had(django_assert_num_queries):
    program = ProgramFactory(slug="one", name="One")
    RedirectFactory(program=program, old_slug="two")
    snapshot = build(TODAY)

    with django_assert_num_queries(1):
        goal = goal_of(" one ", snapshot)

    assert (goal.value, goal.name, goal.program) == ("one", "One", program.pk)
    assert goal_of("two", snapshot) == goal


def test_a_program_that_has_closed_is_a_goal_that_nobody_gets_to():
    program = ProgramFactory(slug="one", closed=True)

    goal = goal_of("one", build(TODAY))

    assert (goal.program, len(goal.programs)) == (program.pk, 0)


@pytest.mark.parametrize(
    "text", ["", "type:", "type:castle", "role:", "role:king", "castle", "type:Residency", "a\0b"]
)
def test_what_is_not_there_is_no_goal(text):
    ProgramFactory(slug="one", program_type="residency")

    assert goal_of(text, build(TODAY)) is None


def test_only_what_some_program_has_is_offered():
    RoleFactory(slug="king")
    ProgramFactory(program_type="residency", roles=["ml-engineer"])
    ProgramFactory(program_type="course", roles=["data-scientist"], closed=True)

    assert goals_in(build(TODAY)) == [
        ("A kind of program", [("type:residency", "Residencies")]),
        ("A kind of work", [("role:ml-engineer", "ML engineer")]),
    ]

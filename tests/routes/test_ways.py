"""Routes with programs to take, over a catalogue in the database."""

from dataclasses import replace
from itertools import pairwise

import pytest
from pyroaring import BitMap

from programs.catalogue import build
from programs.catalogue.rows import GAINS
from programs.choices import Studying
from programs.dates import PartialDate
from programs.eligibility import Group
from programs.eligibility.asks import DegreeAsk
from programs.eligibility.gains import Gains
from programs.eligibility.moves import afterwards
from programs.matching import OPEN, Match, listed
from programs.profiles import read_profiles
from programs.routes import Reason, goal_of, goals_in, routes_to
from programs.starter import load_starter
from tests.factories import TODAY, ProgramFactory
from tests.routes.people import GRADUATE, NEWCOMER, OPEN_TO_ALL, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def residency():
    return ProgramFactory(**OPEN_TO_ALL | {"research_experience": "required"})


def test_what_is_open_needs_no_route():
    goal = ProgramFactory(**OPEN_TO_ALL)

    found = plan(NEWCOMER, goal)

    assert found.now.programs == (goal.pk,)
    assert (found.sure, found.to_ask, found.far, found.routes, found.gap) == (1, None, 0, (), None)


def test_what_waits_for_an_answer_is_open_but_not_sure():
    goal = ProgramFactory(**OPEN_TO_ALL | {"cost": "paid"})

    found = plan(NEWCOMER, goal)

    assert (found.now.group, found.now.missing, found.sure) == (Group.OPEN_IF, ("pays",), 0)


def test_what_leaves_something_open_is_asked_about_at_once():
    goal = ProgramFactory(cost="free")

    found = plan(NEWCOMER, goal)

    assert (found.now, found.to_ask.programs, found.routes) == (None, (goal.pk,), ())


def test_a_step_says_what_it_is_for_and_what_else_would_do(residency):
    labs = [
        ProgramFactory(name=name, builds_research=True, builds_ml=ml, **OPEN_TO_ALL)
        for name, ml in [("A", ""), ("B", ""), ("C", "strong"), ("D", "strong")]
    ]

    (lab, goal), (own, same_goal) = plan(NEWCOMER, residency).routes

    assert (lab.gains, lab.programs, lab.count) == (
        Gains(research=True),
        tuple(one.pk for one in labs[:3]),
        4,
    )
    assert lab.reasons == (Reason("research", "required", residency.pk),)
    assert (goal.gains, goal.programs, goal.reasons) == (None, (residency.pk,), ())
    assert (own.own, own.programs, own.reasons) == (True, (), lab.reasons)
    assert same_goal == goal


def test_a_step_may_be_there_for_a_step_after_the_next_one():
    goal = ProgramFactory(
        **OPEN_TO_ALL | {"degree_minimum": "master", "programming_level": "strong"}
    )
    course = ProgramFactory(builds_programming="strong", **OPEN_TO_ALL)
    master = ProgramFactory(awards_degree="master", **OPEN_TO_ALL | {"degree_minimum": "bachelor"})

    (route,) = plan(GRADUATE, goal).routes

    assert [leg.programs for leg in route] == [(course.pk,), (master.pk,), (goal.pk,)]
    assert route[0].reasons == (Reason("programming", "strong", goal.pk),)
    assert route[1].reasons == (Reason("degree", DegreeAsk("master", None, None, None), goal.pk),)


def test_who_studies_finishes_first():
    goal = ProgramFactory(**OPEN_TO_ALL | {"degree_minimum": "master"})
    ProgramFactory(awards_degree="master", **OPEN_TO_ALL | {"degree_minimum": "bachelor"})
    student = replace(NEWCOMER, studying=Studying.BACHELOR, graduates_on=PartialDate(2027))

    ((own, *_),) = plan(student, goal).routes

    assert (own.own, own.gains) == (True, Gains("bachelor"))


def test_of_many_programs_those_out_of_reach_have_ways(residency):
    open_now, silent = ProgramFactory(**OPEN_TO_ALL), ProgramFactory(cost="free")

    found = plan(NEWCOMER, residency, open_now, silent)

    assert (found.now.count, found.to_ask.count, found.far) == (1, 1, 1)
    assert [leg.own for leg in found.routes[0]] == [True, False]


def test_ways_that_are_sure_come_before_those_that_one_must_ask_about():
    goal = ProgramFactory(**OPEN_TO_ALL | {"ml_level": "basic"})
    silent = ProgramFactory(cost="free", builds_ml="basic")

    (asking,) = plan(NEWCOMER, goal).routes
    assert (asking[0].programs, asking[0].group) == ((silent.pk,), Group.ASK_THEM)
    assert plan(NEWCOMER, goal).is_asking

    sure = ProgramFactory(builds_ml="basic", **OPEN_TO_ALL)
    found = plan(NEWCOMER, goal)
    assert [leg.programs for leg in found.routes[0]] == [(sure.pk,), (goal.pk,)]
    assert not found.is_asking


def test_steps_that_may_have_ended_are_taken_last():
    goal = ProgramFactory(unstated=True, **OPEN_TO_ALL | {"ml_level": "basic"})
    lost = ProgramFactory(unstated=True, builds_ml="basic", **OPEN_TO_ALL)

    assert plan(NEWCOMER, goal).routes[0][0].programs == (lost.pk,)
    assert plan(NEWCOMER, goal).is_fading

    silent = ProgramFactory(cost="free", builds_ml="basic")
    found = plan(NEWCOMER, goal)
    assert found.routes[0][0].programs == (silent.pk,)
    assert not found.is_fading


def test_ways_lead_to_goals_that_run_if_any_does(residency):
    lost = ProgramFactory(unstated=True, **OPEN_TO_ALL | {"research_experience": "required"})

    (route,) = plan(NEWCOMER, residency, lost).routes

    assert route[-1].programs == (residency.pk,)


# --- Where there is no way -------------------------------------------------------------------


def test_what_nothing_open_gives_is_named_with_what_keeps_it_closed():
    goal = ProgramFactory(**OPEN_TO_ALL | {"degree_minimum": "bachelor"})
    for country in ("CA", "US"):
        ProgramFactory(
            awards_degree="bachelor", format="in_person", locations=[country], **OPEN_TO_ALL
        )
    person = replace(NEWCOMER, reach="online")

    found = plan(person, goal)

    assert found.gap.asked == found.gap.absent == Gains("bachelor")
    assert (len(found.gap.closed), found.blocked) == (2, (("place", 2),))
    assert found.findings == ()


def test_what_no_program_can_give_is_named_for_a_single_program():
    goal = ProgramFactory(
        **OPEN_TO_ALL | {"cost": "paid", "degree_minimum": "phd", "field_background": "computing"}
    )
    person = replace(NEWCOMER, pays=False, field="other")

    found = plan(person, goal)

    assert found.gap.asked is None
    assert found.blocked == (("field", 1), ("cost", 1))
    field, cost = (one.sentence for one in found.findings)
    assert "field of study" in field
    assert "costs money" in cost


def test_among_several_programs_what_is_in_the_way_is_counted():
    goals = [
        ProgramFactory(**OPEN_TO_ALL | {"cost": "paid", "field_background": field})
        for field in ("computing", "any", "")
    ]
    person = replace(NEWCOMER, pays=False, field="other")

    found = plan(person, *goals)

    assert (found.blocked, found.findings) == ((("cost", 3), ("field", 1)), ())


# --- The starter catalogue -------------------------------------------------------------------


def test_every_chosen_program_is_open_to_who_has_taken_those_before():
    """Told with all that the programs really give, not only with what a step is there for."""
    load_starter()
    snapshot = build(TODAY)
    gains = {pk: given for given, programs in snapshot.values[GAINS].items() for pk in programs}
    routes = 0
    for profile in read_profiles():
        match = Match(profile.applicant, snapshot)
        for value, _ in (option for _, options in goals_in(snapshot) for option in options):
            goal = goal_of(value, snapshot).programs
            found = routes_to(match, goal)
            counted = (*OPEN, Group.ASK_THEM) if found.is_asking or found.is_fading else OPEN
            assert len(goal) == found.far + sum(
                leg.count for leg in (found.now, found.to_ask) if leg
            )
            for legs in found.routes:
                routes += 1
                assert legs[-1].programs[0] in goal
                person = profile.applicant
                for leg, following in pairwise(legs):
                    person = afterwards(
                        person, gains[leg.programs[0]] if leg.programs else leg.gains
                    )
                    assert leg.reasons
                    if following.programs:
                        (verdict,) = match.after(person).verdicts(following.programs[:1]).values()
                        assert verdict.group in counted
    assert routes > 50


def test_a_plan_asks_the_database_nothing(django_assert_num_queries, residency):
    ProgramFactory.create_batch(3, builds_research=True, **OPEN_TO_ALL)
    snapshot = build(TODAY)

    with django_assert_num_queries(0):
        found = routes_to(Match(NEWCOMER, snapshot), listed(snapshot))
        routes_to(Match(replace(NEWCOMER, research=None), snapshot), BitMap([residency.pk]))

    assert found.routes

"""What is said of a person and the catalogue, beside the groups."""

import pytest

from programs import choices, matching
from programs.catalogue import build
from programs.eligibility import CRITERIA, Applicant, Group
from programs.matching import Match, listed
from tests.factories import TODAY, ProgramFactory

pytestmark = pytest.mark.django_db


def test_only_questions_that_a_program_tests_are_asked():
    ProgramFactory(degree_minimum="none", cost="free", programming_level="basic")

    assert matching.tested_in(build(TODAY)) == {"programming"}


def test_a_closed_program_is_not_matched_and_tests_nothing():
    ProgramFactory(closed=True, minimum_age=18)
    snapshot = build(TODAY)

    assert not listed(snapshot)
    assert not matching.tested_in(snapshot)
    assert sum(Match(Applicant(), snapshot).counts.values()) == 0


def test_givers_of_a_step_look_open_and_lead_there():
    giver = ProgramFactory(degree_minimum="none", cost="free", builds_research=True)
    ProgramFactory(degree_minimum="phd", cost="free", builds_research=True)
    wanted = ProgramFactory(degree_minimum="none", cost="free", research_experience="required")
    person = Applicant(research=False, degree=choices.Degree.NONE, studying=choices.Studying.NO)

    (near,) = [
        one for one in Match(person, build(TODAY)).near_misses() if one.step.answer == "research"
    ]

    assert (list(near.opens), list(near.givers)) == ([wanted.pk], [giver.pk])


def test_matching_asks_the_database_nothing(django_assert_num_queries):
    ProgramFactory.create_batch(3, degree_minimum="bachelor", cost="paid")
    snapshot = build(TODAY)

    with django_assert_num_queries(0):
        match = Match(Applicant(pays=False), snapshot)
        match.verdicts(match.page(Group.NOT_FOR_YOU, 0, 10))
        match.missing()
        match.near_misses()


def test_every_criterion_is_kept_by_the_catalogue():
    ProgramFactory(
        degree_minimum="bachelor",
        enrollment="phd",
        field_background="any",
        programming_level="basic",
        ml_level="basic",
        research_experience="helpful",
        open_worldwide=True,
        minimum_age=18,
        audience_only=True,
        audiences=["women"],
        apply_via="nomination",
        eligibility_note="Proof of English",
        format="in_person",
        locations=["US"],
        time_commitment="full_time",
    )
    snapshot = build(TODAY)
    (pk,) = snapshot.programs

    assert list(Match(Applicant(), snapshot).verdicts([pk])[pk].findings) == list(CRITERIA)

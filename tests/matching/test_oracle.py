"""A person and the whole catalogue, against one program at a time."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from programs import choices
from programs.catalogue import Snapshot, build
from programs.dates import PartialDate
from programs.eligibility import ANSWERS, Applicant, Cause, Group, check
from programs.matching import OPEN, Match, listed
from programs.models import Program
from programs.requirements import COLUMNS, requirements_of
from tests.factories import TODAY, ProgramFactory, RoundFactory
from tests.random_programs import AUDIENCES, PLACES, random_fields, some

pytestmark = pytest.mark.django_db

often = settings(max_examples=20)


def answer(vocabulary: Any) -> st.SearchStrategy:
    return st.none() | st.sampled_from(vocabulary)


yes_no = st.none() | st.booleans()
applicants = st.builds(
    Applicant,
    degree=answer(choices.Degree),
    studying=answer(choices.Studying),
    graduates_on=answer([PartialDate(2027, 1), PartialDate(2027, 6, 30), PartialDate(2029)]),
    field=answer(choices.FieldOfStudy),
    programming=answer(choices.Level),
    ml=answer(choices.Level),
    research=yes_no,
    age=answer(choices.AgeBand),
    residence=answer(["CA", "DE", "NG"]),
    citizenships=answer([frozenset({"CA"}), frozenset({"NG", "US"})]),
    reach=answer(choices.Reach),
    sponsor=yes_no,
    hours=answer(choices.WeeklyHours),
    pays=yes_no,
    income=yes_no,
)


def random_asks(dice: random.Random) -> dict[str, Any]:
    """Return columns that only eligibility reads."""
    worldwide = dice.choice([True, False, None])
    fields = {
        "open_worldwide": worldwide,
        "open_to_countries": some(dice, ["CA", "US"]) if worldwide is False else [],
        "minimum_age": dice.choice([None, 18, 21]),
        "maximum_age": dice.choice([None, 30]),
        "sponsors_visa": dice.choice([True, False, None]),
        "audience_only": dice.choice([True, None, None]),
        "apply_via": dice.choice(["", "", "self", "nomination"]),
        "eligibility_note": dice.choice(["", "", "Proof of English"]),
        "hours_per_week": dice.choice([None, None, 10, 40]),
        "awards_degree": dice.choice(["", "", "master"]),
        "builds_programming": dice.choice(["", "working"]),
        "builds_research": dice.choice([True, None]),
    }
    program = random_fields(dice) | fields
    if program["degree_minimum"] not in ("", "none"):
        program["max_years_since_degree"] = dice.choice([None, None, 2])
    return program


@pytest.fixture(scope="module", params=[5, 6], ids="seed-{}".format)
def snapshot(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Snapshot]:
    """The catalogue of random programs, made once: these tests only read."""
    dice = random.Random(request.param)
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in range(60):
            program = ProgramFactory(
                **random_asks(dice),
                audiences=some(dice, AUDIENCES),
                locations=some(dice, PLACES),
            )
            if starts := dice.choice(["2026-01", "2027-02", "2028", None]):
                RoundFactory(program=program, starts_on=starts)
        yield build(TODAY)
        transaction.set_rollback(True)


def one_by_one(applicant: Applicant) -> dict[int, Any]:
    """Return the verdict of each program that has not closed, from the program itself."""
    programs = Program.objects.published().running()
    verdicts = {}
    for program in programs.prefetch_related("locations", "audiences", "rounds"):
        starts = [start for one in program.rounds.all() if (start := one.next_start(TODAY))]
        asked = requirements_of(
            {name: getattr(program, name) for name in COLUMNS},
            places=[place.country.code or "" for place in program.locations.all()],
            audiences=[audience.name for audience in program.audiences.all()],
            starts_on=min(starts, key=str, default=None),
        )
        verdicts[program.pk] = check(asked, applicant)
    return verdicts


@often
@given(applicant=applicants)
def test_everybody_is_told_what_each_program_tells_alone(snapshot, applicant):
    match = Match(applicant, snapshot)
    expected = one_by_one(applicant)

    assert match.verdicts(listed(snapshot)) == expected
    assert {pk: group for group, ids in match.groups.items() for pk in ids} == {
        pk: verdict.group for pk, verdict in expected.items()
    }


@often
@given(applicant=applicants)
def test_no_program_disappears(snapshot, applicant):
    match = Match(applicant, snapshot)

    assert sum(match.counts.values()) == len(listed(snapshot))
    for group, ids in match.groups.items():
        pages = [pk for start in range(0, 60, 7) for pk in match.page(group, start, start + 7)]
        assert sorted(pages) == list(ids)


@often
@given(applicant=applicants)
def test_what_is_open_comes_with_the_fewest_open_questions_first(snapshot, applicant):
    match = Match(applicant, snapshot)
    verdicts = match.verdicts(listed(snapshot))

    open_questions = [
        min(3, sum(one.cause == Cause.YOU for one in verdicts[pk].findings.values()))
        for pk in match.page(Group.OPEN_IF, 0, 60)
    ]

    assert open_questions == sorted(open_questions)


@often
@given(applicant=applicants, changed=applicants, name=st.sampled_from(ANSWERS))
def test_another_answer_is_held_against_all_that_reads_it(snapshot, applicant, changed, name):
    other = replace(applicant, **{name: getattr(changed, name)})

    assert Match(applicant, snapshot).after(other).groups == Match(other, snapshot).groups


@often
@given(applicant=applicants)
def test_missing_answers_are_those_that_programs_wait_for(snapshot, applicant):
    match = Match(applicant, snapshot)
    waiting = match.verdicts(match.groups[Group.OPEN_IF]).values()

    for missing in match.missing():
        concerned = [verdict for verdict in waiting if missing.answer in verdict.missing]
        alone = [
            verdict
            for verdict in concerned
            if all(
                one.asks == (missing.answer,)
                for one in verdict.findings.values()
                if one.cause == Cause.YOU
            )
        ]
        assert getattr(applicant, missing.answer) is None
        assert (missing.settles, missing.concerns) == (len(alone), len(concerned))


@often
@given(applicant=applicants)
def test_a_step_opens_what_it_says(snapshot, applicant):
    match = Match(applicant, snapshot)
    now = match.groups

    for near in match.near_misses():
        then = Match(near.step.taken_by(applicant), snapshot).groups
        after = {pk for group in OPEN for pk in then[group]}
        out = now[Group.NOT_YET] | now[Group.NOT_FOR_YOU]
        assert set(near.opens) == set(out) & after
        assert near.opens
        assert near.givers <= now[Group.LOOKS_OPEN]


@often
@given(applicant=applicants, changed=applicants)
def test_an_answer_that_no_program_tests_changes_nothing(snapshot, applicant, changed):
    idle = [name for name in ANSWERS if name not in Match(applicant, snapshot).tested]
    other = replace(applicant, **{name: getattr(changed, name) for name in idle})

    assert Match(other, snapshot).groups == Match(applicant, snapshot).groups

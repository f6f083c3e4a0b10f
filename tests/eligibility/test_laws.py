"""What holds of every program and every person. The laws are those of DESIGN, “Eligibility”."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.eligibility import (
    ANSWERS,
    CRITERIA,
    Applicant,
    Cause,
    Group,
    Outcome,
    Requirements,
    Verdict,
    check,
)
from tests.eligibility.strategies import (
    ANSWERS_TO,
    ASKS,
    answered,
    applicants,
    everybody,
    requirements,
)

MAY_BECOME = {
    Group.LOOKS_OPEN: {Group.LOOKS_OPEN},
    Group.OPEN_IF: set(Group),
    Group.ASK_THEM: set(Group),
    Group.NOT_YET: {Group.NOT_YET, Group.NOT_FOR_YOU},
    Group.NOT_FOR_YOU: {Group.NOT_FOR_YOU},
}
"""The groups that a program may be in once more is known of the person, by its group before."""

EVERY_CRITERION = pytest.mark.parametrize("name", CRITERIA)


def found(name, ask, applicant):
    """Return the group that the finding alone would make; nothing to say counts as met."""
    finding = CRITERIA[name].hold(ask, applicant)
    return finding.group if finding else Group.LOOKS_OPEN


# --- Verdicts --------------------------------------------------------------------------------


@settings(max_examples=100)
@given(requirements(), applicants(), st.randoms(use_true_random=False))
def test_order_of_criteria_never_matters(asked, applicant, random):
    verdict = check(asked, applicant)
    shuffled = list(verdict.findings.items())
    random.shuffle(shuffled)

    other = Verdict(dict(shuffled))

    assert other.group == verdict.group
    assert set(other.missing) == set(verdict.missing)


@settings(max_examples=100)
@given(requirements(), applicants())
def test_every_verdict_has_a_finding_and_every_finding_a_sentence(asked, applicant):
    verdict = check(asked, applicant)

    assert verdict.findings
    for finding in verdict.findings.values():
        assert finding.sentence.endswith((".", "?"))
        assert finding.sentence == " ".join(finding.sentence.split())
        assert "None" not in finding.sentence
        assert "{" not in finding.sentence


@settings(max_examples=300)
@given(requirements(), applicants(), st.data())
def test_more_answers_never_change_looks_open_or_not_for_you(asked, applicant, data):
    before = check(asked, applicant).group

    after = check(asked, data.draw(answered(applicant))).group

    assert after in MAY_BECOME[before]


@settings(max_examples=300)
@given(requirements(), applicants())
def test_group_is_kleenes_and_of_the_findings(asked, applicant):
    findings = list(check(asked, applicant).findings.values())
    groups = {finding.group for finding in findings}
    no = [finding for finding in findings if finding.outcome == Outcome.NOT_MET]
    unknown = [finding for finding in findings if finding.outcome == Outcome.UNKNOWN]

    group = check(asked, applicant).group

    if no:
        assert group == (Group.NOT_FOR_YOU if Group.NOT_FOR_YOU in groups else Group.NOT_YET)
    elif unknown:
        only_you = all(finding.cause == Cause.YOU for finding in unknown)
        assert group == (Group.OPEN_IF if only_you else Group.ASK_THEM)
    else:
        assert group == Group.LOOKS_OPEN


@settings(max_examples=100)
@given(requirements(), applicants())
def test_missing_answers_are_missing_and_named_once(asked, applicant):
    missing = check(asked, applicant).missing

    assert len(set(missing)) == len(missing)
    assert all(getattr(applicant, name) is None for name in missing)


@given(requirements())
def test_somebody_who_says_nothing_is_told_no_by_no_program(asked):
    assert check(asked, Applicant()).group in {Group.LOOKS_OPEN, Group.OPEN_IF, Group.ASK_THEM}


@given(applicants())
def test_program_that_states_nothing_is_never_open_to_everybody(applicant):
    nothing = Requirements(degree=ASKS["degree"][0])

    assert check(nothing, applicant).group == Group.ASK_THEM


def test_requirements_without_any_part_are_an_error():
    with pytest.raises(ValueError, match="give a blank degree"):
        check(Requirements(), Applicant())


# --- Each criterion --------------------------------------------------------------------------


class Watched(Applicant):
    """A person who remembers which answers were looked at."""

    looked_at = set()

    def __getattribute__(self, name):
        if name in ANSWERS:
            Watched.looked_at.add(name)
        return super().__getattribute__(name)


@EVERY_CRITERION
def test_finding_rests_on_the_answers_that_it_reads_and_on_no_other(name):
    people = [
        Watched(**{answer: getattr(one, answer) for answer in ANSWERS})
        for one in everybody(CRITERIA[name].reads)
    ]
    Watched.looked_at = set()

    for ask, person in product(ASKS[name], people):
        CRITERIA[name].hold(ask, person)

    assert Watched.looked_at == set(CRITERIA[name].reads)


@EVERY_CRITERION
def test_one_answer_more_never_changes_what_is_decided(name):
    """Whether it is met, and whether it is near, stays: nobody is told no on a skipped question."""
    reads = CRITERIA[name].reads
    everyone = everybody(reads)
    for ask in ASKS[name]:
        told = {person: found(name, ask, person) for person in everyone}
        for person, group in told.items():
            if group in (Group.OPEN_IF, Group.ASK_THEM):
                continue
            for answer in reads:
                if getattr(person, answer) is None:
                    more = [replace(person, **{answer: value}) for value in ANSWERS_TO[answer]]
                    assert {told[one] for one in more} == {group}, (ask, person, answer)


@EVERY_CRITERION
def test_what_the_person_has_not_said_names_answers_that_are_blank(name):
    for ask in ASKS[name]:
        for person in everybody(CRITERIA[name].reads):
            finding = CRITERIA[name].hold(ask, person)
            if finding and finding.asks:
                assert (finding.outcome, finding.cause) == (Outcome.UNKNOWN, Cause.YOU)
                assert set(finding.asks) <= set(CRITERIA[name].reads)
                assert all(getattr(person, name) is None for name in finding.asks)


@EVERY_CRITERION
def test_step_that_is_taken_leads_to_no_other_no(name):
    for ask in ASKS[name]:
        for person in everybody(CRITERIA[name].reads):
            finding = CRITERIA[name].hold(ask, person)
            if finding and finding.step:
                assert finding.outcome == Outcome.NOT_MET
                assert found(name, ask, finding.step.taken_by(person)) not in {
                    Group.NOT_YET,
                    Group.NOT_FOR_YOU,
                }, (ask, person)


@EVERY_CRITERION
def test_findings_are_whole(name):
    """An unknown has a cause, nothing else has one; only what is not met can be changed."""
    for ask in ASKS[name]:
        for person in everybody(CRITERIA[name].reads):
            if finding := CRITERIA[name].hold(ask, person):
                assert (finding.cause is not None) == (finding.outcome == Outcome.UNKNOWN)
                if finding.step or finding.in_time:
                    assert finding.outcome == Outcome.NOT_MET


# --- That the small worlds are large enough --------------------------------------------------

REACHED = {
    "degree": set(Group),
    "student": set(Group) - {Group.NOT_YET},
    "field": set(Group) - {Group.ASK_THEM, Group.NOT_YET},
    "programming": {Group.LOOKS_OPEN, Group.OPEN_IF, Group.NOT_YET},
    "ml": {Group.LOOKS_OPEN, Group.OPEN_IF, Group.NOT_YET},
    "research": {Group.LOOKS_OPEN, Group.OPEN_IF, Group.NOT_YET},
    "origin": set(Group) - {Group.NOT_YET},
    "age": set(Group) - {Group.ASK_THEM},
    "audience": {Group.OPEN_IF},
    "nomination": {Group.ASK_THEM},
    "note": {Group.OPEN_IF},
    "place": set(Group) - {Group.NOT_YET},
    "visa": set(Group) - {Group.NOT_YET},
    "hours": set(Group) - {Group.NOT_YET},
    "cost": set(Group) - {Group.NOT_YET},
    "income": set(Group) - {Group.NOT_YET},
}


@EVERY_CRITERION
def test_each_criterion_comes_to_every_group_that_it_can(name):
    everyone = everybody(CRITERIA[name].reads)

    assert {found(name, ask, one) for ask in ASKS[name] for one in everyone} == REACHED[name]

"""Which of several programs comes first."""

import pytest

from programs.catalogue import build
from programs.eligibility import Applicant
from programs.matching import Match
from programs.models import Program
from programs.routes.choosing import best
from tests.factories import TODAY, ProgramFactory
from tests.routes.people import OPEN_TO_ALL

pytestmark = pytest.mark.django_db


def chosen(count: int = 3) -> list[str]:
    match = Match(Applicant(), build(TODAY))
    names = dict(Program.objects.values_list("pk", "name"))
    return [names[pk] for pk in best(match.snapshot.programs, match, count)]


SAYS_MORE = {
    "runs": ({}, {"unstated": True}),
    "looks-open": ({}, {"cost": "paid"}),
    "takes-applications-now": ({"open": True}, {"opening_later": True}),
    "takes-them-all-year": ({"rolling": True}, {"opening_later": True}),
    "opens-later": ({"opening_later": True}, {"over": True}),
    "is-free": ({"cost": "employer_pays"}, {"cost": "deferred"}),
    "is-short": ({"duration_weeks_min": 9}, {"duration_weeks_min": 10}),
    "says-how-long": ({"duration_weeks_max": 90}, {}),
}


@pytest.mark.parametrize(("better", "worse"), SAYS_MORE.values(), ids=SAYS_MORE)
def test_a_better_program_comes_first_whatever_its_name(better, worse):
    ProgramFactory(name="B", **OPEN_TO_ALL | better)
    ProgramFactory(name="A", **OPEN_TO_ALL | worse)

    assert chosen() == ["B", "A"]


def test_what_comes_first_weighs_more_than_all_that_follows():
    ProgramFactory(name="A", unstated=True, open=True, duration_weeks_min=1, **OPEN_TO_ALL)
    ProgramFactory(name="B", duration_weeks_min=80, degree_minimum="bachelor", cost="paid")
    ProgramFactory(name="C", duration_weeks_min=90, **OPEN_TO_ALL)

    assert chosen() == ["C", "B", "A"]


@pytest.mark.parametrize("names", ["ABC", "CAB", "BCA"])
def test_programs_that_are_alike_come_by_name(names):
    for name in names:
        ProgramFactory(name=name, **OPEN_TO_ALL)

    assert chosen(2) == ["A", "B"]


def test_there_may_be_none():
    assert chosen() == []

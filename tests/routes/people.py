"""Somebody who begins, what is open to everybody, and the plan of one for the other."""

from dataclasses import replace

from pyroaring import BitMap

from programs.catalogue import build
from programs.choices import Degree, Level, Studying
from programs.eligibility import Applicant
from programs.matching import Match
from programs.models import Program
from programs.routes import Plan, routes_to
from tests.factories import TODAY

NEWCOMER = Applicant(
    degree=Degree.NONE,
    studying=Studying.NO,
    programming=Level.NONE,
    ml=Level.NONE,
    research=False,
)
GRADUATE = replace(NEWCOMER, degree=Degree.BACHELOR)
OPEN_TO_ALL = {"degree_minimum": "none", "cost": "free"}
"""What a program must say to look open to everybody."""


def plan(person: Applicant, *goal: Program) -> Plan:
    return routes_to(Match(person, build(TODAY)), BitMap([program.pk for program in goal]))

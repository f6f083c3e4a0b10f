"""Whether a program is open to a person, and why. Pure: no models, no clock, no request."""

from programs.eligibility.applicant import ANSWERS, Applicant
from programs.eligibility.asks import Requirements
from programs.eligibility.check import check
from programs.eligibility.criteria import CRITERIA, Criterion
from programs.eligibility.findings import Cause, Finding, Group, Outcome, Step, Verdict

__all__ = [
    "ANSWERS",
    "CRITERIA",
    "Applicant",
    "Cause",
    "Criterion",
    "Finding",
    "Group",
    "Outcome",
    "Requirements",
    "Step",
    "Verdict",
    "check",
]

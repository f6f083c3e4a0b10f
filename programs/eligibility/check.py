"""A program held against a person."""

from programs.eligibility.applicant import Applicant
from programs.eligibility.asks import Requirements
from programs.eligibility.criteria import CRITERIA
from programs.eligibility.findings import Verdict


def check(requirements: Requirements, applicant: Applicant) -> Verdict:
    """Return what comes of each requirement that the program states, in the order of CRITERIA.

    Raises ValueError for requirements that state nothing at all, not even a blank degree.
    """
    findings = {}
    for name, criterion in CRITERIA.items():
        ask = getattr(requirements, name)
        if ask is not None and (finding := criterion.hold(ask, applicant)):
            findings[name] = finding
    if not findings:
        raise ValueError("Requirements without any part decide nothing: give a blank degree.")
    return Verdict(findings)

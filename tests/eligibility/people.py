"""People and findings in few words."""

from programs.choices import AgeBand
from programs.dates import PartialDate
from programs.eligibility import Applicant, Finding, Outcome


def person(**answers) -> Applicant:
    """Return somebody: `person(graduates_on="2027-06", citizenships="NG CA", age="18_24")`."""
    read = {
        "graduates_on": PartialDate.parse,
        "citizenships": lambda codes: frozenset(codes.split()),
        "age": AgeBand,
    }
    return Applicant(**{name: read.get(name, lambda it: it)(it) for name, it in answers.items()})


def told(finding: Finding | None) -> str:
    """Return a finding without its sentence.

    `met`, `no`, `no, in time`, `no, but ml=basic` (the step), `? program`, `? person`, `? you`
    (only they can tell), `? you: degree` (the questions that are open), `nothing`.
    """
    if finding is None:
        return "nothing"
    if finding.outcome == Outcome.MET:
        return "met"
    if finding.outcome == Outcome.UNKNOWN:
        return f"? {finding.cause}" + (f": {' '.join(finding.asks)}" if finding.asks else "")
    change = f", but {finding.step.answer}={finding.step.value}" if finding.step else ""
    return f"no{change}{', in time' if finding.in_time else ''}"

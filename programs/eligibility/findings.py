"""What comes of holding a program against a person: findings, and the group they make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import TextChoices

from programs.eligibility.applicant import Applicant


class Outcome(TextChoices):
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    UNKNOWN = "unknown", "Open"


class Cause(TextChoices):
    """Why a finding is unknown."""

    YOU = "you", "You haven’t said"
    PROGRAM = "program", "The program doesn’t say"
    PERSON = "person", "A person decides"


class Group(TextChoices):
    """How the findings of a program come together, the most promising first."""

    LOOKS_OPEN = "looks_open", "Looks open to you"
    OPEN_IF = "open_if", "Open if …"
    ASK_THEM = "ask_them", "Ask them"
    NOT_YET = "not_yet", "Not yet"
    NOT_FOR_YOU = "not_for_you", "Not for you as stated"


@dataclass(frozen=True, slots=True)
class Step:
    """An answer that would be another one: a skill gained, a degree earned, a change of mind."""

    answer: str
    """Its name in `Applicant`."""
    value: str | bool

    @property
    def is_short(self) -> bool:
        """Whether one program or some months can bring it about."""
        return self.answer in ("programming", "ml", "research")

    def taken_by(self, applicant: Applicant) -> Applicant:
        """Return the person as they would be afterwards."""
        return replace(applicant, **{self.answer: self.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One requirement held against a person."""

    outcome: Outcome
    sentence: str
    """What it asks and what they said; then, if it is not met, what would change that."""
    cause: Cause | None = None
    """Why it is unknown; None if it isn’t."""
    asks: tuple[str, ...] = ()
    """The answers that are missing; none if only the person can tell, outside these questions."""
    step: Step | None = None
    """What would meet it; None if nothing does, or time alone."""
    in_time: bool = False
    """Whether time alone meets it."""

    @classmethod
    def met(cls, sentence: str) -> Self:
        return cls(outcome=Outcome.MET, sentence=sentence)

    @classmethod
    def not_met(cls, sentence: str, *, step: Step | None = None, in_time: bool = False) -> Self:
        return cls(outcome=Outcome.NOT_MET, sentence=sentence, step=step, in_time=in_time)

    @classmethod
    def unsaid(cls, sentence: str, *asks: str) -> Self:
        """Return that the person has not said something."""
        return cls(outcome=Outcome.UNKNOWN, cause=Cause.YOU, sentence=sentence, asks=asks)

    @classmethod
    def unstated(cls, sentence: str) -> Self:
        """Return that the program doesn’t say something."""
        return cls(outcome=Outcome.UNKNOWN, cause=Cause.PROGRAM, sentence=sentence)

    @classmethod
    def undecided(cls, sentence: str) -> Self:
        """Return that somebody at the program decides."""
        return cls(outcome=Outcome.UNKNOWN, cause=Cause.PERSON, sentence=sentence)

    @property
    def group(self) -> Group:
        """The group of a program of which this is all that there is to find."""
        match self.outcome:
            case Outcome.MET:
                return Group.LOOKS_OPEN
            case Outcome.NOT_MET:
                is_near = self.in_time or (self.step is not None and self.step.is_short)
                return Group.NOT_YET if is_near else Group.NOT_FOR_YOU
        return Group.OPEN_IF if self.cause == Cause.YOU else Group.ASK_THEM


ORDER = list(Group)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one program, by criterion: at least one finding."""

    findings: Mapping[str, Finding]

    @property
    def group(self) -> Group:
        """The least promising of the groups that the findings would make alone.

        That is Kleene’s “and”: false if anything is, else unknown if anything is, else true.
        """
        return max((finding.group for finding in self.findings.values()), key=ORDER.index)

    @property
    def missing(self) -> tuple[str, ...]:
        """The answers that the person has not given and that matter, each once."""
        asked = (name for finding in self.findings.values() for name in finding.asks)
        return tuple(dict.fromkeys(asked))

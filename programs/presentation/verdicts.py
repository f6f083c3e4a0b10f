"""What “Find my path” says of programs held against a person. No clock."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from programs.checks import Checks, read_checks
from programs.choices import Degree, Level
from programs.eligibility import CRITERIA, Finding, Group, Outcome, Step, Verdict
from programs.eligibility.wording.parts import KNOWLEDGE, SKILLS
from programs.matching import Missing
from programs.models import Evidence, Program
from programs.presentation.cards import state_words
from programs.presentation.facts import Fact, choice_words
from programs.presentation.sourcing import Line, Source, with_sources

_FIELDS = sorted({field for criterion in CRITERIA.values() for field in criterion.fields})
_GROUP_WORDS = {
    Group.LOOKS_OPEN: "You have everything that they ask for.",
    Group.OPEN_IF: "Nothing is in the way so far. It depends on what you haven’t said, or on "
    "what only you know.",
    Group.ASK_THEM: "Nothing is in the way so far. But they don’t say everything, or somebody "
    "there decides.",
    Group.NOT_YET: "Something is missing that time or one step can change.",
    Group.NOT_FOR_YOU: "They ask for something that you don’t have. Each says what it is.",
}
_NONE_WORDS = {
    Group.LOOKS_OPEN: "No program so far.",
    Group.OPEN_IF: "No program waits for an answer of yours.",
    Group.ASK_THEM: "No program leaves it open.",
    Group.NOT_YET: "No program is one step away.",
    Group.NOT_FOR_YOU: "No program is out of reach.",
}
_SHORT_NAMES = {
    Group.LOOKS_OPEN: "look open",
    Group.OPEN_IF: "open if …",
    Group.ASK_THEM: "to ask",
    Group.NOT_YET: "not yet",
    Group.NOT_FOR_YOU: "not for you as stated",
}
TALLY = {
    Group.LOOKS_OPEN: "Looks open",
    Group.OPEN_IF: "Open if …",
    Group.ASK_THEM: "Ask them",
    Group.NOT_YET: "Not yet",
    Group.NOT_FOR_YOU: "Not for you",
}
"""What a narrow place calls the groups."""
_ANSWERS = {
    "degree": "your degree",
    "studying": "whether you study now",
    "graduates_on": "when you finish your degree",
    "field": "your field of study",
    "programming": "how well you can program",
    "ml": "how much machine learning you know",
    "research": "whether you have research experience",
    "age": "your age",
    "residence": "where you live",
    "citizenships": "where you are a citizen",
    "reach": "where you could take part",
    "sponsor": "whether you need help with a visa",
    "hours": "how much time you have",
    "pays": "whether you could pay",
    "income": "whether you need an income",
}
_DEGREES = {
    Degree.BACHELOR: "A bachelor’s degree",
    Degree.MASTER: "A graduate degree",
    Degree.PHD: "A PhD",
}
_STEPS = {
    "research": "Research experience",
    "reach": "Being free to go to any country",
    "hours": "Having all your time for it",
    "pays": "Being able to pay",
    "income": "Needing no income while you do it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One finding as a page tells it."""

    criterion: str
    finding: Finding
    line: Line
    """Its label and sentence, with what the program’s side of it rests on."""
    quote: str
    """What the program asks in words of its own; blank for all that a sentence covers."""

    @property
    def word(self) -> str:
        """The outcome: `Met`, `Open`, `Not met`."""
        return str(self.finding.outcome.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A program held against a person. `state` is empty where there is nothing to add."""

    program: Program
    type_label: str
    state: str
    is_closing: bool
    verdict: Verdict
    told: tuple[Told, ...]
    """Every finding, in the order of the criteria."""

    @property
    def open(self) -> list[Told]:
        """What is not met, then what is not known."""
        return [*self._having(Outcome.NOT_MET), *self._having(Outcome.UNKNOWN)]

    @property
    def met(self) -> list[Told]:
        return self._having(Outcome.MET)

    @property
    def missing(self) -> list[tuple[str, str]]:
        """The answers that it waits for: their names, and how a sentence calls them."""
        return [(name, _ANSWERS[name]) for name in self.verdict.missing]

    def _having(self, outcome: Outcome) -> list[Told]:
        return [one for one in self.told if one.finding.outcome == outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A group with those of its programs that a page shows."""

    group: Group
    count: int
    fits: tuple[Fit, ...]

    @property
    def words(self) -> str:
        """What it means to be in the group, or that no program is."""
        return (_GROUP_WORDS if self.count else _NONE_WORDS)[self.group]

    @property
    def has_more(self) -> bool:
        return self.count > len(self.fits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A step that opens programs, and some that give it."""

    step: Step
    opens: int
    givers: tuple[Program, ...]
    """The first of the programs that are open now and after which the step is taken."""
    more: int
    """How many others there are."""

    @property
    def words(self) -> str:
        return step_words(self.step)


def fits(programs: Iterable[Program], verdicts: Mapping[int, Verdict]) -> dict[int, Fit]:
    """Return these programs with their verdicts, by id: at most five queries.

    Each needs what a card needs: its organization, `opening` and `closes_on`.
    """
    shown = [program for program in programs if program.pk in verdicts]
    prefetch_related_objects(shown, "audiences", "locations")
    keys = [program.pk for program in shown]
    checks = read_checks(keys)
    evidence = _evidence(keys)
    return {
        program.pk: _fit(
            program, verdicts[program.pk], evidence=evidence[program.pk], checks=checks[program.pk]
        )
        for program in shown
    }


def summary_words(counts: Mapping[Group, int]) -> str:
    """Return `12 look open, 31 open if …, 40 to ask, 9 not yet, 97 not for you as stated`."""
    return ", ".join(f"{counts[group]} {_SHORT_NAMES[group]}" for group in Group)


def step_words(step: Step) -> str:
    """Return what one would have to gain or to change, as a sentence begins."""
    if step.answer in SKILLS:
        knowledge = KNOWLEDGE[Level(step.value)].removeprefix("a ")
        return f"A {knowledge} of {SKILLS[step.answer]}"
    if step.answer == "degree":
        return _DEGREES[Degree(step.value)]
    return _STEPS[step.answer]


def as_data(
    parts: Iterable[Part], missing: Iterable[Missing], ways: Iterable[Way]
) -> dict[str, Any]:
    """Return what a page shows as other programs read it."""
    return {
        "groups": [
            {
                "group": part.group.value,
                "label": part.group.label,
                "count": part.count,
                "programs": [fit_data(fit) for fit in part.fits],
            }
            for part in parts
        ],
        "missing": [
            {"answer": one.answer, "settles": one.settles, "concerns": one.concerns}
            for one in missing
        ],
        "steps": [
            {
                "answer": way.step.answer,
                "value": way.step.value,
                "words": way.words,
                "opens": way.opens,
                "givers": [program.slug for program in way.givers],
            }
            for way in ways
        ],
    }


def fit_data(fit: Fit) -> dict[str, Any]:
    """Return what is found of one program, in the order of the criteria."""
    return {
        "slug": fit.program.slug,
        "name": fit.program.name,
        "group": fit.verdict.group.value,
        "findings": [_finding_data(one) for one in fit.told],
    }


def _finding_data(one: Told) -> dict[str, Any]:
    finding, line = one.finding, one.line
    return {
        "criterion": one.criterion,
        "outcome": finding.outcome.value,
        "cause": finding.cause.value if finding.cause else None,
        "sentence": finding.sentence,
        "asks": list(finding.asks),
        "sources": [_source_data(source) for source in line.sources],
        "is_general_knowledge": line.from_general_knowledge,
        "checked_on": line.checked.isoformat() if line.checked else None,
    }


def _source_data(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind.value,
        "quote": source.words or None,
        "url": source.url or None,
        "source_date": str(source.source_date) if source.source_date else None,
    }


def _evidence(keys: list[int]) -> dict[int, list[Evidence]]:
    """Return what is on record for the fields that verdicts rest on, by program: one query."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    wanted = Evidence.objects.filter(program__in=keys, field__in=_FIELDS).order_by("pk")
    for piece in wanted:
        found[piece.program_id].append(piece)
    return found


def _fit(program: Program, verdict: Verdict, *, evidence: list[Evidence], checks: Checks) -> Fit:
    return Fit(
        program=program,
        type_label=choice_words(program, "program_type"),
        state=state_words(program),
        is_closing=program.closes_on is not None,
        verdict=verdict,
        told=tuple(_told(program, verdict, evidence=evidence, checks=checks)),
    )


def _told(
    program: Program, verdict: Verdict, *, evidence: list[Evidence], checks: Checks
) -> Iterator[Told]:
    facts = [
        Fact(label=CRITERIA[name].label, words=finding.sentence, fields=CRITERIA[name].fields)
        for name, finding in verdict.findings.items()
    ]
    lines = with_sources(program, facts, evidence, checks)
    for (name, finding), line in zip(verdict.findings.items(), lines, strict=True):
        quote = program.eligibility_note if name == "note" else ""
        yield Told(criterion=name, finding=finding, line=line, quote=quote)

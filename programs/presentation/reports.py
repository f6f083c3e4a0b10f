"""What a visitor can report of a program, in the words of its page, and what becomes of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from programs import choices
from programs.choices import ReportKind, ReportState
from programs.models import Program, Report
from programs.presentation import facts
from programs.presentation.facts import Fact
from programs.presentation.sourcing import day_words

ENDED, OTHER = "ended", "other"
"""What a form says for “the program has ended” and “something else”; neither is a field."""

Options = list[tuple[str, str]]

# What stands at the top of the page, and the dates.
_TOP = [
    Fact(label="Name", words="", fields=("name",)),
    Fact(label="Who runs it", words="", fields=("organization",)),
    Fact(label="Official page", words="", fields=("url",)),
    Fact(label="What it is", words="", fields=("summary",)),
    Fact(label="Whether it runs", words="", fields=("status", "status_basis", "status_note")),
]
_DATES = [Fact(label="Dates to apply", words="", fields=("rounds",))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the page of a report says of its state; `words` is empty where the label says it all."""

    state: ReportState
    label: str
    words: str


def reportable(program: Program) -> dict[str, list[Fact]]:
    """Return the facts that one can report, by heading, as the program’s page has them."""
    return {
        "The program": _TOP,
        "What it asks": facts.requirements(program),
        "What it is like": facts.experience(program),
        "Money": facts.money(program),
        "When to apply": _DATES,
    }


def options(program: Program) -> list[tuple[str, str | Options]]:
    """Return the choices of the form: facts in groups, each by its first field, and two more."""
    return [
        ("", "Choose what it is about"),
        (ENDED, "The program has ended"),
        *((heading, _options(group)) for heading, group in reportable(program).items()),
        (OTHER, "Something else"),
    ]


def fact_with(program: Program, field: str) -> Fact | None:
    """Return the fact of the page that tells the field, if one does."""
    every = (fact for group in reportable(program).values() for fact in group)
    return next((fact for fact in every if field in fact.fields), None)


def about_words(report: Report) -> str:
    """Return what a report is about: `Degree`, `The program has ended`, `Something else`."""
    if report.kind == ReportKind.ENDED:
        return "The program has ended"
    if report.kind == ReportKind.SUGGESTION:
        return "A program that is missing"
    fact = fact_with(report.program, report.field) if report.field and report.program else None
    return fact.label if fact else "Something else"


def standing_of(report: Report) -> Standing:
    """Return the public state; whether a report is held is nobody’s business but curators’."""
    if report.is_open:
        words = "A curator will compare it with the sources and answer on this page."
        return Standing(state=ReportState.RECEIVED, label="Received", words=words)
    state = ReportState(report.state)
    at = report.handled_at
    on = f" on {day_words(timezone.localtime(at).date())}" if at else ""
    words = _accepted_words(report) if state == ReportState.ACCEPTED else ""
    return Standing(state=state, label=f"{state.label}{on}", words=words)


def _accepted_words(report: Report) -> str:
    published = is_shown(report.program)
    if report.kind == ReportKind.SUGGESTION:
        if published:
            return "Thank you. The program is listed."
        return "Thank you. A curator is preparing the listing; it appears once its facts are read."
    if report.kind == ReportKind.ENDED:
        return "Thank you. The program’s page says that it has closed."
    return "Thank you. The program’s page has been put right."


def is_shown(program: Program | None) -> bool:
    """Return whether visitors can see the program."""
    return bool(program and program.publication == choices.Publication.PUBLISHED)


def _options(group: Iterable[Fact]) -> Options:
    return [(fact.fields[0], fact.label) for fact in group]

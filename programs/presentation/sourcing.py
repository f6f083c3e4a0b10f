"""What a page says of where a program's facts come from, and how fresh they are. No clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from programs import choices
from programs.checks import Checks, Confirmed
from programs.dates import PartialDate
from programs.models import Evidence, Program
from programs.presentation.facts import Fact

FIELD_LABELS = {
    **{field.name: str(field.verbose_name) for field in Program._meta.concrete_fields},
    "organization_url": "the organization’s address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one source says; `url` and `dated` are empty where they are not recorded."""

    kind: choices.EvidenceKind
    words: str
    url: str
    source_date: PartialDate | None

    @property
    def quoted(self) -> bool:
        return self.kind == choices.EvidenceKind.QUOTE

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def dated(self) -> str:
        return self.source_date.words if self.source_date else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact with what it rests on."""

    fact: Fact
    sources: tuple[Source, ...]
    checked: date | None
    """The day a person confirmed all of it as it stands; None if nobody did."""
    from_general_knowledge: bool
    """Whether all that is on record is that people know it."""

    @property
    def checked_on(self) -> str:
        """The day in words; empty if nobody did."""
        return day_words(self.checked) if self.checked else ""


def day_words(day: date) -> str:
    """Return `12 August 2026`."""
    return PartialDate.of(day).words


def host_of(url: str) -> str:
    """Return the host of an address as people say it: `example.org`, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def freshness_words(program: Program, confirmed: Confirmed | None) -> str:
    """Return how fresh a listing is: `Checked …` only from a check, else its source's date.

    Says too whether some of it changed or was left out of a check.
    """
    if confirmed and confirmed.is_whole:
        return f"Checked {day_words(confirmed.on)}"
    if confirmed:
        day = day_words(confirmed.on)
        return f"Checked in part, last on {day}: each fact says its day"
    if program.source_date:
        return f"From a source of {program.source_date.words}, not yet checked"
    return "From an undated source, not yet checked"


def with_sources(
    program: Program, facts: Iterable[Fact], evidence: Iterable[Evidence], checks: Checks
) -> list[Line]:
    """Return the facts, each with the evidence for its fields, and the day it was confirmed.

    Reads the program's tags, which are prefetched. A fact counts as confirmed on a day if each of
    its fields that states something was; one that states nothing, if all of them were.
    """
    by_field: dict[str, list[Evidence]] = {}
    for piece in evidence:
        by_field.setdefault(piece.field, []).append(piece)
    lines = []
    for fact in facts:
        pieces = [piece for field in fact.fields for piece in by_field.get(field, [])]
        stated = [field for field in fact.fields if states(program, field)]
        lines.append(_line(fact, pieces, checks.day_of_all(stated or fact.fields)))
    return lines


def states(program: Program, field: str) -> bool:
    """Return whether the program's field says anything; no and zero do."""
    value = getattr(program, field)
    return bool(value.all() if hasattr(value, "all") else value) or value is False or value == 0


def sources_of(evidence: Iterable[Evidence]) -> tuple[Source, ...]:
    """Return what the evidence says, each thing once; general knowledge is no source."""
    return tuple(
        dict.fromkeys(
            Source(
                kind=choices.EvidenceKind(piece.kind),
                words=piece.quote,
                url=piece.url,
                source_date=piece.source_date,
            )
            for piece in evidence
            if piece.kind != choices.EvidenceKind.GENERAL_KNOWLEDGE
        )
    )


def known_generally(evidence: Iterable[Evidence]) -> list[str]:
    """Return the labels of the fields that are general knowledge, without a source on record."""
    return [
        FIELD_LABELS.get(piece.field, piece.field.replace("_", " "))
        for piece in evidence
        if piece.kind == choices.EvidenceKind.GENERAL_KNOWLEDGE
    ]


def _line(fact: Fact, evidence: list[Evidence], checked: date | None) -> Line:
    sources = sources_of(evidence)
    return Line(
        fact=fact,
        sources=sources,
        checked=checked,
        from_general_knowledge=bool(fact.is_said and evidence and not sources),
    )

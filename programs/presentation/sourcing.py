"""What a page says of where a program's facts come from, and how fresh they are. No clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db.models import Max
from django.utils import timezone

from programs import choices
from programs.dates import PartialDate
from programs.models import Change, Check, Evidence, Program
from programs.presentation.facts import Fact

CONFIRMABLE = (
    *("status", "url", "degree_minimum", "enrollment", "field_background", "programming_level"),
    *("ml_level", "research_experience", "open_worldwide", "cost", "funding", "rounds"),
)
"""A listing counts as checked when each of these was: they decide whether somebody applies."""

FIELD_LABELS = {
    **{field.name: str(field.verbose_name) for field in Program._meta.concrete_fields},
    "organization_url": "the organization’s address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one source says; `url` and `dated` are empty where they are not recorded."""

    words: str
    quoted: bool
    url: str
    host: str
    dated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A fact with what it rests on."""

    fact: Fact
    sources: tuple[Source, ...]
    checked_on: str
    """The day a person confirmed all of it as it stands, in words; empty if nobody did."""
    from_general_knowledge: bool
    """Whether all that is on record is that people know it."""


@dataclass(frozen=True, slots=True)
class Checks:
    """When people confirmed which fields, and when the fields last changed."""

    checks: tuple[Check, ...]
    changed_at: Mapping[str, datetime]

    def day_of(self, field: str) -> date | None:
        """Return the day on which the field was last confirmed, None if not since it changed."""
        return _day(self._moment_of(field))

    def day_of_all(self, fields: Iterable[str]) -> date | None:
        """Return the earliest of the days on which each field was last confirmed, or None."""
        moments = [self._moment_of(field) for field in fields]
        return None if None in moments else _day(min(moments, default=None))

    @property
    def latest(self) -> date | None:
        """The day on which a person last confirmed anything at all, even if it changed since."""
        return _day(max((check.at for check in self.checks), default=None))

    def _moment_of(self, field: str) -> datetime | None:
        moment = max((check.at for check in self.checks if check.covers(field)), default=None)
        changed = self.changed_at.get(field)
        return None if moment and changed and changed > moment else moment


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def read_checks(keys: Iterable[int]) -> dict[int, Checks]:
    """Return the checks of each of these programs: two queries, one if nobody checked any."""
    checks: dict[int, list[Check]] = {key: [] for key in keys}
    for check in Check.objects.filter(program__in=checks):
        checks[check.program_id].append(check)
    changed: dict[int, dict[str, datetime]] = {key: {} for key in checks}
    if checked := [key for key in checks if checks[key]]:
        changes = Change.objects.filter(program__in=checked).order_by()
        for key, field, at in changes.values_list("program", "field").annotate(Max("at")):
            changed[key][field] = at
    return {key: Checks(tuple(checks[key]), changed[key]) for key in checks}


def day_words(day: date) -> str:
    """Return `12 August 2026`."""
    return PartialDate.of(day).words


def host_of(url: str) -> str:
    """Return the host of an address as people say it: `example.org`, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def freshness_words(program: Program, checked_on: date | None) -> str:
    """Return how fresh a listing is: `Checked …` only from a check, else its source's date."""
    if checked_on:
        return f"Checked {day_words(checked_on)}"
    if program.source_date:
        return f"From a source of {program.source_date.words}, not yet checked"
    return "From an undated source, not yet checked"


def freshness_of(program: Program, checks: Checks) -> str:
    """Return how fresh a listing is, and whether some of it changed or was left out of a check."""
    if not checks.checks:
        return freshness_words(program, None)
    if day := checks.day_of_all(CONFIRMABLE):
        return freshness_words(program, day)
    return f"Checked in part, last on {day_words(checks.latest)}: each fact says its day"


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
                words=piece.quote,
                quoted=piece.kind == choices.EvidenceKind.QUOTE,
                url=piece.url,
                host=host_of(piece.url),
                dated=piece.source_date.words if piece.source_date else "",
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
        checked_on=day_words(checked) if checked else "",
        from_general_knowledge=bool(fact.is_said and evidence and not sources),
    )

"""All listings that visitors see, those that can do most harm first."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max

from programs.catalogue.freshness import changed_since
from programs.checks import CONFIRMABLE, Checks, read_checks
from programs.choices import LinkStanding, ReportKind, ReportState, Status
from programs.curation.harm import GROUPS, Cause, Facts, Group, Harm, Link, harm
from programs.curation.links import LinkState, read_link_states
from programs.curation.pairs import in_order
from programs.expected import Expected, expected
from programs.ledger.state import CHUNK
from programs.models import (
    ApplicationRound,
    CatalogueVersion,
    LikelyPair,
    LinkCheck,
    Program,
    ProgramQuerySet,
    Report,
)

_STATED = tuple(name for name in CONFIRMABLE if name != "rounds")
_NOTHING = (None, "")
_LINKS = {
    LinkStanding.FAILING: Link.FAILING,
    LinkStanding.MOVED: Link.MOVED,
    LinkStanding.BROKEN: Link.BROKEN,
}
_QUIET = (Status.PAUSED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing in the queue."""

    program_id: int
    name: str
    organization: str
    url: str
    program_type: str
    stated: int
    """How many of the facts that are CONFIRMABLE it states."""
    harm: Harm
    twins: tuple[int, int] | None = None
    """It and the program that is likely the same: the one that is better kept, then the other."""


@dataclass(frozen=True, slots=True)
class Queue:
    """All entries on a day, the worst first; and those that a cause is a reason for."""

    entries: tuple[Entry, ...]
    by_cause: Mapping[Cause, tuple[Entry, ...]]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is another whenever any fact that harm follows from is."""

    day: date
    version: int
    """Of the catalogue."""
    reports: tuple[int, int | None]
    asked_at: datetime | None
    """When a link was asked last."""


@dataclass(frozen=True, slots=True)
class _Known:
    mark: _Mark
    by_id: Mapping[int, Entry]
    queue: Queue


_known: _Known | None = None


def read_queue(day: date) -> Queue:
    """Return the queue on the day: three queries if nothing changed since this process asked last.

    Of what changed, only the programs in question are read again. Closed programs are not in it:
    nobody applies to them.
    """
    global _known
    mark, known = _mark(day), _known
    if known and known.mark == mark:
        return known.queue
    ids = _changed(known, mark) if known else None
    if ids is None:
        by_id = _read(day)
    else:
        kept = {pk: entry for pk, entry in known.by_id.items() if pk not in ids}
        by_id = kept | _read(day, ids)
    _known = _Known(mark, by_id, _ordered(by_id))
    return _known.queue


def forget() -> None:
    """Forget what this process knows: for tests, and for whoever has replaced the database."""
    global _known
    _known = None


def _mark(day: date) -> _Mark:
    version = CatalogueVersion.objects.values_list("version", flat=True).first()
    reports = _open_reports().aggregate(count=Count("pk"), last=Max("pk"))
    asked_at = LinkCheck.objects.aggregate(at=Max("at"))["at"]
    return _Mark(day, version or 0, (reports["count"], reports["last"]), asked_at)


def _changed(known: _Known, mark: _Mark) -> set[int] | None:
    """Return the ids of programs of which something may be another than what is known.

    None: all of them.
    """
    # A database that is older than what is known of it is another one: a backup was restored.
    if known.mark.day != mark.day or known.mark.version > mark.version:
        return None
    changed = changed_since(known.mark.version)
    if changed is None:
        return None
    ids = set(changed)
    if mark.reports != known.mark.reports:
        ids |= {entry.program_id for entry in known.queue.by_cause[Cause.REPORT]}
        ids |= set(_open_reports().values_list("program_id", flat=True))
    if mark.asked_at != known.mark.asked_at:
        checks = LinkCheck.objects.all()
        if known.mark.asked_at:
            checks = checks.filter(at__gt=known.mark.asked_at)
        ids |= set(checks.values_list("program_id", flat=True))
    return ids


def _ordered(by_id: Mapping[int, Entry]) -> Queue:
    entries = sorted(by_id.values(), key=lambda one: (-one.harm.score, one.name, one.program_id))
    by_cause: dict[Cause, list[Entry]] = {cause: [] for cause in Cause}
    for entry in entries:
        for cause in {reason.cause for reason in entry.harm.reasons}:
            by_cause[cause].append(entry)
    return Queue(tuple(entries), {cause: tuple(found) for cause, found in by_cause.items()})


def _open_reports() -> Any:
    return Report.objects.filter(state=ReportState.RECEIVED, program__isnull=False)


def _read(day: date, ids: Collection[int] | None = None) -> dict[int, Entry]:
    """Return the entries of these programs, of all if none are named."""
    programs = Program.objects.published().running().order_by()
    found = [programs] if ids is None else _chunks(programs, sorted(ids))
    return {pk: entry for some in found for pk, entry in _read_some(some, day)}


def _chunks(programs: ProgramQuerySet, ids: list[int]) -> Iterator[ProgramQuerySet]:
    for start in range(0, len(ids), CHUNK):
        yield programs.filter(pk__in=ids[start : start + CHUNK])


def _read_some(programs: ProgramQuerySet, day: date) -> Iterator[tuple[int, Entry]]:
    columns = ("pk", "name", "organization__name", "program_type", *_STATED)
    rows = {pk: values for pk, *values in programs.values_list(*columns)}
    among = {"program__in": programs.values("pk")}
    checks = read_checks(rows, **among)
    rounds, reported = _read_rounds(among), _read_reports(among)
    asked = set(LinkCheck.objects.filter(**among).values_list("program_id", flat=True).distinct())
    links, twins = read_link_states(asked), _read_twins()
    for pk, (name, organization, program_type, *values) in rows.items():
        stated = dict(zip(_STATED, values, strict=True))
        pair, twin = twins.get(pk, (None, ""))
        facts = _facts(stated, checks[pk], rounds[pk], reported[pk], links.get(pk), twin, day)
        count = sum(value not in _NOTHING for value in values) + bool(rounds[pk])
        found = harm(facts, day)
        yield pk, Entry(pk, name, organization, stated["url"], program_type, count, found, pair)


def _facts(
    stated: dict[str, Any],
    checks: Checks,
    rounds: list[ApplicationRound],
    reported: list[str],
    link: LinkState | None,
    twin: str,
    day: date,
) -> Facts:
    is_quiet = stated["status"] in _QUIET
    values = {**stated, "rounds": rounds or None}
    closes_in, opens_in = _closes_in(rounds, day), _opens_in(rounds, day)
    usual = None
    if closes_in is None and opens_in is None and stated["status"] == Status.ACTIVE:
        usual = _usual(rounds, day)
        closes_in, opens_in = _days_to(usual, day)
    return Facts(
        checked_on={group.name: checks.day_of_all(group.fields) for group in GROUPS},
        unstated=frozenset(group.name for group in GROUPS if _is_unstated(group, values)),
        closes_in=None if is_quiet else closes_in,
        opens_in=None if is_quiet else opens_in,
        is_expected=usual is not None,
        reported=tuple(map(_group_of, reported)),
        link=_link(link),
        link_words=link.words if link else "",
        twin=twin,
    )


def _link(state: LinkState | None) -> Link:
    """Return how worrying a link is: a page that changed may say something else by now."""
    found = _LINKS.get(state.standing, Link.FINE) if state else Link.FINE
    return Link.CHANGED if found == Link.FINE and state and state.changed_on else found


def _is_unstated(group: Group, values: Mapping[str, Any]) -> bool:
    return all(values[name] in _NOTHING for name in group.fields if name in values)


def _group_of(field: str) -> str:
    """Return the name of the group that the field is in, blank if it is in none."""
    return next((group.name for group in GROUPS if field in group.fields), "")


def _closes_in(rounds: Iterable[ApplicationRound], day: date) -> int | None:
    ahead = [one.closes_on.last_day for one in rounds if one.closes_on]
    return min(((last - day).days for last in ahead if last >= day), default=None)


def _opens_in(rounds: Iterable[ApplicationRound], day: date) -> int | None:
    ahead = [one.opens_on.first_day for one in rounds if one.opens_on]
    return min(((first - day).days for first in ahead if first > day), default=None)


def _usual(rounds: list[ApplicationRound], day: date) -> Expected | None:
    """Return the round that is to be expected, though nobody announced it: the queue wakes up."""
    newest = sorted(rounds, key=_moment, reverse=True)
    found = expected([(one.opens_on, one.closes_on) for one in newest], day)
    return found if found and found.is_current else None


def _moment(one: ApplicationRound) -> date:
    stated = one.closes_on or one.opens_on or one.starts_on
    return stated.first_day if stated else date.min


def _days_to(usual: Expected | None, day: date) -> tuple[int | None, int | None]:
    """Return the days to its closing and, unless that is over, to its opening."""
    if usual is None:
        return None, None
    closes, opens = usual.closes_on, usual.opens_on
    return (
        (closes - day).days if closes else None,
        (opens - day).days if opens and opens > day else None,
    )


def _read_rounds(among: dict[str, Any]) -> dict[int, list[ApplicationRound]]:
    rounds: dict[int, list[ApplicationRound]] = defaultdict(list)
    for one in ApplicationRound.objects.filter(cancelled=False, **among):
        rounds[one.program_id].append(one)
    return rounds


def _read_reports(among: dict[str, Any]) -> dict[int, list[str]]:
    fields: dict[int, list[str]] = defaultdict(list)
    reports = _open_reports().filter(**among)
    for pk, kind, field in reports.values_list("program_id", "kind", "field"):
        fields[pk].append("status" if kind == ReportKind.ENDED else field)
    return fields


def _read_twins() -> dict[int, tuple[tuple[int, int], str]]:
    """Return for each program that has twins the two, the better first, and the other's name.

    Of several twins the likeliest.
    """
    twins: dict[int, tuple[tuple[int, int], str]] = {}
    pairs = LikelyPair.objects.open().select_related("first", "second")
    for pair in pairs.order_by("score", "-pk"):
        kept, gone = in_order(pair.first, pair.second)
        for one, other in ((kept, gone), (gone, kept)):
            twins[one.pk] = (kept.pk, gone.pk), other.name
    return twins

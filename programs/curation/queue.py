"""All listings that visitors see, those that can do most harm first."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from programs.checks import CONFIRMABLE, Checks, read_checks
from programs.choices import LinkStanding, ReportKind, ReportState, Status
from programs.curation.harm import GROUPS, Cause, Facts, Group, Harm, Link, harm
from programs.curation.links import LinkState, read_link_states
from programs.expected import Expected, expected
from programs.models import ApplicationRound, CatalogueVersion, LinkCheck, Program, Report

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
    harm: Harm

    def has(self, cause: Cause) -> bool:
        return any(reason.cause == cause for reason in self.harm.reasons)


@dataclass(frozen=True, slots=True)
class Queue:
    """All entries on a day, the worst first, and how many there are by cause."""

    entries: tuple[Entry, ...]
    counts: Mapping[Cause, int]


_latest: tuple[Any, Queue] | None = None


def read_queue(day: date) -> Queue:
    """Return the queue on the day: three queries if nothing changed since this process asked last.

    Closed programs are not in it: nobody applies to them.
    """
    global _latest
    key = _version(day)
    if _latest is None or _latest[0] != key:
        _latest = key, _read(day)
    return _latest[1]


def _version(day: date) -> tuple:
    """Return what is another whenever any fact that harm follows from is."""
    version = CatalogueVersion.objects.values_list("version", flat=True).first()
    reports = _open_reports().aggregate(Count("pk"), Max("pk"))
    links = LinkCheck.objects.aggregate(Count("pk"), Max("at"))
    return (version, day, *reports.values(), *links.values())


def _open_reports() -> Any:
    return Report.objects.filter(state=ReportState.RECEIVED, program__isnull=False)


def _read(day: date) -> Queue:
    columns = ("pk", "name", "organization__name", *_STATED)
    programs = Program.objects.published().running().order_by("name", "pk")
    rows = {pk: values for pk, *values in programs.values_list(*columns)}
    checks = read_checks(rows, program__in=programs.order_by().values("pk"))
    rounds = _read_rounds(rows)
    reported = _read_reports()
    links = read_link_states(rows)
    entries = []
    for pk, (name, organization, *values) in rows.items():
        stated = dict(zip(_STATED, values, strict=True))
        facts = _facts(stated, checks[pk], rounds[pk], reported[pk], links.get(pk), day)
        entries.append(Entry(pk, name, organization, stated["url"], harm(facts, day)))
    entries.sort(key=lambda entry: -entry.harm.score)  # Stable: equals stay in the order of names.
    counts = Counter(reason.cause for one in entries for reason in one.harm.reasons)
    return Queue(tuple(entries), {cause: counts[cause] for cause in Cause})


def _facts(
    stated: dict[str, Any],
    checks: Checks,
    rounds: list[ApplicationRound],
    reported: list[str],
    link: LinkState | None,
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


def _read_rounds(ids: Iterable[int]) -> dict[int, list[ApplicationRound]]:
    rounds: dict[int, list[ApplicationRound]] = defaultdict(list)
    for one in ApplicationRound.objects.filter(cancelled=False):
        rounds[one.program_id].append(one)
    return defaultdict(list, {pk: rounds[pk] for pk in ids if pk in rounds})


def _read_reports() -> dict[int, list[str]]:
    fields: dict[int, list[str]] = defaultdict(list)
    for pk, kind, field in _open_reports().values_list("program_id", "kind", "field"):
        fields[pk].append("status" if kind == ReportKind.ENDED else field)
    return fields

"""What visitors may know of the ledger: public facts of programs while these were published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Case, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from programs.choices import Publication
from programs.ledger.state import CHUNK, CURATED_FIELDS, LISTS, State, read_states
from programs.models import Change

UNTOLD = frozenset(
    {
        # How listings are kept.
        *("publication", "slug"),
        # What facts rest on: it says nothing new about the program itself.
        *("evidence", "status_basis", "last_seen", "source_url", "source_date"),
    }
)
TOLD_FIELDS = tuple(name for name in CURATED_FIELDS if name not in UNTOLD)

_LISTS = [name for name in LISTS if name not in UNTOLD]
_NO_NEWS = UNTOLD - {"publication"}
_PUBLISHING = (Change.CREATED, "publication")
_IS_PUBLISHED = Q(field=Change.CREATED, after__publication=Publication.PUBLISHED) | Q(
    field="publication", after=Publication.PUBLISHED
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What happened to one program at one moment."""

    at: datetime
    program_id: int
    change_id: int
    """The first of its changes at that moment: no other has it, and it stays."""
    is_added: bool
    """Whether it was published then. Whatever else was written with that is part of it."""


Moment = list[Told]
"""What happened at one moment, by the first change of each program."""


def read_moments(
    among: Collection[int], *, limit: int, before: datetime | None = None
) -> list[Moment]:
    """Return the newest moments at which visitors could learn of a change of these programs.

    At most so many, the newest first, and only from before a moment if one is given. The programs
    must be published now; what was written while one was not stays untold. Three queries for a few
    moments of a few programs, more where much happened that is not told.
    """
    changes = _changes(among)
    found: list[Moment] = []
    size = limit
    while len(found) < limit:
        left = changes.filter(at__lt=before) if before else changes
        moments = list(left.order_by("-at").values_list("at", flat=True).distinct()[:size])
        if not moments:
            break
        before = moments[-1]
        found += _told(left.filter(at__gte=before), among)
        if len(moments) < size:
            break
        size *= 2
    return found[:limit]


def read_moment(among: Collection[int], at: datetime) -> Moment:
    """Return what happened to these programs at one moment; empty if nothing is told of it."""
    return next(_told(_changes(among).filter(at=at), among), [])


def read_newest(among: Collection[int]) -> list[Told]:
    """Return what is told last of each of these programs: two queries for at most 2,000.

    Nothing of one that the ledger doesn't know, nor where that last thing is not told.
    """
    newest = _newest(_changes(among), _NO_NEWS)
    return [one for moment in _told(newest, among) for one in moment]


def read_all(among: Collection[int]) -> list[Told]:
    """Return all that is told of these programs, the newest first: two queries, as above."""
    return [one for moment in _told(_changes(among), among) for one in moment]


def read_added(among: Collection[int]) -> dict[int, datetime]:
    """Return when each of these programs, at most 2,000, was first published: one query."""
    rows = Change.objects.filter(_IS_PUBLISHED, program__in=list(among)).order_by()
    return dict(rows.values_list("program").annotate(first=Min("at")))


def _changes(among: Collection[int]) -> QuerySet[Change]:
    """Return what may be told of these programs; of very many, whoever reads it has to choose."""
    changes = Change.objects.exclude(field__in=_NO_NEWS).order_by()
    return changes.filter(program__in=list(among)) if len(among) <= CHUNK else changes


def _newest(changes: QuerySet[Change], besides: Collection[str]) -> QuerySet[Change]:
    """Return those of each program's newest moment at which not only these fields changed."""
    own = Change.objects.filter(program=OuterRef("program")).exclude(field__in=besides)
    own = own.order_by("-at")
    return changes.filter(at=Subquery(own.values("at")[:1]))


def _told(changes: QuerySet[Change], among: Collection[int]) -> Iterator[Moment]:
    """Yield what these changes tell, the newest moment first."""
    is_fact = Case(When(field__in=_PUBLISHING, then=Value(0)), default=Value(1))
    rows = changes.values_list("at", "program").annotate(first=Min("pk"), facts=Max(is_fact))
    kept = [row for row in rows if row[1] in among]
    published = _published({row[1] for row in kept})
    kept.sort(key=lambda row: (-row[0].timestamp(), row[2]))
    for _, together in groupby(kept, key=lambda row: row[0]):
        moment = []
        for at, pk, change_id, has_facts in together:
            was, is_now = _around(published[pk], at)
            if is_now and (has_facts or not was):
                told = Told(at=at, program_id=pk, change_id=change_id, is_added=not was)
                moment.append(told)
        if moment:
            yield moment


def _published(ids: Collection[int]) -> dict[int, list[tuple[datetime, bool]]]:
    """Return by program each moment at which it was or wasn't published, the oldest first."""
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        rows = (
            Change.objects.filter(program__in=ordered[start : start + CHUNK], field__in=_PUBLISHING)
            .annotate(is_on=Case(When(_IS_PUBLISHED, then=Value(True)), default=Value(False)))
            .order_by("at", "pk")
        )
        for pk, at, is_on in rows.values_list("program", "at", "is_on"):
            found[pk].append((at, is_on))
    return found


def _around(turns: Iterable[tuple[datetime, bool]], at: datetime) -> tuple[bool, bool]:
    """Return whether a program was published just before and just after a moment."""
    was = is_now = False
    for moment, is_on in turns:
        if moment < at:
            was = is_on
        if moment <= at:
            is_now = is_on
    return was, is_now


def read_turns(
    told: Collection[Told], *, are_newest: bool = False
) -> dict[Told, tuple[State, State]]:
    """Return what each of these programs was before the moment and after it, but for `UNTOLD`.

    Programs are read as they are now, and what was written since is taken back step by step: seven
    queries for at most 2,000 programs. If these are the newest moments of their programs, nothing
    else of the ledger is read.
    """
    if not told:
        return {}
    wanted = {(one.program_id, one.at): one for one in told}
    states = read_states({one.program_id for one in told}, lists=_LISTS)
    no_fact = [*UNTOLD, Change.CREATED]
    later = Change.objects.filter(program__in=list(states)).exclude(field__in=no_fact)
    later = (
        _newest(later, no_fact) if are_newest else later.filter(at__gte=min(one.at for one in told))
    )
    taken_back = later.order_by("program", "-at", "-pk")
    found = {}
    rows_of_all = taken_back.values_list("program", "at", "field", "before")
    for key, rows in groupby(rows_of_all, key=lambda row: row[:2]):
        after = states[key[0]]
        before = after | {field: value for _, _, field, value in rows}
        states[key[0]] = before
        if key in wanted:
            found[wanted[key]] = before, after
    return found

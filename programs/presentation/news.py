"""What changed, as entries of a page or a feed: one a program, or one for many at once."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from programs.ledger.told import (
    Moment,
    Told,
    read_added,
    read_all,
    read_moments,
    read_newest,
    read_turns,
)
from programs.models import Program, Term
from programs.presentation.changes import sentences
from programs.presentation.values import Names, names_of

GROUPED = 6
"""So many programs at one moment are one entry: an import is one piece of news."""
NAMED = 5
UNSEEN = "A detail that no page shows"
_MOMENT = "%Y%m%dT%H%M%S.%f"
_CHUNK = 1_000
_SLUGS = ("organization", "topics", "roles", "audiences", "successor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What happened at a moment, to one program or to several that are told together."""

    at: datetime.datetime
    key: str
    """Tells it from all other entries of a list, and stays."""
    title: str
    sentences: list[str]
    programs: list[Program]
    """The program; of several, the first ones."""
    more: int = 0
    """How many programs it is about besides."""
    is_added: bool = False
    """Whether it says that programs were added; of one, its sentence is the program's own."""

    @property
    def is_group(self) -> bool:
        return len(self.programs) + self.more > 1

    @property
    def moment(self) -> str:
        """The moment as an address has it."""
        return moment_text(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """A program, and what was told of it last."""

    program: Program
    added_at: datetime.datetime
    """When visitors could first see it."""
    news: Entry


def moment_text(at: datetime.datetime) -> str:
    """Return a moment as addresses have it: `20261103T120000.000000Z`."""
    return f"{at.astimezone(datetime.UTC):{_MOMENT}}Z"


def moment_of(text: str) -> datetime.datetime | None:
    """Return the moment that an address names, None if it is none."""
    if not re.fullmatch(r"[1-9][0-9]{3}[01][0-9]{3}T[0-9]{6}\.[0-9]{6}Z", text, re.ASCII):
        return None
    try:
        return datetime.datetime.strptime(text, f"{_MOMENT}Z").replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def read_entries(
    among: Collection[int],
    *,
    limit: int,
    before: datetime.datetime | None = None,
    grouped: int = GROUPED,
) -> tuple[list[Entry], datetime.datetime | None]:
    """Return what happened to these programs at the newest `limit` moments, the newest first.

    And the moment before which there is more, None if there isn't. Each program's own list tells
    all of it; where `grouped` of these programs or more changed at one moment, it is one entry.
    """
    moments = read_moments(among, limit=limit + 1, before=before)
    shown = moments[:limit]
    apart = [one for moment in shown if len(moment) < grouped for one in moment]
    first = [one for moment in shown if len(moment) >= grouped for one in moment[:NAMED]]
    known = _read_programs(one.program_id for one in (*apart, *first))
    alone = _told_apart(apart, known)
    entries = []
    for moment in shown:
        if len(moment) >= grouped:
            entries.append(_group(moment, known))
        else:
            entries += [alone[one] for one in moment if one in alone]
    return entries, shown[-1][0].at if len(moments) > limit else None


def read_apart(told: Collection[Told]) -> list[Entry]:
    """Return an entry for each of these whose program is published, in this order."""
    known = _read_programs(one.program_id for one in told)
    return list(_told_apart(told, known, unseen=UNSEEN).values())


def group_title(moment: Moment) -> str:
    """Return `2 programs were added and 40 programs were changed in one go`."""
    added = sum(one.is_added for one in moment)
    counted = [
        f"{count:,} program{'' if count == 1 else 's'} {'was' if count == 1 else 'were'} {verb}"
        for count, verb in ((added, "added"), (len(moment) - added, "changed"))
        if count
    ]
    return f"{' and '.join(counted)}{' in one go' if len(moment) > 1 else ''}"


def read_latest(ids: Iterable[int]) -> Iterator[list[Latest]]:
    """Yield those of these programs that are published, in this order, some at a time.

    Memory does not grow with their number: at most thirty queries for each 1,000.
    """
    pending = iter(ids)
    while chunk := list(islice(pending, _CHUNK)):
        known = _read_programs(chunk)
        news = _read_newest(known)
        added = read_added(known)
        yield [
            Latest(
                program=program,
                added_at=added.get(pk, program.created_at),
                news=news.get(pk) or _added(program, at=program.created_at),
            )
            for pk, program in known.items()
        ]


def _read_newest(known: dict[int, Program]) -> dict[int, Entry]:
    """Return what is told of each of these programs last, by id."""
    found = _told_apart(read_newest(known), known, are_newest=True)
    newest = {one.program_id: entry for one, entry in found.items()}
    quiet = known.keys() - newest.keys()
    if quiet:
        # Nothing that people read: what was told of them before stands.
        for one, entry in _told_apart(read_all(quiet), known).items():
            newest.setdefault(one.program_id, entry)
    return newest


def _read_programs(ids: Iterable[int]) -> dict[int, Program]:
    """Return those of these programs that are published, by id in this order: one query."""
    columns = Program.objects.only("slug", "name", "summary", "publication", "created_at")
    return {program.pk: program for program in columns.published_among(dict.fromkeys(ids))}


def _read_names(turns: Iterable[tuple[dict, dict]]) -> Names:
    """Return the names behind all slugs: at most six queries. Only published programs have one."""
    values = {
        (field, slug)
        for turn in turns
        for state in turn
        for field in _SLUGS
        for slug in _listed(state[field])
    }
    names = names_of(values)
    successors = [slug for field, slug in values if field == "successor"]
    shown = (
        set(Program.objects.published().filter(slug__in=successors).values_list("slug", flat=True))
        if successors
        else set()
    )
    # What has another slug by now is called as its old one reads.
    return {
        (field, slug): names.get((field, slug)) or Term.name_for(slug)
        for field, slug in values
        if field != "successor" or slug in shown
    }


def _listed(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _told_apart(
    told: Collection[Told],
    known: dict[int, Program],
    *,
    unseen: str = "",
    are_newest: bool = False,
) -> dict[Told, Entry]:
    """Return an entry for each of these, in this order.

    Where nothing is left to say, `unseen` is said; if that is empty, there is none.
    """
    shown = [one for one in told if one.program_id in known]
    turns = read_turns([one for one in shown if not one.is_added], are_newest=are_newest)
    names = _read_names(turns.values())
    entries = {}
    for one in shown:
        program = known[one.program_id]
        if one.is_added:
            entries[one] = _added(program, at=one.at, key=str(one.change_id))
            continue
        said = sentences(*turns[one], names) if one in turns else []
        if said or unseen:
            entries[one] = _changed(one, program, said or [unseen])
    return entries


def _added(program: Program, *, at: datetime.datetime, key: str = "") -> Entry:
    return Entry(
        at=at,
        key=key,
        title=f"Added: {program.name}",
        sentences=[program.summary],
        programs=[program],
        is_added=True,
    )


def _changed(one: Told, program: Program, said: list[str]) -> Entry:
    more = len(said) - 1
    counted = f", and {more} more change{'' if more == 1 else 's'}" if more else ""
    return Entry(
        at=one.at,
        key=str(one.change_id),
        title=f"{program.name}: {said[0]}{counted}",
        sentences=said,
        programs=[program],
    )


def _group(moment: Moment, known: dict[int, Program]) -> Entry:
    programs = [known[one.program_id] for one in moment[:NAMED] if one.program_id in known]
    return Entry(
        at=moment[0].at,
        key=moment_text(moment[0].at).removesuffix("Z"),
        title=group_title(moment),
        sentences=[],
        programs=programs,
        more=len(moment) - len(programs),
        is_added=any(one.is_added for one in moment),
    )

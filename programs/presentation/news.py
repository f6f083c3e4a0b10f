"""What changed, as entries of a page or a feed: one a program, or one for many at once."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from programs.ledger.told import Moment, Told, read_moments, read_turns
from programs.models import Program, Term
from programs.presentation.changes import sentences
from programs.presentation.values import Names, names_of

GROUPED = 6
"""So many programs at one moment are one entry: an import is one piece of news."""
NAMED = 5
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


def read_entries(
    among: Collection[int], *, limit: int, before: datetime.datetime | None = None
) -> tuple[list[Entry], datetime.datetime | None]:
    """Return what happened to these programs at the newest `limit` moments, the newest first.

    And the moment before which there is more, None if there isn't. Each program's own list tells
    all of it; where GROUPED of these programs or more changed at one moment, it is one entry.
    """
    moments = read_moments(among, limit=limit + 1, before=before)
    shown = moments[:limit]
    known = _read_programs(shown)
    turns = read_turns(
        [
            one
            for moment in shown
            if not _is_group(moment)
            for one in moment
            if not one.is_added and one.program_id in known
        ]
    )
    names = _read_names(turns.values())
    entries = []
    for moment in shown:
        if _is_group(moment):
            entries.append(_group(moment, known))
        else:
            alone = (_alone(one, known, turns, names) for one in moment)
            entries += [entry for entry in alone if entry]
    return entries, shown[-1][0].at if len(moments) > limit else None


def _is_group(moment: Moment) -> bool:
    return len(moment) >= GROUPED


def _read_programs(moments: Iterable[Moment]) -> dict[int, Program]:
    """Return the published programs that are named, by id: one query."""
    ids = {
        one.program_id
        for moment in moments
        for one in (moment[:NAMED] if _is_group(moment) else moment)
    }
    columns = Program.objects.only("slug", "name", "summary", "publication")
    return {program.pk: program for program in columns.published_among(ids)}


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


def _alone(
    one: Told,
    known: dict[int, Program],
    turns: dict[Told, tuple[dict, dict]],
    names: Names,
) -> Entry | None:
    """Return the entry of one program; None if nothing is left to say of it."""
    program = known.get(one.program_id)
    if not program:
        return None
    if one.is_added:
        title, said = f"Added: {program.name}", [program.summary]
    else:
        said = sentences(*turns[one], names) if one in turns else []
        if not said:
            return None
        more = len(said) - 1
        counted = f", and {more} more change{'' if more == 1 else 's'}" if more else ""
        title = f"{program.name}: {said[0]}{counted}"
    return Entry(
        at=one.at,
        key=str(one.change_id),
        title=title,
        sentences=said,
        programs=[program],
        is_added=one.is_added,
    )


def _group(moment: Moment, known: dict[int, Program]) -> Entry:
    added = sum(one.is_added for one in moment)
    changed = len(moment) - added
    counted = [
        f"{count:,} program{'' if count == 1 else 's'} {'was' if count == 1 else 'were'} {verb}"
        for count, verb in ((added, "added"), (changed, "changed"))
        if count
    ]
    programs = [known[one.program_id] for one in moment[:NAMED] if one.program_id in known]
    title = f"{' and '.join(counted)} in one go"
    return Entry(
        at=moment[0].at,
        key=f"{moment[0].at.astimezone(datetime.UTC):%Y%m%dT%H%M%S.%f}",
        title=title,
        sentences=[],
        programs=programs,
        more=len(moment) - len(programs),
        is_added=added > 0,
    )

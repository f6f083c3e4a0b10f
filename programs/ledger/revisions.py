"""What was known of a program at one moment, as a short text that an exported file carries.

When the file comes back, the text tells which fields changed here since, what they were before, and
which of them a person has confirmed. Nothing is stored for that: the ledger has it all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b

from django.db.models import Max, QuerySet

from programs.ledger.state import CHUNK, CURATED_FIELDS, State
from programs.models import Change, Check

# No spreadsheet takes it for a number, a date or a formula. Eighteen digits fit into any key.
_REVISION = re.compile(r"r([0-9]{1,18})-([0-9]{1,18})-[0-9a-f]{6}")


@dataclass(slots=True)
class Since:
    """What happened to a program after a revision of it.

    `base` has each field that changed, as it was at the revision; `checked` names the fields that a
    person confirmed. If the revision isn't `known`, nobody can say, and both are empty.
    """

    known: bool
    base: State = field(default_factory=dict)
    checked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Revision:
    program_id: int
    change_id: int
    check_id: int
    text: str


def revisions(ids: Iterable[int]) -> dict[int, str]:
    """Return the revision of each of these programs as it is now: `r1234-567-a1b2c3`.

    It names the last change and the last check of the program. A program that the ledger doesn't
    know has none and is left out. Read them before the states that they shall stand beside: what
    changes in between then counts as later, and is never undone by a file. Two queries for each
    2,000 programs.
    """
    found: dict[int, str] = {}
    for chunk in _chunks(list(ids)):
        newest = _last(Change, chunk).values("last")
        changes = Change.objects.filter(pk__in=newest).values_list("program", "pk", "at")
        checks = dict(_last(Check, chunk).values_list("program", "last"))
        for program_id, change_id, at in changes:
            found[program_id] = _text(program_id, change_id, checks.get(program_id, 0), at)
    return found


def since(texts: Mapping[int, str]) -> dict[int, Since]:
    """Return what happened to each program after the revision that a file gives for it.

    A text that is no revision, or that of another program or another database, is not known. Three
    queries for each 2,000 programs.
    """
    found = {program_id: Since(known=False) for program_id in texts}
    parsed = [
        _Revision(program_id, int(parts[1]), int(parts[2]), text)
        for program_id, text in texts.items()
        if (parts := _REVISION.fullmatch(text))
    ]
    # Those of one age together: a chunk reads the ledger from its oldest on.
    parsed.sort(key=lambda one: one.change_id)
    for chunk in _chunks(parsed):
        if known := _known(chunk):
            found |= _changed_since(known)
            _note_checks(known, found)
    return found


def _last(model: type[Change] | type[Check], ids: Sequence[int]) -> QuerySet:
    """Return a queryset of each program with the key of its last row."""
    rows = model.objects.filter(program__in=ids).order_by()
    return rows.values("program").annotate(last=Max("pk"))


def _known(chunk: Sequence[_Revision]) -> dict[int, _Revision]:
    """Return those that this database gave to these programs, by program."""
    rows = Change.objects.filter(pk__in=[one.change_id for one in chunk])
    changes = {
        pk: (program_id, at) for pk, program_id, at in rows.values_list("pk", "program", "at")
    }
    known = {}
    for one in chunk:
        program_id, at = changes.get(one.change_id, (None, None))
        if program_id == one.program_id and one.text == _text(
            program_id, one.change_id, one.check_id, at
        ):
            known[program_id] = one
    return known


def _changed_since(known: Mapping[int, _Revision]) -> dict[int, Since]:
    found = {program_id: Since(known=True) for program_id in known}
    oldest = min(one.change_id for one in known.values())
    later = Change.objects.filter(program__in=list(known), pk__gt=oldest).order_by("pk")
    # One program's changes have keys in the order in which they were made: its row is locked.
    for program_id, pk, name, before in later.values_list("program", "pk", "field", "before"):
        if pk > known[program_id].change_id:
            found[program_id].base.setdefault(name, before)
    return found


def _note_checks(known: Mapping[int, _Revision], found: dict[int, Since]) -> None:
    oldest = min(one.check_id for one in known.values())
    later = Check.objects.filter(program__in=list(known), pk__gt=oldest)
    for program_id, pk, names in later.values_list("program", "pk", "fields"):
        if pk > known[program_id].check_id:
            found[program_id].checked |= frozenset(names or CURATED_FIELDS)


def _text(program_id: int, change_id: int, check_id: int, at: datetime) -> str:
    """Return the revision; its end binds it to this program, and by the moment to this database."""
    moment = at.astimezone(UTC).isoformat()
    bound = f"{program_id} {change_id} {check_id} {moment}".encode()
    return f"r{change_id}-{check_id}-{blake2b(bound, digest_size=3).hexdigest()}"


def _chunks(items: Sequence) -> Iterable[Sequence]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))

"""The door that every write of curated data goes through."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from programs.bulk import insert
from programs.catalogue.freshness import touching
from programs.ledger.guard import is_recording
from programs.ledger.state import CHUNK, State, Value, read_states, same
from programs.models import Change, ImportBatch, Program

_FACTS = ("program", "field", "before", "after")
_STAMP = ("by", "batch", "reason", "at")
_Facts = tuple[int, str, Value | State, Value | State]


@dataclass(slots=True)
class Recording:
    """What a block of writes knows of its programs, and must tell: those that it made."""

    before: dict[int, State] = field(default_factory=dict)
    """What they were, now that they are locked."""
    created_ids: list[int] = field(default_factory=list)
    after: dict[int, State] = field(default_factory=dict)
    """What they became, when it is over."""

    @property
    def changed(self) -> dict[int, list[str]]:
        """The fields that changed, of each program that was there and did, when it is over."""
        fields: dict[int, list[str]] = {}
        for pk, name, *_ in _changes(self.before, self.after):
            fields.setdefault(pk, []).append(name)
        return fields

    def created(self, programs: Iterable[Program | int]) -> None:
        """Note programs that the block has just inserted, or their ids."""
        self.created_ids.extend(getattr(program, "pk", program) for program in programs)


@contextmanager
def recording(
    programs: Iterable[Program | int] = (),
    *,
    by: Any = None,
    batch: ImportBatch | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Iterator[Recording]:
    """Write curated data of these programs inside; their changes go to the ledger at the end.

    One transaction: the programs are locked, what they were is compared with what they became, and
    each field that differs is one `Change`. A program made inside is named to `created()` and gets
    one row. `by` is the user, None for a command. An exception undoes both data and ledger.
    If anything was written, public pages show it: the catalogue's version is raised, for the
    programs that changed, are new or were deleted.
    Raises RuntimeError inside another recording, whose changes would be told twice.
    """
    if is_recording.get():
        raise RuntimeError("A recording is open already: write inside it.")
    ids = sorted({getattr(program, "pk", program) for program in programs})
    with touching() as touched:
        _lock(ids)
        before = read_states(ids)
        record = Recording(before)
        token = is_recording.set(True)
        try:
            yield record
        finally:
            is_recording.reset(token)
        after = read_states(ids)
        record.after = after
        changes = [*_changes(before, after), *_creations(read_states(record.created_ids))]
        stamp = (getattr(by, "pk", None), getattr(batch, "pk", None), reason, at or timezone.now())
        insert(Change, (*_FACTS, *_STAMP), ((*change, *stamp) for change in changes))
        touched.add(pk for pk, *_ in changes)
        touched.add(before.keys() - after.keys())


def _lock(ids: list[int]) -> None:
    """Lock the programs in one order everywhere, so that recordings wait and never deadlock.

    Others may still refer to them: keys stay as they are.
    """
    for start in range(0, len(ids), CHUNK):
        chunk = Program.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")
        list(chunk.select_for_update(no_key=True).values("pk"))


def _changes(before: dict[int, State], after: dict[int, State]) -> Iterator[_Facts]:
    for pk in sorted(after):
        old, new = before[pk], after[pk]
        for name, value in new.items():
            if not same(old[name], value):
                yield pk, name, old[name], value


def _creations(states: dict[int, State]) -> Iterator[_Facts]:
    for pk, state in states.items():
        yield pk, Change.CREATED, None, state

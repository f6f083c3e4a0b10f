"""The door that every write of curated data goes through."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from programs.catalogue.freshness import touching
from programs.ledger.guard import is_recording
from programs.ledger.state import CHUNK, State, read_states, same
from programs.models import Change, ImportBatch, Program


@dataclass(slots=True)
class Recording:
    """What a block of writes must tell the ledger: the programs that it made."""

    created_ids: list[int] = field(default_factory=list)

    def created(self, programs: Iterable[Program]) -> None:
        """Note programs that the block has just inserted."""
        self.created_ids.extend(program.pk for program in programs)


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
        record = Recording()
        token = is_recording.set(True)
        try:
            yield record
        finally:
            is_recording.reset(token)
        stamp = {"by": by, "batch": batch, "reason": reason, "at": at or timezone.now()}
        after = read_states(ids)
        changes = [
            *_changes(before, after, stamp),
            *_creations(read_states(record.created_ids), stamp),
        ]
        Change.objects.bulk_create(changes, batch_size=500)
        touched.add(change.program_id for change in changes)
        touched.add(before.keys() - after.keys())


def _lock(ids: list[int]) -> None:
    """Lock the programs in one order everywhere, so that recordings wait and never deadlock.

    Others may still refer to them: keys stay as they are.
    """
    for start in range(0, len(ids), CHUNK):
        chunk = Program.objects.filter(pk__in=ids[start : start + CHUNK]).order_by("pk")
        list(chunk.select_for_update(no_key=True).values("pk"))


def _changes(
    before: dict[int, State], after: dict[int, State], stamp: dict[str, Any]
) -> Iterator[Change]:
    for pk, new in after.items():
        old = before[pk]
        for name, value in new.items():
            if not same(old[name], value):
                yield Change(program_id=pk, field=name, before=old[name], after=value, **stamp)


def _creations(states: dict[int, State], stamp: dict[str, Any]) -> Iterator[Change]:
    for pk, state in states.items():
        yield Change(program_id=pk, field=Change.CREATED, before=None, after=state, **stamp)

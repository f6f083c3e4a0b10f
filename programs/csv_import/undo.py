"""A batch goes back to what was before, and forth again: both are part of the history."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from programs.catalogue import touching
from programs.choices import BatchState
from programs.csv_import.apply import hold
from programs.csv_import.batches import going_in, move
from programs.csv_import.rules import broken_rules
from programs.ledger import (
    Reversal,
    State,
    changed_programs,
    read_states,
    recording,
    reversals,
    update_programs,
)
from programs.models import Change, ImportBatch, Organization
from programs.progress import tell


@dataclass(frozen=True, slots=True)
class Kept:
    """A program that stays in part as it is, and why. `fields` are those that stay."""

    program_id: int
    fields: tuple[str, ...]
    reason: str


def what_stays(batch: ImportBatch) -> Iterator[Kept]:
    """Yield the programs of which an undo, or a redo, would leave something as it is now."""
    changes = _changes(batch)
    for ids in changed_programs(changes):
        states = read_states(ids)
        edits = reversals(changes, states)
        gone = _gone(edits)
        for one in edits:
            if kept := _settled(one, states[one.program_id], gone, insist=False):
                yield kept


def undo_batch(batch: ImportBatch, *, by: Any = None, insist: Collection[int] = ()) -> list[Kept]:
    """Bring back what the batch's programs were, and return what of them stays as it is.

    One transaction, in the history. Fields that were edited since stay, except of the programs to
    `insist` on. A program that the batch made is archived. Raises NotApplied if the batch isn't in.
    """
    return _turn(batch, BatchState.UNDONE, by, insist)


def redo_batch(batch: ImportBatch, *, by: Any = None, insist: Collection[int] = ()) -> list[Kept]:
    """Take an undo back, and return what of the programs stays as it is: as `undo_batch` does."""
    return _turn(batch, BatchState.APPLIED, by, insist)


_TURNS = {
    BatchState.UNDONE: (BatchState.APPLIED, "undone", "Undo"),
    BatchState.APPLIED: (BatchState.UNDONE, "applied", "Redo"),
}
"""Out of which state a batch comes, what is noted of that, and what the history calls it."""


def _turn(batch: ImportBatch, into: BatchState, by: Any, insist: Collection[int]) -> list[Kept]:
    out_of, noted, word = _TURNS[into]
    with touching():
        changes = _changes(hold(batch))
        at = timezone.now()
        move(batch, [out_of], state=into, **{f"{noted}_at": at, f"{noted}_by": by})
        stamp = {"by": by, "batch": batch, "at": at, "reason": f"{word} of {batch.file_name}"[:200]}
        kept = list(_revert(changes, insist, stamp, noted))
        is_in = into == BatchState.APPLIED
        rows = going_in(batch) if is_in else batch.rows.filter(went_in=True)
        rows.update(went_in=is_in)
    batch.refresh_from_db()
    return kept


def _changes(batch: ImportBatch) -> QuerySet[Change]:
    """Return what the batch did, with all that was taken back of it since; or what its undo did."""
    changes = Change.objects.filter(batch=batch)
    return changes.filter(at=batch.undone_at) if batch.state == BatchState.UNDONE else changes


def _revert(
    changes: QuerySet[Change], insist: Collection[int], stamp: dict[str, Any], doing: str
) -> Iterator[Kept]:
    groups = list(changed_programs(changes))
    total, done = sum(map(len, groups)), 0
    for ids in groups:
        with recording(ids, **stamp) as record:
            edits = reversals(changes, record.before)
            gone = _gone(edits)
            for one in edits:
                now = record.before[one.program_id]
                if kept := _settled(one, now, gone, insist=one.program_id in insist):
                    yield kept
            update_programs([one for one in edits if one.after])
        done += len(ids)
        tell(f"programs {doing}", done, total)


def _gone(edits: Collection[Reversal]) -> set[str]:
    """Return the organizations that programs would go back to, and that are not there any more."""
    named = {
        values["organization"]
        for one in edits
        for values in (one.after, one.kept)
        if "organization" in values
    }
    there = Organization.objects.filter(slug__in=named).values_list("slug", flat=True)
    return named - set(there)


def _settled(one: Reversal, now: State, gone: Collection[str], *, insist: bool) -> Kept | None:
    """Decide what of the reversal is done; return what is not, None if all is."""
    if insist:
        one.insist(now)
    broken = [sentence for _, sentence in broken_rules({**now, **one.after})]
    if one.after.get("organization") in gone:
        broken.append(f"The organization “{one.after['organization']}” is gone.")
    if broken:
        fields = (*one.after, *one.kept)
        one.before, one.after = {}, {}
        return Kept(one.program_id, fields, f"What it was does not fit any more: {broken[0]}")
    if one.kept:
        return Kept(one.program_id, tuple(one.kept), "It was edited since.")
    return None

"""Fifth stage: a stored plan becomes rows of the database, all of them or none."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from programs.bulk import unmapped
from programs.catalogue import touching
from programs.choices import BatchState, RowAction, RowDecision
from programs.csv_import.batches import (
    OPEN_STATES,
    NotApplied,
    going_in,
    move,
    undecided,
)
from programs.csv_import.evidence import supported, with_source
from programs.csv_import.planned import blank_state
from programs.ledger import (
    State,
    create_programs,
    recording,
    same,
    update_programs,
)
from programs.models import ImportBatch, Organization, Program, RowChange
from programs.progress import tell

_CHUNK = 1_000
_IMPORTS = 5_117_936_013
"""The number of the lock that whoever writes a batch holds; any that nobody else uses."""


class PlanMoved(Exception):
    """What the plan was made from is no longer so. Nothing was written.

    `rows` has the numbers of those that must be planned again, as far as they are known.
    """

    def __init__(self, message: str, rows: Collection[int] = ()) -> None:
        super().__init__(message)
        self.rows = sorted(rows)


@dataclass(slots=True)
class _Edit:
    """One row on its way into the database."""

    row: int
    slug: str
    program_id: int | None
    before: State
    after: State
    url: str = ""
    """The page that the row names as its source."""
    dated: str = ""


@unmapped()
def apply_batch(
    batch: ImportBatch,
    *,
    by: Any = None,
    partial: bool = False,
    confirmed: int | None = None,
    reason: str = "",
) -> ImportBatch:
    """Write what the batch's rows do, and return it as it is then. One transaction.

    Rows in doubt that nobody decided on stay out, if `partial` allows that. `confirmed` is the
    number that a batch over the change budget asks for. Raises NotApplied if the batch was applied
    or changed meanwhile, has rows in doubt or is over budget; PlanMoved if a program is not what it
    was when the plan was made.
    """
    try:
        with touching() as touched:
            held = hold(batch)
            at = timezone.now()
            move(batch, OPEN_STATES, state=BatchState.APPLIED, applied_at=at, applied_by=by)
            _refuse_unready(held, partial, confirmed)
            stamp = {
                "by": by,
                "batch": batch,
                "at": at,
                "reason": reason or f"Import of {batch.file_name}"[:200],
            }
            rows = going_in(held)
            _create(held, rows, stamp)
            _update(held, rows, stamp)
            rows.filter(went_in=False).update(went_in=True)
            if urls := held.report["organization_urls"]:
                _write_urls(urls)
                touched.add(Program.objects.filter(organization__slug__in=urls))
    except IntegrityError as error:
        raise PlanMoved(f"Something was added since the plan was made: {error}.") from None
    batch.refresh_from_db()
    return batch


def hold(batch: ImportBatch) -> ImportBatch:
    """Wait until no other batch is being written; return this one as it is then, locked.

    What two batches bring along, they may bring in different orders: at once, each could wait for
    the other. Call it in a transaction, before anything else.
    """
    if connection.vendor == "postgresql":
        # SQLite has one writer anyway.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS])
    return ImportBatch.objects.select_for_update().get(pk=batch.pk)


def _refuse_unready(batch: ImportBatch, partial: bool, confirmed: int | None) -> None:
    if not partial and (count := undecided(batch).count()):
        raise NotApplied(f"{count} of its rows are in doubt: mend, accept or leave them out.")
    over = batch.report["excesses"]
    if over and confirmed != over[0]["number"]:
        told = " and ".join(one["told"] for one in over)
        raise NotApplied(f"It {told}. If that is right, type {over[0]['number']}.")


# --- New programs ----------------------------------------------------------------------------


def _create(batch: ImportBatch, rows: QuerySet[RowChange], stamp: dict[str, Any]) -> None:
    """Insert the new programs, in the order of their keys: two imports at once never deadlock."""
    rows = rows.filter(action__in=(RowAction.NEW, RowAction.DUPLICATE))
    followers = []
    for edits in _edits(rows.order_by("slug"), "programs made"):
        for edit in edits:
            edit.after = {**blank_state(), "slug": edit.slug, **edit.after}
        _refuse_taken(edits)
        with recording(**stamp) as record:
            _create_organizations(batch, edits)
            create_programs(edits)
            record.created(edit.program_id for edit in edits)
        followers += [edit for edit in edits if edit.after["successor"]]
    _follow(followers, stamp)
    made = Program.objects.filter(slug=OuterRef("slug")).values("pk")
    rows.update(program_id=Subquery(made), went_in=True)


def _refuse_taken(edits: list[_Edit]) -> None:
    taken = Program.objects.filter(slug__in=[edit.slug for edit in edits])
    if slugs := set(taken.values_list("slug", flat=True)):
        rows = [edit.row for edit in edits if edit.slug in slugs]
        raise PlanMoved(f"“{min(slugs)}” was added since the plan was made.", rows)


def _create_organizations(batch: ImportBatch, edits: list[_Edit]) -> None:
    named = {edit.after["organization"] for edit in edits if "organization" in edit.after}
    there = set(Organization.objects.filter(slug__in=named).values_list("slug", flat=True))
    planned = batch.report["organizations"]
    if gone := named - there - planned.keys():
        rows = [edit.row for edit in edits if edit.after.get("organization") in gone]
        raise PlanMoved(f"Organization “{min(gone)}” is gone since the plan was made.", rows)
    Organization.objects.bulk_create(
        Organization(slug=slug, name=planned[slug]) for slug in sorted(named - there)
    )


def _follow(edits: list[_Edit], stamp: dict[str, Any]) -> None:
    """Link new programs to the new ones that succeed them and were not there yet."""
    lost = Program.objects.filter(
        pk__in=[edit.program_id for edit in edits], successor__isnull=True
    )
    ids = set(lost.values_list("pk", flat=True))
    late = [
        _Edit(edit.row, edit.slug, edit.program_id, {}, {"successor": edit.after["successor"]})
        for edit in edits
        if edit.program_id in ids
    ]
    if late:
        with recording(ids, **stamp):
            update_programs(late)


def _write_urls(urls: dict[str, str]) -> None:
    """Give organizations the addresses that they lack."""
    owners = list(Organization.objects.filter(slug__in=urls, url=""))
    for organization in owners:
        organization.url = urls[organization.slug]
    Organization.objects.bulk_update(owners, ["url"], batch_size=_CHUNK)


# --- Programs that are there -----------------------------------------------------------------


def _update(batch: ImportBatch, rows: QuerySet[RowChange], stamp: dict[str, Any]) -> None:
    """Write the changes in the order of the programs' ids, in which all lock them."""
    rows = rows.filter(action__in=(RowAction.UPDATE, RowAction.CONFLICT))
    for edits in _edits(rows.order_by("program_id", "row"), "programs updated"):
        writing = [edit for edit in edits if edit.after]
        with recording([edit.program_id for edit in writing], **stamp) as record:
            _refuse_drift(writing, record.before)
            _create_organizations(batch, writing)
            _add_evidence(writing, record.before)
            update_programs(writing)


def _refuse_drift(edits: list[_Edit], states: dict[int, State]) -> None:
    moved = {
        edit.row: f"{name} of “{edit.slug}”"
        for edit in edits
        for name in edit.after
        if not same(states[edit.program_id][name], edit.before[name])
    }
    if moved:
        more = f" and {len(moved) - 3} more" if len(moved) > 3 else ""
        told = ", ".join(list(moved.values())[:3]) + more
        raise PlanMoved(f"Since the plan was made, somebody changed {told}.", moved)


def _add_evidence(edits: list[_Edit], states: dict[int, State]) -> None:
    for edit in edits:
        if edit.url and (fields := supported(edit.after)):
            edit.before["evidence"] = evidence = states[edit.program_id]["evidence"]
            edit.after["evidence"] = with_source(evidence, fields, edit.url, edit.dated)


def _edits(rows: QuerySet[RowChange], doing: str) -> Iterator[list[_Edit]]:
    """Yield what the rows write, some hundred at a time, and tell how far that is."""
    columns = ("row", "slug", "program_id", "before", "after", "conflicts", "decision")
    columns += ("said__source_url", "said__source_date")
    pending = iter(rows.values_list(*columns).iterator(chunk_size=_CHUNK))
    total, written = rows.count(), 0
    while chunk := list(islice(pending, _CHUNK)):
        edits = []
        for *facts, after, conflicts, decision, url, dated in chunk:
            if decision == RowDecision.TAKE:
                after |= {name: value for name, (value, _) in conflicts.items()}
            edits.append(_Edit(*facts, after, url or "", dated or ""))
        yield edits
        written += len(edits)
        tell(doing, written, total)

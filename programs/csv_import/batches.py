"""A checked file with its plan: a batch, and what is kept of each row."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from programs.bulk import insert, unmapped
from programs.choices import BatchState, RowAction, RowDecision
from programs.csv_import.arrive import storable
from programs.csv_import.budget import excesses
from programs.csv_import.decided import Decided, decisions
from programs.csv_import.map import titles
from programs.csv_import.plan import Plan
from programs.csv_import.planned import PlannedRow
from programs.csv_import.read import Sheet
from programs.models import ImportBatch, RowChange

_BATCH = 500
_ASKED = 500
"""So many different texts are asked about; who has more has mapped a wrong column."""

OPEN_STATES = (BatchState.NEEDS_FIXES, BatchState.READY)
"""Those of a batch that was checked and not applied."""
CHECKABLE = (BatchState.RECEIVED, *OPEN_STATES)


class NotApplied(Exception):
    """The batch is not in a state for this. Its text is a sentence; nothing was written."""


def move(batch: ImportBatch, states: Collection[str], **values: Any) -> None:
    """Bring the batch into another state, if it is still in one of these; nobody does it twice.

    Raises NotApplied.
    """
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=states).update(**values):
        batch.refresh_from_db()
        raise NotApplied(where_it_is(batch))


def where_it_is(batch: ImportBatch) -> str:
    """Return in a sentence which state keeps a batch from what was asked."""
    if batch.state == BatchState.RECEIVED:
        return "It was not checked yet."
    if batch.state in OPEN_STATES:
        return "It did not go in yet."
    return f"It is {batch.get_state_display().lower()} already."


# --- The check ---------------------------------------------------------------------------------


@unmapped()
def store_plan(
    plan: Plan,
    batch: ImportBatch | None = None,
    *,
    by: Any = None,
    note: Callable[[PlannedRow], None] = lambda row: None,
) -> ImportBatch:
    """Check the rows of a plan, store what each would do, and return the batch.

    A batch that was checked before loses its rows; what people decided of them stays. `note` sees
    each row go by. Rows are stored some hundred at a time, so that nobody waits for the whole;
    until all are there, the batch is not ready for anything. Raises FileProblem, with nothing
    stored, if the file breaks off; NotApplied if the batch went in, or another check of it began.
    """
    is_new = batch is None
    batch = batch or received(plan.sheet, plan.source, by)
    check, decided = _begin(batch)
    kept = Counter()
    try:
        for chunk in _chunks(plan.rows()):
            for row in chunk:
                note(row)
            rows = [row for row in chunk if _is_kept(row, plan)]
            kept.update(row.action for row in rows)
            with transaction.atomic():
                _hold_check(batch, check)
                store_rows(batch, rows, decided)
        _end(batch, check, plan, kept)
    except Superseded:
        raise
    except BaseException:
        (batch if is_new else batch.rows.all()).delete()
        raise
    return batch


class Superseded(NotApplied):
    """Another check of the batch began: its rows are not this one's."""


def _begin(batch: ImportBatch) -> tuple[str, dict[int, Decided]]:
    """Empty the batch for a check; return what marks this check, and what people decided."""
    check = token_hex(8)
    with transaction.atomic():
        move(batch, CHECKABLE, state=BatchState.RECEIVED, report={"check": check})
        decided = decisions(batch.rows.all())
        batch.rows.all().delete()
    return check, decided


def _hold_check(batch: ImportBatch, check: str) -> None:
    """Lock the batch. Raises Superseded if it is not this check's any more."""
    mine = ImportBatch.objects.filter(
        pk=batch.pk, state=BatchState.RECEIVED, report__check=check
    ).select_for_update()
    if not list(mine.values("pk")):
        raise Superseded("Another check of it began meanwhile.")


def _end(batch: ImportBatch, check: str, plan: Plan, kept: Mapping[str, int]) -> None:
    """Keep what the check found, now that all its rows are there."""
    batch.mapping = dict(zip(plan.sheet.header, plan.names, strict=True))
    silent = plan.counts[RowAction.UNCHANGED] - kept[RowAction.UNCHANGED]
    batch.report = {**report_of(plan), "silent": silent}
    batch.counts = {action: count for action, count in plan.counts.items() if count}
    with transaction.atomic():
        _hold_check(batch, check)
        batch.state = state_of(batch)
        batch.save(update_fields=["mapping", "report", "counts", "state"])


def received(sheet: Sheet, source: str = "", by: Any = None) -> ImportBatch:
    """Return the new batch of a file of which nothing was checked yet."""
    return ImportBatch.objects.create(
        source=source,
        file_name=sheet.file_name[:255],
        sha256=sheet.sha256,
        size_bytes=sheet.size_bytes,
        received_by=by,
    )


def store_rows(
    batch: ImportBatch, rows: Iterable[PlannedRow], decided: Mapping[int, Decided]
) -> None:
    """Insert what rows would do; `decided` has what people said of rows with these numbers."""
    insert(RowChange, _COLUMNS, (_values(batch, row, decided.get(row.row)) for row in rows))


_COLUMNS = (
    *("batch", "row", "key", "slug", "program", "action", "decision", "before", "after"),
    *("conflicts", "said", "digest", "likely", "cells", "problems", "went_in"),
)


def _values(batch: ImportBatch, row: PlannedRow, decided: Decided | None) -> tuple:
    problems = [[problem.column, storable(problem.message)] for problem in row.problems]
    decision = RowDecision.SKIP if row.is_left_out else decided.of(row) if decided else ""
    return (
        *(batch.pk, row.row, row.key, row.slug[:80], row.program_id, row.action),
        *(decision if row.is_in_doubt else "", row.before, row.after, row.conflicts, row.said),
        *(row.digest, row.likely, row.cells, problems, False),
    )


def _is_kept(row: PlannedRow, plan: Plan) -> bool:
    """Return whether a row is stored: one that changes nothing only for what its source says."""
    return row.action != RowAction.UNCHANGED or bool(plan.source)


def report_of(plan: Plan) -> dict[str, Any]:
    """Return what the check found besides the rows, as JSON."""
    found = plan.organizations
    return {
        "columns": list(zip(titles(plan.sheet.header), plan.names, strict=True)),
        "left_out": plan.left_out,
        "mapped": plan.mapped,
        "readings": [
            [one.column, one.text, one.told, rows] for one, rows in sorted(plan.readings.items())
        ],
        "organizations": found.new,
        "organization_urls": found.urls,
        "new_tags": plan.new_tags,
        "notices": plan.notices,
        "absent": plan.absent,
        "losses": dict(plan.losses),
        "excesses": excesses(plan),
        "questions": [
            {"column": column, "text": text, "rows": rows}
            for (column, text), rows in plan.questions.most_common(_ASKED)
        ],
    }


def state_of(batch: ImportBatch) -> BatchState:
    """Return whether every row of a checked batch either goes in or was left out by a person."""
    return BatchState.NEEDS_FIXES if undecided(batch).exists() else BatchState.READY


def undecided(batch: ImportBatch) -> QuerySet[RowChange]:
    """Return the rows that stay out unless somebody mends or accepts them, and nobody said so."""
    in_question = Q(action=RowAction.INVALID) | Q(action=RowAction.DUPLICATE)
    return batch.rows.filter(in_question, decision="")


def going_in(batch: ImportBatch) -> QuerySet[RowChange]:
    """Return the rows that go in as they stand, those that change nothing included."""
    accepted = Q(action=RowAction.DUPLICATE, decision=RowDecision.TAKE)
    good = ~Q(action__in=(RowAction.INVALID, RowAction.DUPLICATE))
    return batch.rows.filter(good | accepted).exclude(decision=RowDecision.SKIP)


def recount(batch: ImportBatch) -> None:
    """Count the rows again after some of them changed, and say whether the batch is ready.

    Rows that were never stored, because they say nothing new, are counted as before.
    """
    by_action = batch.rows.order_by().values_list("action").annotate(Count("pk"))
    stored = Counter(dict(by_action))
    stored[RowAction.UNCHANGED] += batch.report.get("silent", 0)
    batch.counts = {action: count for action, count in stored.items() if count}
    batch.state = state_of(batch)
    batch.save(update_fields=["counts", "state"])


def _chunks(rows: Iterable[PlannedRow]) -> Iterator[list[PlannedRow]]:
    pending = iter(rows)
    while chunk := list(islice(pending, _BATCH)):
        yield chunk


def applied_before(sha256: str, source: str) -> ImportBatch | None:
    """Return the last batch that this very file went in with, None if it never did."""
    same = ImportBatch.objects.filter(sha256=sha256, source=source, state=BatchState.APPLIED)
    return same.order_by("-applied_at").first()

"""What people do with an uploaded file before it goes in: verbs over one batch."""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from programs.choices import RowAction, RowDecision
from programs.csv_import.answers import Answer, remember
from programs.csv_import.arrive import SAME_AS
from programs.csv_import.batches import (
    CHECKABLE,
    OPEN_STATES,
    NotApplied,
    move,
    received,
    recount,
    store_plan,
    store_rows,
    where_it_is,
)
from programs.csv_import.budget import over_budget
from programs.csv_import.columns import KNOWN
from programs.csv_import.decided import decisions
from programs.csv_import.plan import Plan, make_plan
from programs.csv_import.planned import losses
from programs.csv_import.read import Sheet, read_bytes
from programs.models import ImportBatch, ImportFile, RowChange

_CHUNK = 2_000
"""So many rows are named in a query: databases bound the length of such a list."""


def receive(
    content: bytes,
    file_name: str,
    *,
    by: Any,
    source: str = "",
    encoding: str = "",
    sheet: str = "",
) -> ImportBatch:
    """Keep an uploaded file as a batch that is still to be checked. Raises FileProblem.

    Its columns are mapped as in the last file of its source. Files that were kept long enough are
    forgotten.
    """
    opened = read_bytes(content, file_name, KNOWN, encoding=encoding, sheet=sheet, is_upload=True)
    long_ago = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    with transaction.atomic():
        ImportFile.objects.filter(batch__received_at__lt=long_ago).delete()
        batch = received(opened, source, by)
        batch.reading = {"encoding": encoding, "sheet": sheet, "constants": {}, "answers": {}}
        batch.mapping = last_mapping(source, opened)
        batch.save(update_fields=["reading", "mapping"])
        ImportFile.objects.create(batch=batch, content=zlib.compress(content))
    return batch


def last_mapping(source: str, sheet: Sheet) -> dict[str, str]:
    """Return how columns of this file were mapped in the last one of its source."""
    if not source:
        return {}
    last = ImportBatch.objects.filter(source=source).exclude(mapping={}).order_by("-pk").first()
    known = last.mapping if last else {}
    return {cell: known[cell] for cell in sheet.header if cell in known}


def open_file(batch: ImportBatch) -> Sheet:
    """Return the batch's file. Raises NotApplied if it is no longer kept."""
    kept = ImportFile.objects.filter(batch=batch).first()
    if not kept:
        raise NotApplied("The file itself is not kept any more: upload it again.")
    return read_bytes(
        zlib.decompress(kept.content),
        batch.file_name,
        KNOWN,
        encoding=batch.reading.get("encoding", ""),
        sheet=batch.reading.get("sheet", ""),
        is_upload=True,
    )


def check_batch(batch: ImportBatch) -> ImportBatch:
    """Plan the whole file again as it is mapped and mended now. Raises FileProblem, NotApplied."""
    batch.refresh_from_db()
    return store_plan(_plan(batch, open_file(batch)), batch)


def map_batch(
    batch: ImportBatch, mapping: Mapping[str, str], constants: Mapping[str, str]
) -> ImportBatch:
    """Read the file's columns as these fields, and check it. Raises FileProblem, NotApplied.

    `mapping` has a field for each column, blank for those to leave out; `constants` the text of
    fields for all rows that say nothing of them.
    """
    batch.refresh_from_db()
    batch.mapping, batch.reading["constants"] = dict(mapping), dict(constants)
    plan = _plan(batch, open_file(batch))
    move(batch, CHECKABLE, mapping=batch.mapping, reading=batch.reading)
    return store_plan(plan, batch)


def decide(batch: ImportBatch, rows: QuerySet[RowChange], decision: RowDecision | str) -> int:
    """Say of rows in doubt what is to be done with them, and return of how many it was said.

    A conflict that cannot be taken, and an invalid row, can only be left out. A blank decision
    takes back the one before. Raises NotApplied if the batch went in meanwhile.
    """
    with transaction.atomic():
        _hold_open(batch)
        doubtful = rows.filter(batch=batch).filter(
            action__in=(RowAction.CONFLICT, RowAction.DUPLICATE, RowAction.INVALID)
        )
        if decision == RowDecision.TAKE:
            doubtful = doubtful.filter(problems=[])
        count = doubtful.update(decision=decision)
        recount(batch)
    return count


def mend_row(batch: ImportBatch, row: RowChange, cells: Mapping[str, str]) -> None:
    """Put other texts into cells of a row, by column title, and plan it again."""
    _fix(batch, row, {name: text for name, text in cells.items() if text != row.cells.get(name)})


def merge_row(batch: ImportBatch, row: RowChange, slug: str) -> None:
    """Say that a row is about the program with this key, and plan it again.

    With a named source, that is remembered of what the source calls the program by.
    """
    _fix(batch, row, {SAME_AS: slug})


def _fix(batch: ImportBatch, row: RowChange, fixes: Mapping[str, str]) -> None:
    with transaction.atomic():
        _hold_open(batch)
        batch.fixes[str(row.row)] = {**batch.fixes.get(str(row.row), {}), **fixes}
        batch.save(update_fields=["fixes"])
        replan(batch, [row.row])


def answer(batch: ImportBatch, column: str, text: str, said: Answer, *, by: Any) -> None:
    """Say what is to be done with a text that a column doesn't take, in all rows of the file.

    What it means is remembered for the files to come.
    """
    with transaction.atomic():
        _hold_open(batch)
        batch.reading.setdefault("answers", {}).setdefault(column, {})[text] = said
        batch.save(update_fields=["reading"])
        if said["way"] == "use":
            remember(column, text, said["text"], by)
        titles = [title for title, name in batch.report["columns"] if name == column]
        doubtful = batch.rows.filter(action=RowAction.INVALID)
        replan(
            batch,
            [
                row
                for row, cells, problems in doubtful.values_list("row", "cells", "problems")
                if any(name == column for name, _ in problems)
                and any(cells.get(title, "").strip() == text for title in titles)
            ],
        )


@dataclass(slots=True)
class _Rows:
    """Some rows of a file, in place of its sheet."""

    header: list[str]
    texts: list[tuple[int, list[str]]]
    notices: dict[int, str] = field(default_factory=dict)

    @property
    def about_rows(self) -> int:
        return len(self.texts)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        return iter(self.texts)


def replan(batch: ImportBatch, numbers: Iterable[int]) -> None:
    """Plan some rows again: with other cells, or because their programs moved meanwhile."""
    wanted = sorted(numbers)
    with transaction.atomic():
        for start in range(0, len(wanted), _CHUNK):
            _replan(batch, set(wanted[start : start + _CHUNK]))
        recount(batch)
        batch.report["excesses"] = over_budget(batch.counts, batch.report["losses"])
        batch.save(update_fields=["report"])


def _replan(batch: ImportBatch, wanted: set[int]) -> None:
    titles = [title for title, _ in batch.report["columns"]]
    rows = batch.rows.filter(row__in=wanted)
    doubtful = rows.filter(action__in=(RowAction.INVALID, RowAction.DUPLICATE))
    cells = {
        row: [texts.get(title, "") for title in titles]
        for row, texts in doubtful.exclude(cells={}).values_list("row", "cells")
    }
    if wanted - cells.keys():
        cells |= {row: text for row, text in open_file(batch).rows() if row in wanted}
    plan = _plan(batch, _Rows(titles, sorted(cells.items())))
    others = batch.rows.exclude(row__in=wanted).exclude(action=RowAction.INVALID).order_by("row")
    plan.expect(
        others.values_list("row", "key", "slug"),
        others.filter(action=RowAction.NEW).values_list("slug", flat=True),
        batch.report["organizations"],
        {row: (key, digest) for row, key, digest in rows.values_list("row", "key", "digest")},
    )
    planned = list(plan.rows())
    there = rows.filter(program__isnull=False).exclude(action=RowAction.INVALID)
    for before, after in there.values_list("before", "after"):
        plan.losses.subtract(losses(before, after))
    decided = decisions(rows)
    rows.delete()
    store_rows(batch, planned, decided)
    batch.report["organizations"] |= plan.organizations.new
    batch.report["organization_urls"] |= plan.organizations.urls
    batch.report["losses"] = plan.losses + Counter(batch.report["losses"])


def _plan(batch: ImportBatch, sheet: Sheet | _Rows) -> Plan:
    return make_plan(
        sheet,
        source=batch.source,
        mapping=batch.mapping,
        constants=batch.reading.get("constants"),
        fixes=batch.fixes,
        answers=batch.reading.get("answers"),
    )


def _hold_open(batch: ImportBatch) -> None:
    """Lock the batch and read it again. Raises NotApplied unless it was checked and not applied."""
    batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
    if batch.state not in OPEN_STATES:
        raise NotApplied(where_it_is(batch))

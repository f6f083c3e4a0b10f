"""The page of a batch: what it would do, or did, and its rows."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from programs.admin.import_about import about, same_file
from programs.admin.import_doors import VIEW, door, number_in, screen
from programs.admin.import_rows import row_views
from programs.admin.import_values import open_questions
from programs.admin.import_words import (
    IN_DOUBT,
    Tally,
    counted,
    outcome,
    outcome_words,
    state_words,
    tally_of,
)
from programs.choices import RowAction
from programs.csv_import.batches import OPEN_STATES, undecided
from programs.models import ImportBatch, RowChange

ROWS_A_PAGE = 50

_DOUBT = "doubt"
_ALL = "all"
_LABELS = {
    RowAction.NEW: "New",
    RowAction.UPDATE: "Updates",
    RowAction.CONFLICT: "Conflicts",
    RowAction.DUPLICATE: "Likely duplicates",
    RowAction.INVALID: "Invalid",
    RowAction.UNCHANGED: "Unchanged",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of rows to look at: how many there are, and whether they are looked at now."""

    name: str
    label: str
    count: int
    is_chosen: bool

    @property
    def count_words(self) -> str:
        return f"{self.count:,}"


class _Counted(Paginator):
    """A paginator that was told how many rows there are, and that reads no row it skips."""

    def __init__(self, rows: QuerySet[RowChange], count: int) -> None:
        super().__init__(rows, ROWS_A_PAGE)
        self._count = count

    @property
    def count(self) -> int:
        return self._count

    def page(self, number: Any) -> Page:
        """Return the page; its rows are found by an index alone, and only then read."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        rows = RowChange.objects.filter(pk__in=ids).select_related("program").order_by("row")
        return self._get_page(list(rows), number, self)


@door(VIEW, "GET", "HEAD")
def review(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show the batch: its rows by filter and page, or one row in full."""
    tally = tally_of(batch)
    chosen = _chosen(request, tally, batch)
    paginator = _Counted(_rows(batch, chosen), _count(batch, tally, chosen))
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    one, done = (number_in(request.GET.get(name, "")) for name in ("row", "done"))
    if one:
        rows = list(batch.rows.filter(row=one).select_related("program"))
    elif done:
        rows = _with_done(batch, rows, done)
    found = outcome(tally)
    return screen(
        request,
        "review",
        batch.file_name,
        batch,
        is_open=batch.state in OPEN_STATES,
        state=state_words(batch),
        side="Before" if batch.applied_at else "Now",
        outcome=found,
        outcome_words=outcome_words(found, is_done=bool(batch.applied_at)),
        out_words=counted(found["undecided"], "row"),
        filters=_filters(batch, tally, chosen),
        tally={f"{action}_{said}".rstrip("_"): count for (action, said), count in tally.items()},
        rows=row_views(batch, rows, whole=bool(one)),
        one=one,
        done=done,
        bulk=_bulk(tally),
        has_doubts=any(action in IN_DOUBT for action, _ in tally),
        page=page,
        pages=paginator.get_elided_page_range(page.number) if paginator.num_pages > 1 else (),
        query=_query(request, chosen),
        chosen=chosen,
        silent=batch.report.get("silent", 0) if chosen in (_ALL, RowAction.UNCHANGED) else 0,
        questions=len(open_questions(batch)),
        same_file=same_file(batch),
        **about(batch),
    )


def _chosen(request: HttpRequest, tally: Tally, batch: ImportBatch) -> str:
    """Return the filter that is asked for; by default the rows in doubt, if there are any."""
    asked = request.GET.get("show", "")
    if asked in {_ALL, _DOUBT, *RowAction.values}:
        return asked
    return _DOUBT if batch.state in OPEN_STATES and outcome(tally)["undecided"] else _ALL


def _rows(batch: ImportBatch, chosen: str) -> QuerySet[RowChange]:
    if chosen == _DOUBT:
        return undecided(batch).order_by("row")
    if chosen == _ALL:
        return batch.rows.order_by("row")
    return batch.rows.filter(action=chosen).order_by("row")


def _count(batch: ImportBatch, tally: Tally, chosen: str) -> int:
    """Return how many rows the filter finds; those of which nothing is new are not stored."""
    if chosen == _DOUBT:
        return outcome(tally)["undecided"]
    wanted = RowAction.values if chosen == _ALL else [chosen]
    count = sum(count for (action, _), count in tally.items() if action in wanted)
    silent = batch.report.get("silent", 0)
    return max(0, count - (silent if RowAction.UNCHANGED in wanted else 0))


def _filters(batch: ImportBatch, tally: Tally, chosen: str) -> list[Filter]:
    counts = dict.fromkeys(RowAction.values, 0)
    for (action, _), count in tally.items():
        counts[action] += count
    found = [Filter(_ALL, "All rows", sum(counts.values()), chosen == _ALL)]
    if batch.state in OPEN_STATES:
        count = outcome(tally)["undecided"]
        found.append(Filter(_DOUBT, "To settle", count, chosen == _DOUBT))
    found += [
        Filter(action, label, counts[action], chosen == action)
        for action, label in _LABELS.items()
        if counts[action] or chosen == action
    ]
    return found


def _bulk(tally: Tally) -> list[tuple[str, str]]:
    """Return what can be decided of many rows at once: what it is called, and in words."""
    counts = dict.fromkeys(IN_DOUBT, 0)
    for (action, _), count in tally.items():
        if action in counts:
            counts[action] += count
    conflicts = counted(counts[RowAction.CONFLICT], "conflict")
    duplicates = counted(counts[RowAction.DUPLICATE], "likely duplicate")
    asked = [
        ("take-conflict", f"Take the file’s values in {conflicts}", counts[RowAction.CONFLICT]),
        ("open-conflict", f"Keep ours in {conflicts}", counts[RowAction.CONFLICT]),
        ("take-duplicate", f"Accept {duplicates} as new", counts[RowAction.DUPLICATE]),
        ("skip-duplicate", f"Leave {duplicates} out", counts[RowAction.DUPLICATE]),
        (
            "skip-invalid",
            f"Leave {counted(counts[RowAction.INVALID], 'invalid row')} out",
            counts[RowAction.INVALID],
        ),
    ]
    found = [(value, words) for value, words, count in asked if count]
    if undecided_rows := outcome(tally)["undecided"]:
        found.append(("skip-doubt", f"Leave all {undecided_rows:,} to settle out"))
    if any(said for _, said in tally):
        found.append(("open-all", "Take back all decisions"))
    return found


def _with_done(batch: ImportBatch, rows: list[RowChange], number: int) -> list[RowChange]:
    """Return the rows with the one that was just mended, though the filter may not find it now."""
    if any(row.row == number for row in rows):
        return rows
    done = batch.rows.filter(row=number).select_related("program")
    return sorted([*rows, *done], key=lambda row: row.row)


def _query(request: HttpRequest, chosen: str) -> str:
    """Return what the address of the page says, for forms to come back to."""
    said: dict[str, object] = {"show": chosen}
    for name in ("page", "row"):
        if number := number_in(request.GET.get(name, "")):
            said[name] = number
    return "&".join(f"{name}={value}" for name, value in said.items())

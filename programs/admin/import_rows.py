"""Rows of a batch as a person reviews them: what changes, and what is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from programs.admin.flipped import row_words
from programs.admin.history import Line, line
from programs.admin.import_words import column_label, counted
from programs.choices import RowAction, RowDecision
from programs.csv_import import supported
from programs.dates import PartialDate
from programs.flips import DECIDING_LISTS
from programs.ledger import is_blank, read_states
from programs.models import Change, ImportBatch, Program, RowChange
from programs.presentation.values import Names, names_in

# What a row has room for in a list of fifty; the page of the row has all of it.
_LINES = 8
_ITEMS = 4
_CELLS = 3
_CHARACTERS = 160
_ROOM = 600
_LONG_CELL = 70


_NOW = {
    RowAction.NEW: "makes a new program now",
    RowAction.UPDATE: "updates a program now",
    RowAction.UNCHANGED: "changes nothing now",
    RowAction.CONFLICT: "says what we know better",
    RowAction.DUPLICATE: "is likely a program that is here",
    RowAction.INVALID: "has something to mend",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a row, what its control is called, and what is wrong with it."""

    name: str
    column: str
    title: str
    label: str
    text: str
    problems: list[str]

    @property
    def is_long(self) -> bool:
        return len(self.text) > _LONG_CELL or "\n" in self.text

    @property
    def is_short(self) -> bool:
        """Whether a list of rows has room for it."""
        return len(self.text) <= 2 * _CHARACTERS


@dataclass(slots=True, kw_only=True)
class RowView:
    """One row on the page."""

    change: RowChange
    lines: list[Line] = field(default_factory=list)
    """What it writes: of a new program all that it says, else field by field what changes."""
    conflicts: list[tuple[Line, str]] = field(default_factory=list)
    """Ours and theirs, and why ours stays."""
    cells: list[Cell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What is wrong with the row as a whole."""
    more: int = 0
    """Fields that the list of rows leaves to the page of the row."""
    likely: list[dict[str, Any]] = field(default_factory=list)
    """Programs that it may be: key, name, why, and id, blank if it is gone."""
    written_name: str = ""
    """What a row in doubt calls its program."""
    is_whole: bool = False
    flips: list[str] = field(default_factory=list)
    """Whom it would move into another group, as lines."""

    @property
    def is_invalid(self) -> bool:
        return self.change.action == RowAction.INVALID

    @property
    def is_duplicate(self) -> bool:
        return self.change.action == RowAction.DUPLICATE

    @property
    def is_conflict(self) -> bool:
        return self.change.action == RowAction.CONFLICT

    @property
    def is_in_doubt(self) -> bool:
        return self.is_invalid or self.is_duplicate or self.is_conflict

    @property
    def is_change(self) -> bool:
        """Whether there is something to compare with."""
        return bool(self.change.before)

    @property
    def evidence(self) -> str:
        """The page that becomes evidence of what changes, in words; blank if there is none."""
        url = self.change.said.get("source_url")
        if not url or not self.is_change or not supported(dict(_written(self.change))):
            return ""
        dated = self.change.said.get("source_date")
        return f"{url} ({PartialDate.parse(dated).words})" if dated else url

    @property
    def can_be_taken(self) -> bool:
        return not (self.is_invalid or self.is_taken or self.change.problems)

    @property
    def is_left_out(self) -> bool:
        return self.change.decision == RowDecision.SKIP

    @property
    def is_taken(self) -> bool:
        return self.change.decision == RowDecision.TAKE

    @property
    def name(self) -> str:
        """What the row is about, as well as can be told."""
        row = self.change
        if row.program:
            return row.program.name
        return _short(row.after.get("name") or self.written_name or row.key or row.slug)

    @property
    def more_words(self) -> str:
        return f"and {counted(self.more, 'more field', 'more fields')}"

    @property
    def told(self) -> str:
        """Return where the row stands, for who has just said something of it."""
        now = f"Row {self.change.row} {_NOW[RowAction(self.change.action)]}. {self.decision_words}"
        return now.strip()

    @property
    def decision_words(self) -> str:
        """Return what was decided of it, blank if nothing was."""
        if self.is_left_out:
            return "You leave it out."
        if self.is_taken:
            return "The file’s values are taken." if self.is_conflict else "It goes in as new."
        return "What we have stays." if self.is_conflict else ""


def row_views(batch: ImportBatch, rows: Iterable[RowChange], *, whole: bool) -> list[RowView]:
    """Return the rows in words; at most six queries for what they speak of.

    Unless `whole`, long texts and long lists of fields are shortened.
    """
    rows = list(rows)
    names = _names(batch, rows)
    views = [_view(batch, row, names, whole) for row in rows]
    slugs = {one["slug"] for row in rows for one in row.likely}
    ids = dict(Program.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    _add_flips(views)
    for view in views:
        view.likely = [{**one, "id": ids.get(one["slug"])} for one in view.change.likely]
    return views


def _add_flips(views: list[RowView]) -> None:
    """Say of each row that would update a program for whom that changes the verdict."""
    moving = [view for view in views if view.change.after and view.change.program_id]
    moving = [view for view in moving if view.is_change and not view.change.went_in]
    states = read_states((view.change.program_id for view in moving), lists=DECIDING_LISTS)
    for view in moving:
        view.flips = row_words(states[view.change.program_id], view.change.after)


def _names(batch: ImportBatch, rows: list[RowChange]) -> Names:
    said = [
        Change(field=name, before=row.before.get(name), after=value)
        for row in rows
        for name, value in _written(row)
    ]
    planned = batch.report.get("organizations", {})
    return {("organization", slug): name for slug, name in planned.items()} | names_in(said)


def _written(row: RowChange) -> list[tuple[str, object]]:
    conflicts = [(name, value) for name, (value, _) in row.conflicts.items()]
    return [*row.after.items(), *conflicts]


def _view(batch: ImportBatch, row: RowChange, names: Names, whole: bool) -> RowView:
    view = RowView(change=row, is_whole=whole)
    shown: set[str] = set()
    if view.is_invalid:
        view.written_name = _written_name(batch, row)
        cells = _cells(batch, row, whole)
        view.cells = [cell for cell in cells if cell.is_short][:_CELLS] if not whole else cells
        view.more = len(cells) - len(view.cells)
        shown = {cell.column for cell in view.cells}
    else:
        _compare(view, names)
    view.problems = [
        f"{column_label(name)}: {told}" if name else told
        for name, told in row.problems
        if name not in shown
    ]
    if not whole:
        view.problems = view.problems[:_CELLS]
    return view


def _compare(view: RowView, names: Names) -> None:
    """Say field by field what the row would change; a list of rows has little room for each."""
    row, room = view.change, _ROOM
    after = [
        (name, value) for name, value in row.after.items() if row.before or not is_blank(value)
    ]
    fields = [
        *((name, value, why) for name, (value, why) in row.conflicts.items()),
        *((name, value, "") for name, value in after),
    ]
    for place, (name, value, why) in enumerate(fields):
        one = line(name, row.before.get(name), value, names)
        if not view.is_whole:
            one = _shortened(one)
            room -= sum(map(len, (*one.before, *one.after)))
            if place and (room < 0 or place == _LINES):
                view.more = len(fields) - place
                return
        if why:
            view.conflicts.append((one, why))
        else:
            view.lines.append(one)


def _shortened(one: Line) -> Line:
    return Line(label=one.label, before=_few(one.before), after=_few(one.after), kept=one.kept)


def _few(texts: list[str]) -> list[str]:
    more = len(texts) - _ITEMS
    return [*map(_short, texts[:_ITEMS]), *([f"and {more} more"] if more > 0 else [])]


def _short(text: str) -> str:
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"


def _written_name(batch: ImportBatch, row: RowChange) -> str:
    titles = [title for title, name in batch.report["columns"] if name == "name"]
    return next((row.cells[title] for title in titles if row.cells.get(title)), "")


def _cells(batch: ImportBatch, row: RowChange, whole: bool) -> list[Cell]:
    """Return the cells with problems, of a whole row all cells of columns that are read."""
    told: dict[str, list[str]] = {}
    for name, sentence in row.problems:
        told.setdefault(name, []).append(sentence)
    return [
        Cell(
            name=f"cell-{place}",
            column=name,
            title=title,
            label=title if title.lower() == name else f"{title} ({column_label(name)})",
            text=row.cells.get(title, ""),
            problems=told.get(name, []),
        )
        for place, (title, name) in enumerate(batch.report["columns"])
        if name and (whole or name in told)
    ]

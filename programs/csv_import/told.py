"""What is said of a plan, in lines for people and as facts for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self, TextIO

from programs.choices import RowAction
from programs.csv_import.doubts import DoubtsFile, reasons_of
from programs.csv_import.map import titles
from programs.csv_import.plan import Plan
from programs.csv_import.planned import PlannedRow
from programs.csv_import.problems import RowProblem

_SHOWN = 50
_LISTED = 12
_SUMMARY = (
    (RowAction.NEW, "new"),
    (RowAction.UPDATE, "updated"),
    (RowAction.UNCHANGED, "unchanged"),
    (RowAction.INVALID, "invalid"),
)
_RARE = ((RowAction.CONFLICT, "in conflict"), (RowAction.DUPLICATE, "likely there already"))


@dataclass(slots=True)
class Told:
    """Collects what is to be told of rows while they go by."""

    out: int = 0
    """Rows that do not go in unless a person does something."""
    sentences: int = 0
    shown: list[str] = field(default_factory=list)
    """The first sentences."""
    doubts: list[dict[str, Any]] = field(default_factory=list)
    file: DoubtsFile | None = None

    @classmethod
    def into(cls, stream: TextIO, plan: Plan) -> Self:
        """Return one that writes the rows in doubt into a file too."""
        return cls(file=DoubtsFile(stream, titles(plan.sheet.header)))

    def note(self, row: PlannedRow) -> None:
        """Take in a row."""
        if not row.is_in_doubt:
            return
        self.out += not row.is_good
        reasons = reasons_of(row)
        if self.file:
            self.file.add(row.row, reasons, row.cells)
        self.doubts.append(
            {
                "row": row.row,
                "slug": row.slug,
                "action": str(row.action),
                "reasons": [{"column": column, "message": why} for column, why in reasons],
            }
        )
        self.sentences += len(reasons)
        for reason in reasons[: max(0, _SHOWN - len(self.shown))]:
            self.shown.append(str(RowProblem(row.row, *reason)))


def summary(plan: Plan) -> str:
    """Return the line that ends every import: `24 new, 0 updated, 0 unchanged, 0 invalid`."""
    told = [f"{plan.counts[action]} {word}" for action, word in _SUMMARY]
    told += [f"{plan.counts[action]} {word}" for action, word in _RARE if plan.counts[action]]
    if plan.left_out:
        told.append(f"{counted(len(plan.left_out), 'column')} left out")
    return ", ".join(told)


def counted(count: int, noun: str) -> str:
    """Return `1 row`, `1,200 rows`."""
    return f"{count:,} {noun}" + ("s" if count != 1 else "")


def listed(names: list[str]) -> str:
    """Return the first names, and how many more there are: a misspelt one stands out."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def lines(plan: Plan, told: Told) -> Iterator[str]:
    """Yield what a person should know before the rows go in."""
    for column, name in plan.mapped.items():
        yield f"Column “{column}” as {name}."
    if plan.left_out:
        yield f"Columns left out: {', '.join(plan.left_out)}."
    for reading, rows in sorted(plan.readings.items()):
        yield f"{reading}: {counted(rows, 'row')}"
    for noun, names in {"organizations": plan.organizations.new.values(), **plan.new_tags}.items():
        if names:
            yield f"New {noun}: {listed(list(names))}."
    yield from plan.notices
    if plan.absent:
        yield (
            f"{counted(len(plan.absent), 'program')} of {plan.source} not in this file, and left "
            f"as they are: {listed(plan.absent)}."
        )


def facts(plan: Plan, told: Told) -> dict[str, Any]:
    """Return the same as JSON has it."""
    return {
        "file": plan.sheet.file_name,
        "sha256": plan.sheet.sha256,
        "source": plan.source,
        "counts": {action.value: plan.counts[action] for action in RowAction},
        "mapped": plan.mapped,
        "left_out": plan.left_out,
        "readings": [
            {"column": one.column, "text": one.text, "as": one.told, "rows": rows}
            for one, rows in sorted(plan.readings.items())
        ],
        "new_organizations": list(plan.organizations.new.values()),
        "new_tags": plan.new_tags,
        "notices": plan.notices,
        "absent": plan.absent,
        "doubts": told.doubts,
    }

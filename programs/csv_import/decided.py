"""What people decided of rows, kept while a file is checked again."""

from dataclasses import dataclass

from django.db.models import QuerySet

from programs.choices import RowAction, RowDecision
from programs.csv_import.merge import Conflicts
from programs.csv_import.planned import PlannedRow
from programs.ledger import State
from programs.models import RowChange


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and what it was about."""

    decision: str
    action: str
    before: State
    conflicts: Conflicts
    likely: list[dict[str, str]]

    def of(self, row: PlannedRow) -> str:
        """Return the decision as far as it is one of this row too, blank if not.

        Who left a row out has left it out. Who took it has seen what it would do: that must be so
        still.
        """
        if self.decision != RowDecision.TAKE:
            return self.decision
        is_same = (
            row.action == self.action
            and row.before == self.before
            and _values(row.conflicts) == _values(self.conflicts)
            and _slugs(row.likely) == _slugs(self.likely)
            and (row.action != RowAction.CONFLICT or not row.problems)
        )
        return self.decision if is_same else ""


def decisions(rows: QuerySet[RowChange]) -> dict[int, Decided]:
    """Return what was decided of these rows, by number."""
    columns = ("row", "decision", "action", "before", "conflicts", "likely")
    found = rows.exclude(decision="").values_list(*columns)
    return {row: Decided(*rest) for row, *rest in found}


def _values(conflicts: Conflicts) -> State:
    return {name: value for name, (value, _) in conflicts.items()}


def _slugs(likely: list[dict[str, str]]) -> list[str]:
    return [one["slug"] for one in likely]

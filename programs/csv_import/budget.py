"""The change budget: what a batch may not do before a person has typed its number."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from programs.choices import RowAction, Status
from programs.csv_import.plan import Plan
from programs.csv_import.planned import CLOSING
from programs.models import Program

_CLOSING = 0.05
_TOUCHED = 0.30
_CLEARED = 0.05
_FEW = 5
"""So many are never too many: a small list changes by large shares."""


def excesses(plan: Plan) -> list[dict[str, Any]]:
    """Return what is over the budget, each its `number` and the words for it, largest first."""
    return over_budget(plan.counts, plan.losses)


def over_budget(counts: Mapping[str, int], losses: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the same of rows by action, and of programs by what they lose."""
    programs = Program.objects.count()
    active = Program.objects.filter(status=Status.ACTIVE).count()
    touched = counts.get(RowAction.UPDATE, 0) + counts.get(RowAction.CONFLICT, 0)
    cleared = Counter(losses)
    closing = cleared.pop(CLOSING, 0)
    asked = [
        (closing, active * _CLOSING, f"closes {closing:,} of {active:,} active programs"),
        (touched, programs * _TOUCHED, f"changes {touched:,} of {programs:,} programs"),
        *(
            (count, programs * _CLEARED, f"clears {name} of {count:,} programs")
            for name, count in cleared.items()
        ),
    ]
    found = [
        {"number": number, "told": told}
        for number, allowed, told in asked
        if number > max(_FEW, allowed)
    ]
    return sorted(found, key=lambda one: -one["number"])

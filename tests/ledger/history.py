"""What the ledger has, for tests to look at."""

from typing import Any

from programs.models import Change


def changes() -> list[Change]:
    """Return all rows but creations, the oldest first."""
    return list(Change.objects.exclude(field=Change.CREATED).order_by("pk"))


def told() -> list[tuple[str, Any, Any]]:
    """Return those rows as field, before and after."""
    return [(change.field, change.before, change.after) for change in changes()]

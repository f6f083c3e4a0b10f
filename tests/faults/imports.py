"""Import a file, undo that and redo it."""

from typing import Any

from django.core.management import call_command

from programs.catalogue.freshness import read_version
from programs.csv_import import redo_batch, undo_batch
from programs.models import Change, ImportBatch, Organization, RowChange, Topic
from tests.csv_import.events import all_states
from tests.faults.killing import Deed


def deeds(path: str) -> list[Deed]:
    return [
        lambda: call_command("import_programs", path, source="S", verbosity=0),
        lambda: undo_batch(_last()),
        lambda: redo_batch(_last()),
    ]


def _last() -> ImportBatch:
    return ImportBatch.objects.exclude(applied_at=None).latest("applied_at")


def found() -> list[Any]:
    """Return all that is told of programs. A batch that was checked alone is not."""
    applied = ImportBatch.objects.exclude(applied_at=None)
    return [
        all_states(),
        list(Change.objects.order_by("pk").values_list("field", "before", "after")),
        list(Organization.objects.order_by("pk").values_list("name", "url")),
        list(Topic.objects.order_by("pk").values_list("slug", flat=True)),
        list(applied.values_list("state", flat=True)),
        RowChange.objects.filter(went_in=True).count(),
        read_version(),
    ]

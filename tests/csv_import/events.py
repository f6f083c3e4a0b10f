"""What happens to a program between two editions of a file, for tests of what a file may change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from programs.csv_import import apply_batch, review, undo_batch
from programs.ledger import State, read_states, recording
from programs.models import Check, ImportBatch, Program
from tests.csv_import.files import ROW, check, content, load
from tests.factories import CheckFactory, UserFactory

SLUG = ROW["slug"]
Event = Callable[[], Any]


def the_program(slug: str = SLUG) -> Program:
    return Program.objects.get(slug=slug)


def now(slug: str = SLUG) -> State:
    """Return what we have of the program."""
    program = the_program(slug)
    return read_states([program.pk])[program.pk]


def all_states() -> dict[str, State]:
    """Return what we have of all programs, by key; the order in lists does not matter."""
    states = read_states(Program.objects.values_list("pk", flat=True))
    return {state["slug"]: as_sets(state) for state in states.values()}


def as_sets(state: State) -> State:
    return {
        name: sorted(value, key=repr) if isinstance(value, list) else value
        for name, value in state.items()
    }


def says(source: str = "S", **cells: str) -> Event:
    """A file of the source goes in that says this of the program."""
    return lambda: load({"slug": SLUG, **cells}, source=source)


def undoes_the_last() -> ImportBatch:
    batch = ImportBatch.objects.latest("pk")
    undo_batch(batch)
    return batch


def writes(slug: str = SLUG, *, by: Any = None, **values: Any) -> None:
    """Write fields of a program as a command does, or as this person."""
    program = the_program(slug)
    with recording([program], by=by):
        Program.objects.filter(pk=program.pk).update(**values)


def edits(**values: Any) -> Event:
    """A person edits fields of the program."""
    return lambda: writes(by=UserFactory(), **values)


def confirms(*names: str, on: str = "", by: Any = None) -> Event:
    """A person confirms these fields, all if none is named: on that day, or now."""

    def confirm() -> Check:
        noon = datetime.fromisoformat(f"{on}T12:00+00:00") if on else timezone.now()
        return CheckFactory(program=the_program(), by=by or UserFactory(), fields=names, at=noon)

    return confirm


def decided(**cells: str) -> tuple[str, str]:
    """Return what a row of source S about the program would do, and the program's cost after it."""
    batch = check({"slug": SLUG, **cells}, source="S")
    [action] = batch.counts
    apply_batch(batch)
    return action, now()["cost"]


def received(*rows: dict[str, str], source: str = "") -> ImportBatch:
    """Return a checked batch of an uploaded file."""
    data = content(*rows)
    return review.check_batch(review.receive(data, "a.csv", by=None, source=source))


def actions(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("row").values_list("action", flat=True))

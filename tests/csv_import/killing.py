"""Import a file, undo that and redo it, each time in a process that dies a step later.

    python -m tests.csv_import.killing FILE STRIDE

A step is a statement that may write, or one side of a commit. Prints what the database holds before
each deed and after each death of it, as JSON: a list for each deed, the last of which is what it
comes to.
"""

import itertools
import json
import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.db import connection

DIED = 9


def main(path: str, stride: int) -> None:
    django.setup()
    from django.core.management import call_command

    from programs.csv_import import redo_batch, undo_batch
    from programs.models import ImportBatch

    def last() -> ImportBatch:
        return ImportBatch.objects.exclude(applied_at=None).latest("applied_at")

    deeds = [
        lambda: call_command("import_programs", path, source="S", verbosity=0),
        lambda: undo_batch(last()),
        lambda: redo_batch(last()),
    ]
    print(json.dumps([_sweep(deed, stride) for deed in deeds]))


def _sweep(deed: Callable[[], Any], stride: int) -> list[Any]:
    """Do the deed, dying ever later, until it is done; return what was found after each time."""
    seen = [_found()]
    for steps in itertools.count(1, stride):
        died = _die_after(deed, steps)
        seen.append(_found())
        if not died or seen[-1] != seen[0]:
            return seen


def _die_after(deed: Callable[[], Any], steps: int) -> bool:
    """Do the deed in a process of its own; return whether that died before it came to the end."""
    child = os.fork()
    if not child:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        left = itertools.count(steps - 1, -1)
        _count_steps(lambda: None if next(left) else os._exit(DIED))
        deed()
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, DIED), code
    return code == DIED


def _count_steps(step: Callable[[], None]) -> None:
    def run(execute: Callable, sql: Any, *args: Any) -> Any:
        if not str(sql).startswith("SELECT "):
            step()
        return execute(sql, *args)

    commit = connection._commit

    def commit_between_steps() -> None:
        step()
        commit()
        step()

    connection.execute_wrappers.append(run)
    connection._commit = commit_between_steps


def _found() -> Any:
    """Return all that is told of programs, and let go of the database."""
    from programs.catalogue.freshness import read_version
    from programs.models import Change, ImportBatch, Organization, RowChange, Topic
    from tests.csv_import.events import all_states

    applied = ImportBatch.objects.exclude(applied_at=None)
    found = [
        all_states(),
        list(Change.objects.order_by("pk").values_list("field", "before", "after")),
        list(Organization.objects.order_by("pk").values_list("name", "url")),
        list(Topic.objects.order_by("pk").values_list("slug", flat=True)),
        list(applied.values_list("state", flat=True)),
        RowChange.objects.filter(went_in=True).count(),
        read_version(),
    ]
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

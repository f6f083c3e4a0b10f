"""Do something again and again, each time in a process that dies a step later.

    python -m tests.faults.killing MODULE STRIDE [ARGUMENT]

A step is a statement that may write, or one side of a commit. The module of `tests.faults` has
`deeds`, which returns what to do one after the other, and `found`, which returns what the database
holds, as JSON. Prints what that is before each deed and after each death of it: a list for each
deed, the last of which is what it comes to.
"""

import importlib
import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import connection

DIED = 9

Deed = Callable[[], Any]


def swept(module: str, stride: int, database_url: str, *arguments: str) -> list[list]:
    """Run this file; return what was found before each deed and after each death, by deed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", module, str(stride), *arguments],
        env=os.environ
        | {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "careerpaths.settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def copied(path: Path) -> str:
    """Copy the SQLite database of this process to a file and return its address."""
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    return f"sqlite:///{path}"


def address_of_postgres() -> str:
    """Return the address of the PostgreSQL database of this process."""
    address = urlsplit(os.environ["DATABASE_URL"])
    return address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def main(module: str, stride: int, *arguments: str) -> None:
    django.setup()
    work = importlib.import_module(f"tests.faults.{module}")
    print(json.dumps([_sweep(deed, work.found, stride) for deed in work.deeds(*arguments)]))


def _sweep(deed: Deed, found: Callable[[], Any], stride: int) -> list[Any]:
    """Do the deed, dying ever later, until it is done; return what was found after each time."""
    seen = [_looked(found)]
    for steps in itertools.count(1, stride):
        died = _die_after(deed, steps)
        seen.append(_looked(found))
        if not died or seen[-1] != seen[0]:
            return seen


def _looked(found: Callable[[], Any]) -> Any:
    """Return what is found, as JSON has it, and let go of the database."""
    seen = json.loads(json.dumps(found(), default=str))
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    return seen


def _die_after(deed: Deed, steps: int) -> bool:
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


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])

"""A site that starts: `python -m tests.benchmarks.starting` prints what takes how long.

The libraries of the catalogue come first and its first snapshot last, so that what it adds to a
start can be told from the rest.
"""

import json
import os
import time
from importlib import import_module


def first_snapshot() -> None:
    from django.utils import timezone

    from programs.catalogue import current

    current(timezone.localdate())


def load(*names: str) -> None:
    for name in names:
        import_module(name)


STEPS = {
    "libraries": lambda: load("pyroaring", "tantivy", "rapidfuzz.distance"),
    "site": lambda: load("careerpaths.wsgi", "careerpaths.urls"),
    "snapshot": first_snapshot,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")
    taken = {}
    for step, work in STEPS.items():
        start = time.perf_counter()
        work()
        taken[step] = (time.perf_counter() - start) * 1_000
    print(json.dumps(taken))

"""Somebody else who wants to write to a SQLite database, again and again.

`python -m tests.benchmarks.waiting FILE` prints `ready`, and once its standard input is closed the
seconds that it was kept from writing at one time, at most.
"""

import select
import sqlite3
import sys
import time
from contextlib import closing

EVERY = 0.002


def longest_wait(path: str) -> float:
    """Return the longest time in which no write transaction could begin."""
    longest, since = 0.0, None
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
        print("ready", flush=True)
        while not select.select([sys.stdin], [], [], EVERY)[0]:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                since = since or time.perf_counter()
                longest = max(longest, time.perf_counter() - since)
            else:
                database.execute("ROLLBACK")
                since = None
    return longest


if __name__ == "__main__":
    print(longest_wait(sys.argv[1]))

"""Work in several connections at once, paused and let go where a test wants it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

SECONDS = 20
"""After so long a test fails that waits for something which does not come."""

Start = Callable[..., Future]


@contextmanager
def threads(most: int = 8) -> Iterator[Start]:
    """Give what runs work in a thread, and so in a connection, of its own; so many at once."""

    def run(work: Callable, *args: Any) -> Any:
        try:
            return work(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(most) as pool:
        yield lambda work, *args: pool.submit(run, work, *args)


def until_it_waits(future: Future) -> None:
    """Return as soon as some transaction waits for another one's lock, or the work is over."""
    with connection.cursor() as cursor:
        while not future.done():
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return


class Pause:
    """A place where the work of one thread, the first to come there, stays for a while.

    What the test itself does passes by.
    """

    def __init__(self) -> None:
        self._reached, self._over = threading.Event(), threading.Event()
        self._first = threading.Lock()

    def here(self) -> None:
        is_work = threading.current_thread() is not threading.main_thread()
        if is_work and self._first.acquire(blocking=False):
            self._reached.set()
            assert self._over.wait(SECONDS)

    def after(self, work: Callable) -> Callable:
        """Return the function with a pause behind it."""

        def paused(*args: Any, **options: Any) -> Any:
            result = work(*args, **options)
            self.here()
            return result

        return paused

    @contextmanager
    def of(self, future: Future) -> Iterator[None]:
        """Do something while the work is paused; whatever comes of it, the work goes on."""
        try:
            while not self._reached.wait(0.05):
                assert not future.done(), future.result()
            yield
        finally:
            self._over.set()

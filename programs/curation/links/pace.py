"""One request at a time to a host, and a pause before the next."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PAUSE = 2.0
"""Seconds between the end of a request to a host and the next one to it."""


class Pace:
    """Gives turns to speak to hosts, over all threads of a run."""

    def __init__(
        self,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[float]:
        """Wait for the host to be free and the pause to be over; give the seconds that it took.

        Nobody takes a turn inside a turn: two of them could wait for each other.
        """
        asked_at = self._clock()
        one = self._host(host)
        with one.lock:
            if (left := one.free_at - self._clock()) > 0:
                self._sleep(left)
            try:
                yield self._clock() - asked_at
            finally:
                one.free_at = self._clock() + max(self._pause, one.wished)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least so many seconds between requests to the host, as it wishes."""
        self._host(host).wished = seconds

    def _host(self, host: str) -> "_Host":
        with self._lock:
            return self._hosts.setdefault(host, _Host())


class _Host:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = float("-inf")
        self.wished = 0.0

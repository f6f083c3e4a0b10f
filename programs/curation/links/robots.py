"""What the robots.txt of each host lets us ask (RFC 9309), read once a run."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import httpcore
import httpx
from protego import Protego

from programs.curation.links.answer import TROUBLES, Answer, Stopped, failed, unasked
from programs.curation.links.guard import Refused

AGENT = "Careerpaths-LinkCheck"
"""The name by which a robots.txt speaks to us."""

_MOST_DELAY = 30.0  # Seconds. A host that wishes for more would hold up all others.

_NOT_THERE = (httpcore.ConnectError, httpcore.ConnectTimeout, Refused)

UNWELCOME = unasked("Not asked: its robots.txt keeps us out.")
UNREADABLE = unasked("Not asked: its robots.txt can’t be read.")


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought."""

    status: int
    location: str = ""
    kind: str = ""
    """The type of the content, without its parameters; blank if nothing was said."""
    body: bytes = b""

    @property
    def is_well(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300


Fetch = Callable[[httpx.URL], Page]
"""Gets an address, redirects included. Raises Stopped, Refused and what is in TROUBLES."""


class Robots:
    """The rules of hosts, over all threads of a run."""

    def __init__(
        self, slow_down: Callable[[str, float], None] = lambda host, seconds: None
    ) -> None:
        self._slow_down = slow_down
        self._rules: dict[str, Protego | Answer | None] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def check(self, url: httpx.URL, fetch: Fetch) -> None:
        """Raise Stopped if an address may not be asked, or nobody is there to ask."""
        address = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        origin = str(address)
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._read(address, fetch)
        rules = self._rules[origin]
        if isinstance(rules, Answer):
            raise Stopped(rules)
        if rules and not rules.can_fetch(str(url), AGENT):
            raise Stopped(UNWELCOME)

    def _read(self, address: httpx.URL, fetch: Fetch) -> Protego | Answer | None:
        """Return the rules, None if all is free, or the answer if no page may be asked for."""
        try:
            page = fetch(address)
        except _NOT_THERE as error:
            # There are no pages either: that is the answer, and nobody need try again.
            return failed(error)
        except TROUBLES:
            return UNREADABLE
        except Stopped as stopped:
            return stopped.answer
        if page.status >= 500 or page.status == 429:
            return UNREADABLE
        if not page.is_well:
            return None
        rules = Protego.parse(page.body.decode(errors="replace"))
        if delay := rules.crawl_delay(AGENT):
            self._slow_down(address.host, min(float(delay), _MOST_DELAY))
        return rules

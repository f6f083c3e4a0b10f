"""Public pages are read from a replica of the database, where DATABASE_REPLICA_URLS names any.

A process keeps to one of them. It reads the version of the catalogue and all rows of a page there,
so that no page mixes two databases. It reads from the primary instead

- if the replica is older than what this process has shown already,
- for whoever has a session, so that curators see their own edits,
- for some seconds after the replica did not answer.

So an edit shows to visitors no later than the replica has it, and nobody sees it go away again.
Whatever is not a public page reads from the primary.
"""

import random
import time
from functools import cache

from django.conf import settings
from django.http import HttpRequest

PAUSE_SECONDS = 10


class Replica:
    """The replica of this process, if it has one. Threads may share it."""

    def __init__(self) -> None:
        self._ask_at = 0.0

    def alias_for(self, request: HttpRequest) -> str | None:
        """Return the database to make the page from; None for the primary."""
        if not settings.DATABASE_REPLICAS or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return None
        if request.method not in ("GET", "HEAD") or time.monotonic() < self._ask_at:
            return None
        return _chosen(tuple(settings.DATABASE_REPLICAS))

    def failed(self) -> None:
        """Note that it did not answer."""
        self._ask_at = time.monotonic() + PAUSE_SECONDS

    def forget(self) -> None:
        self._ask_at = 0.0


@cache
def _chosen(aliases: tuple[str, ...]) -> str:
    # Each process draws its own; the drawing needs to be fair, not secret.
    return random.choice(aliases)  # nosec B311


replica = Replica()

"""What is known of the request that is being answered: its id, and what it cost so far."""

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

HEADER = "X-Request-ID"
RUN = secrets.token_hex(16)
"""The id of this process, for all that it does outside of a request: commands and threads."""

# What proxies make, and nothing that could say something of a person.
_SANE = re.compile(r"[0-9A-Fa-f-]{16,64}")


class Seen:
    """A request and what was measured of it. Of its address only the name of the route is told."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.headers.get(HEADER, "")
        self.id = given if _SANE.fullmatch(given) else secrets.token_hex(16)
        self.queries = 0
        self.query_seconds = 0.0
        self.bytes = 0
        self._request = request
        self._began = time.perf_counter()

    @property
    def route(self) -> str:
        """Return the name of what answers, as urls.py has it; `none` where there is nothing."""
        match = self._request.resolver_match
        return (match.view_name or match.route) if match else "none"

    @property
    def method(self) -> str:
        """Return the method; `other` for words that are none."""
        known = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
        return self._request.method if self._request.method in known else "other"

    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def facts(self, status: int) -> dict[str, Any]:
        """Return what the log says of it; `user`, a key, only if a view asked who is logged in."""
        user = getattr(self._request, "_cached_user", None)
        return {
            "method": self.method,
            "route": self.route,
            "status": status,
            "ms": round(self.seconds() * 1000, 1),
            "bytes": self.bytes,
            "queries": self.queries,
            "query_ms": round(self.query_seconds * 1000, 1),
            **({"user": user.pk} if user and user.pk else {}),
        }


_current: ContextVar[Seen | None] = ContextVar("seen", default=None)
current = _current.get
"""Return the request that is being answered here; None outside of one."""


@contextmanager
def now_seeing(seen: Seen) -> Iterator[None]:
    """Let lines of the log and queries belong to this request."""
    token = _current.set(seen)
    try:
        yield
    finally:
        _current.reset(token)

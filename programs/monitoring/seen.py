"""What one request came to, from its first byte to its last: one line in the log."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
RUN = secrets.token_hex(16)
"""The id of this process, for all that it does outside of a request: commands and threads."""

# What proxies make, and nothing that could say something of a person.
_SANE = re.compile(r"[0-9A-Fa-f-]{16,64}")

logger = logging.getLogger("careerpaths.requests")


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


class Requests:
    """Middleware that gives each request an id and tells what became of it.

    The id comes from a proxy if it looks like one, and goes back with the answer. Static files are
    no requests to the site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        seen = Seen(request)
        with _now(seen):
            response = self.get_response(request)
            response.headers[HEADER] = seen.id
            if response.streaming:
                parts = _through(seen, response.streaming_content, response.status_code)
                response.streaming_content = parts
            else:
                seen.bytes = len(response.content)
                _tell(seen, response.status_code)
        return response


def _tell(seen: Seen, status: int) -> None:
    facts = seen.facts(status)
    logger.info("%s %s %s", seen.method, seen.route, status, extra={"facts": facts})


def _through(seen: Seen, parts: Iterable[bytes], status: int) -> Iterator[bytes]:
    """Yield the parts of an answer that is made while it is sent, and tell at the end."""
    parts, end = iter(parts), object()
    try:
        while True:
            with _now(seen):
                part = next(parts, end)
            if part is end:
                break
            seen.bytes += len(part)
            yield part
    finally:
        with _now(seen):
            _tell(seen, status)


@contextmanager
def _now(seen: Seen) -> Iterator[None]:
    token = _current.set(seen)
    try:
        yield
    finally:
        _current.reset(token)

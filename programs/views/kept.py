"""The public pages that this process sent last, for when there is no database to make them of."""

import datetime
import threading
import zlib
from collections import OrderedDict
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from programs.catalogue import State

MAX_BYTES = 16 * 1024 * 1024
"""Some 3,500 pages: one takes 4 kB, and a millisecond to compress once a version."""


class Sent(NamedTuple):
    """A page as it was sent, compressed, with the state of the catalogue and the moment."""

    state: State
    at: datetime.datetime
    headers: dict[str, str]
    body: bytes


class Pages:
    """Pages by address, those that were sent last, up to MAX_BYTES. Threads may share it.

    Only those without a query: there is no end of the others, and one can hold what somebody says
    of themselves.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Sent] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, request: HttpRequest) -> Sent | None:
        """Return the page that was sent last to such a request; None if it is not kept."""
        is_read = request.method in ("GET", "HEAD") and not request.META.get("QUERY_STRING")
        return self._pages.get(request.build_absolute_uri()) if is_read else None

    def keep(self, request: HttpRequest, response: HttpResponse, state: State) -> None:
        """Keep a page that is the same for everybody, unless it is kept of this state already."""
        if not _may_be_kept(request, response):
            return
        address = request.build_absolute_uri()
        old = self._pages.get(address)
        if old and old.state == state:
            return
        body = zlib.compress(response.content, 1)
        new = Sent(state, timezone.now(), dict(response.headers), body)
        with self._lock:
            self._drop(self._pages.pop(address, None))
            self._pages[address] = new
            self._bytes += len(body)
            while self._bytes > MAX_BYTES:
                self._drop(self._pages.popitem(last=False)[1])

    def forget(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _drop(self, page: Sent | None) -> None:
        self._bytes -= len(page.body) if page else 0


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and not (request.META.get("QUERY_STRING") or response.streaming)
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


pages = Pages()

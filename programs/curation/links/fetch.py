"""Asks an address as a polite visitor does.

HEAD first, then GET where HEAD is refused or the page is a text, of which we keep the hash.
"""

import ssl
import zlib
from contextlib import suppress
from dataclasses import replace
from functools import cache

import httpcore
import httpx
from django.conf import settings

from programs.curation.links.answer import TROUBLES, Answer, Stopped, answered, failed, unasked
from programs.curation.links.connect import (
    Deadline,
    GuardedBackend,
    GuardedTransport,
    Opener,
    open_socket,
)
from programs.curation.links.guard import Guard, Refused
from programs.curation.links.pace import Pace
from programs.curation.links.robots import AGENT, Page, Robots
from programs.curation.links.text import text_hash

MOST_REDIRECTS = 5

_STEP_SECONDS = 10.0
_MOST_BYTES = 1_000_000
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "")
_REDIRECTS = {301, 302, 303, 307, 308}


@cache
def certificates() -> ssl.SSLContext:
    """Return what certificates are judged by. Reading them takes long, so all visits share it."""
    return httpx.create_ssl_context(trust_env=False)


def user_agent() -> str:
    """Return how we introduce ourselves, with the address where people can read who asks."""
    return f"{AGENT}/1.0 (+{settings.SITE_URL}/about/)" if settings.SITE_URL else f"{AGENT}/1.0"


def default_guard() -> Guard:
    """Return the guard that the settings ask for: of the public internet, but for local trials."""
    return Guard.allowing(settings.LINK_CHECK_ALLOW)


class Asker:
    """Asks addresses, from several threads at once. What it touches the world with can be replaced.

    `seconds` is what one address may take, without the time that politeness costs.
    """

    def __init__(
        self,
        *,
        guard: Guard | None = None,
        pace: Pace | None = None,
        opener: Opener = open_socket,
        ssl_context: ssl.SSLContext | None = None,
        seconds: float = 30.0,
    ) -> None:
        self.guard = guard or default_guard()
        self.pace = pace or Pace()
        self.robots = Robots(self.pace.slow_down)
        self.opener = opener
        self.ssl_context = ssl_context or certificates()
        self.seconds = seconds

    def ask(self, url: str) -> Answer:
        """Return what an address answers. Never raises for what the other side does."""
        try:
            target = httpx.URL(url).copy_with(fragment=None)
            with _Visit(self) as visit:
                return visit.ask(target)
        except (*TROUBLES, Stopped, Refused, httpx.InvalidURL) as error:
            return failed(error)


class _Visit:
    """One address, asked once."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._deadline = Deadline(asker.seconds)
        self._transport = GuardedTransport(
            GuardedBackend(asker.guard, self._deadline, asker.opener), asker.ssl_context
        )

    def __enter__(self) -> "_Visit":
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def ask(self, url: httpx.URL) -> Answer:
        """Return the answer of an address; raise what keeps it from answering."""
        try:
            page, arrived = self._follow("HEAD", url)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise
        except TROUBLES:
            # Some servers know no HEAD, and say so by saying nothing.
            return self._answer(url, *self._follow("GET", url))
        if not page.is_well:
            return self._answer(url, *self._follow("GET", url))
        if page.kind in _TEXTS:
            # If the text won't come, the address has answered all the same.
            with suppress(*TROUBLES):
                page, arrived = self._follow("GET", arrived)
        return self._answer(url, page, arrived)

    def _answer(self, url: httpx.URL, page: Page, arrived: httpx.URL) -> Answer:
        said = text_hash(_decoded(page.body), is_html=page.kind != "text/plain")
        return answered(page.status, asked=url, arrived=arrived, text_hash=said)

    def _follow(
        self, method: str, url: httpx.URL, *, as_robot: bool = True
    ) -> tuple[Page, httpx.URL]:
        """Return the page at the end of the redirects, and its address; judge each on the way."""
        for _ in range(MOST_REDIRECTS + 1):
            self._asker.guard.check(url)
            if as_robot:
                self._asker.robots.check(url, self._fetch_rules)
            page = self._request(method, url)
            if page.status not in _REDIRECTS or not page.location:
                return page, url
            url = url.join(page.location).copy_with(fragment=None)
        raise Stopped(unasked("It sends us on and on."))

    def _fetch_rules(self, url: httpx.URL) -> Page:
        return self._follow("GET", url, as_robot=False)[0]

    def _request(self, method: str, url: httpx.URL) -> Page:
        """Return what one request brings, with as much of a text as we read."""
        request = httpx.Request(
            method,
            url,
            headers={
                "User-Agent": user_agent(),
                "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5",
                "Accept-Language": "en",
                "Accept-Encoding": "gzip",
            },
            extensions={"timeout": dict.fromkeys(("connect", "read", "write"), _STEP_SECONDS)},
        )
        with self._asker.pace.turn(url.host) as waited:
            self._deadline.extend(waited)
            response = self._transport.handle_request(request)
            try:
                return _page(response, has_body=method == "GET")
            finally:
                response.close()


def _page(response: httpx.Response, *, has_body: bool) -> Page:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    page = Page(response.status_code, response.headers.get("location", ""), kind)
    if has_body and page.is_well and kind in _TEXTS:
        return replace(page, body=_read(response))
    return page


def _read(response: httpx.Response) -> bytes:
    """Return the beginning of a text; blank if it breaks off or is packed in a way we don't know.

    It is unpacked here, to no more than the bytes that we keep: a few may unpack to gigabytes.
    """
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        return b""
    unpacker = zlib.decompressobj(wbits=31) if "gzip" in packing else None
    content = bytearray()
    arrived = 0
    try:
        for chunk in response.iter_raw():
            arrived += len(chunk)
            left = _MOST_BYTES - len(content)
            content += unpacker.decompress(chunk, left) if unpacker else chunk[:left]
            if max(len(content), arrived) >= _MOST_BYTES or (unpacker and unpacker.eof):
                break
    except (*TROUBLES, zlib.error):
        return b""
    return bytes(content)


def _decoded(body: bytes) -> str:
    """Return a text in which each other body reads otherwise, whatever encoding it is in."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")

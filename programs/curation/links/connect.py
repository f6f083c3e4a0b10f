"""Sockets to where the guard lets us, and nowhere else: the one place where they are opened."""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from programs.curation.links.guard import Guard, Refused

Opener = Callable[[str, int, float], httpcore.NetworkStream]
"""Opens a socket to an IP address and a port within so many seconds."""


class Deadline:
    """How many seconds the work may still take, all its steps together."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def extend(self, seconds: float) -> None:
        """Let it take longer: for waiting that somebody else's wish was the reason of."""
        self._end += seconds

    def cap(self, timeout: float | None) -> float:
        """Return the seconds that one step may take. Raises a time-out if none are left."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("The time for this address is over.")
        return left if timeout is None else min(left, timeout)


def open_socket(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """Open a socket to an IP address, which is looked up nowhere."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=timeout)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens sockets to addresses that the guard has judged, before the deadline."""

    def __init__(self, guard: Guard, deadline: Deadline, opener: Opener = open_socket) -> None:
        self._guard, self._deadline, self._open = guard, deadline, opener

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first address of the host that takes one.

        Raises Refused if the guard does, and httpcore's errors.
        """
        try:
            addresses = self._guard.addresses(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # Many machines have no way to IPv6, which comes first.
        return self._connect(addresses[-1], port, timeout)

    def _connect(self, address: str, port: int, timeout: float | None) -> httpcore.NetworkStream:
        stream = self._open(address, port, self._deadline.cap(timeout))
        return _TimedStream(stream, self._deadline)

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused("Sockets of this machine are not asked.")


class _TimedStream(httpcore.NetworkStream):
    """A connection whose steps end at the deadline: who sends a byte a second gains nothing."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Speak TLS with the host of the address, whose certificate must be in its name."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """Sends requests of httpx over guarded sockets. Proxies are unknown to it."""

    def __init__(self, backend: GuardedBackend, ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context, max_connections=1, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer. Raises Refused, and the errors of httpcore."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()

"""A small web on this machine: servers that tests allow, and names that lead to them."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from programs.curation.links.connect import open_socket
from programs.curation.links.fetch import Asker
from programs.curation.links.guard import Guard
from programs.curation.links.pace import Pace

PUBLIC = "93.184.215.14"
OTHER = "198.41.0.4"


@dataclass
class Reply:
    """What a path answers."""

    status: int = 200
    body: bytes | str = "<h1>A residency</h1><p>Apply by May.</p>"
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"
    before: Callable[[Any], None] | None = None
    """Comes before the answer."""
    then: Callable[[Any], None] | None = None
    """Writes the body itself: slowly, wrongly or without end."""


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, "", {"Location": to})


@dataclass
class Server:
    """A running server: what it answers, by path or by method and path, and what it was asked."""

    port: int
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, host and path of each request."""
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, without the rules for robots."""
        return [f"{method} {path}" for method, _, path in self.asked if path != "/robots.txt"]

    def reply_to(self, method: str, path: str) -> Reply:
        missing = Reply(404, "Not here.")
        return self.replies.get(f"{method} {path}") or self.replies.get(path) or missing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        serving: Server = self.server.serving
        serving.asked.append((self.command, self.headers["Host"], self.path))
        serving.headers.append({name.lower(): text for name, text in self.headers.items()})
        reply = serving.reply_to(self.command, self.path)
        if reply.before:
            reply.before(self)
        body = reply.body.encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if reply.then is None:
            self.send_header("Content-Length", str(len(body)))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command == "HEAD":
            return
        if reply.then:
            reply.then(self)
        else:
            self.wfile.write(body)

    do_GET = do_HEAD = _answer

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    serving: Server

    def handle_error(self, *_: Any) -> None:
        """Who is asked hangs up early: that is what some tests are about."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on this machine while the test is inside."""
    with _Quiet(("127.0.0.1", 0), _Handler) as http:
        http.serving = Server(http.server_port)
        if tls:
            http.socket = tls.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield http.serving
        finally:
            http.shutdown()
            thread.join()


class Web:
    """Names and what they lead to; addresses and the local port that stands for each.

    A name may be resolved otherwise each time: give it a list of lists.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {}
        self.ports: dict[tuple[str, int], int] = {}
        self.resolved: list[str] = []
        self.opened: list[tuple[str, int]] = []

    def name(self, host: str, *answers: list[str]) -> None:
        """Let a name lead to the first of these answers, then to the next, the last for good."""
        self.names[host] = [*answers]

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        answers = self.names.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def open(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        """Open a socket to what stands for the address, and note which was meant."""
        self.opened.append((address, port))
        if (address, port) not in self.ports:
            raise httpcore.ConnectError(f"Nobody listens on {address}.")
        return open_socket("127.0.0.1", self.ports[address, port], timeout)

    def asker(self, **options: Any) -> Asker:
        return Asker(
            **{"guard": Guard(resolve=self.resolve), "opener": self.open, "pace": hurried()}
            | options
        )


def hurried() -> Pace:
    """Return a pace at which nobody waits."""
    return Pace(pause=0.0)


def local_asker(server: Server, **options: Any) -> Asker:
    """Return what may ask this server and the public internet, without a pause."""
    place = f"127.0.0.1:{server.port}"
    return Asker(**{"guard": Guard.allowing([place]), "pace": hurried()} | options)

"""Servers in processes of their own, on this machine only, and a small client for them."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds until a server must answer, and for each answer."""


@contextmanager
def serving(command: list[str], path: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Run a server and give its port once the path answers; end it with all its workers.

    `{port}` in the command stands for the port. Raises RuntimeError if it does not come up.
    """
    with closing(socket.create_server((HOST, 0))) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [part.format(port=port) for part in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(server, port, path)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            # The session is the server's own: nobody else is in it.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_for(server: subprocess.Popen, port: int, path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
                connection.request("GET", path)
                if connection.getresponse().status < 500:
                    return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise RuntimeError(f"{server.args} did not answer; its exit code: {server.poll()}")


class Visitors:
    """A few clients that ask a server for pages at the same time, each after its last answer."""

    def __init__(self, port: int, *, clients: int = 8) -> None:
        self.port = port
        self.clients = clients
        self._own = threading.local()

    def visit(self, paths: list[str], tags: Mapping[str, str] | None = None) -> list[tuple]:
        """Return status and ETag of each path's answer; send the tags, by path, as known."""
        with ThreadPoolExecutor(self.clients) as pool:
            return list(pool.map(lambda path: self._get(path, (tags or {}).get(path, "")), paths))

    def per_second(self, paths: list[str], tags: Mapping[str, str] | None = None) -> float:
        start = time.perf_counter()
        self.visit(paths, tags)
        return len(paths) / (time.perf_counter() - start)

    def _get(self, path: str, tag: str) -> tuple[int, str]:
        """Ask on this thread's connection; where the server has closed it, on a new one."""
        headers = {"If-None-Match": tag} if tag else {}
        for _ in range(2):
            connection = getattr(self._own, "connection", None)
            if connection is None:
                connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
                self._own.connection = connection
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                return response.status, response.getheader("ETag", "")
            except (OSError, http.client.HTTPException):
                connection.close()
        raise RuntimeError(f"The server on port {self.port} closed the connection twice.")

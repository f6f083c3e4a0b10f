"""The site in processes of its own, on the database of a test."""

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

HOST = "127.0.0.1"
SECONDS = 60
"""After so long a test fails that waits for a process."""


class Page(NamedTuple):
    """What a web process answers. The ETag is blank if there is none."""

    status: int
    tag: str
    text: str


@dataclass(frozen=True)
class Web:
    """One web process of the site. Its addresses are as if all stood behind one proxy."""

    port: int
    log: Path
    cookies: dict[str, str]

    def get(self, path: str, *, known: str = "") -> Page:
        """Return a public page; `known` is the ETag of what the visitor has already."""
        return self._ask("GET", path, headers={"If-None-Match": known} if known else {})

    def post(self, path: str, data: dict[str, Any]) -> None:
        """Post a form of the admin as whoever is logged in; it must be accepted."""
        token = "t" * 32
        cookies = {**self.cookies, settings.CSRF_COOKIE_NAME: token}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        body = urlencode({**data, "csrfmiddlewaretoken": token}, doseq=True)
        page = self._ask("POST", path, body=body, headers=headers)
        assert page.status == 302, page.text

    def _ask(self, method: str, path: str, *, headers: dict[str, str], body: str = "") -> Page:
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=SECONDS)) as client:
            try:
                client.request(method, path, body or None, {"Host": HOST, **headers})
                response = client.getresponse()
                status, text = response.status, response.read().decode()
            except (OSError, http.client.HTTPException) as problem:
                status, text = 0, str(problem)
        assert 0 < status < 500, f"{status} {text}\nThe log:\n{self.log.read_text()}"
        return Page(status, response.getheader("ETag", ""), text)


def environment_of(directory: Path) -> dict[str, str]:
    """Return what processes need to run on the database of this test, as it is by now.

    On SQLite that is a copy in the directory: no other process can open one in memory.
    """
    return os.environ | {
        "DATABASE_URL": database_url(directory),
        "DJANGO_SETTINGS_MODULE": "tests.catalogue.settings",
        "DEBUG": "false",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "SECURE_SSL_REDIRECT": "false",
    }


def database_url(directory: Path) -> str:
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    file = directory / "site.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{file}"


@contextmanager
def serving(environment: dict[str, str], log: Path, client: Client) -> Iterator[Web]:
    """Start a web process and give it at once: its first answer waits until it is up.

    Whoever is logged in to the client is logged in to it.
    """
    command = [sys.executable, "-m", "gunicorn", "careerpaths.wsgi", "--no-control-socket"]
    with socket.create_server((HOST, 0)) as door, log.open("wb") as output:
        port = door.getsockname()[1]
        server = subprocess.Popen(
            [*command, "--workers", "1", "--bind", f"fd://{door.fileno()}"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
            pass_fds=[door.fileno()],
        )
    # The door is the server's alone now: if it dies, nobody waits for its answers.
    try:
        yield Web(port, log, {name: cookie.value for name, cookie in client.cookies.items()})
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a manage.py command."""
    _run(environment, "manage.py", *arguments)


def prepare(environment: dict[str, str], *more: list[str]) -> None:
    """Make the tables, load the starter catalogue and run more commands, in one process."""
    commands = [["migrate", "--verbosity", "0"], ["loadstarter"], *more]
    code = "import sys, json, django; from django.core.management import call_command as call; "
    code += "django.setup(); [call(*one) for one in json.loads(sys.argv[1])]"
    _run(environment, "-c", code, json.dumps(commands))


def _run(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "careerpaths.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

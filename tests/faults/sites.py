"""A running site for faults: one gunicorn process with four threads, as in production, over a
database of its own with the starter catalogue.
"""

import http.client
import os
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from django.test import Client

from tests.catalogue.processes import HOST, prepare, serving


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str
    seconds: float


class Site(NamedTuple):
    """A running site, and what stops and starts its database."""

    port: int
    environment: dict[str, str]
    stop: Callable[[], None]
    start: Callable[[], None]

    def get(self, path: str) -> Answer:
        began = time.perf_counter()
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=60)) as client:
            client.request("GET", path, headers={"Host": HOST})
            response = client.getresponse()
            text = response.read().decode()
        return Answer(
            response.status, dict(response.getheaders()), text, time.perf_counter() - began
        )

    def get_all(self, paths: list[str]) -> dict[str, Answer]:
        with ThreadPoolExecutor(4) as visitors:
            return dict(zip(paths, visitors.map(self.get, paths), strict=True))


@contextmanager
def running(
    url: str, log: Path, stop: Callable[[], None], start: Callable[[], None], *, replica: str = ""
) -> Iterator[Site]:
    """Start the site over a database, with a replica of it if one is named."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_REPLICA_URLS": replica,
        "DJANGO_SETTINGS_MODULE": "tests.catalogue.settings",
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "SECURE_SSL_REDIRECT": "false",
        "GUNICORN_CMD_ARGS": "--threads 4",
        "API_RATE": "off",
    }
    prepare(environment)
    with serving(environment, log, Client()) as web:
        yield Site(web.port, environment, stop, start)

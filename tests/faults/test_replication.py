"""PostgreSQL streams to a replica that public pages are read from: late, alone, and gone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from tests.catalogue.processes import manage
from tests.faults.sites import Site, running
from tests.faults.test_database_gone import SENTENCE
from tests.with_postgres import temporary_server, temporary_standby

# That it runs where PostgreSQL is at hand; its servers are its own.
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

ADDRESS = "/programs/openai-residency/"
NEVER_ASKED = [
    *("/programs/anthropic-fellows/", "/programs.csv", "/deadlines/", "/landscape/"),
    *("/programs/?q=research&sort=name", "/api/v1/programs/?q=ai", "/changes.atom"),
]


class Replicated(NamedTuple):
    """A site with its replica, and how a program of it gets another name."""

    site: Site
    replica: Any
    batch: Path

    def rename(self, name: str) -> None:
        self.batch.write_text(f"slug,name\nopenai-residency,{name}\n")
        manage(self.site.environment, "import_programs", str(self.batch))

    def shows(self, name: str) -> bool:
        page = self.site.get(ADDRESS)
        assert page.status == 200
        return name in page.text

    @contextmanager
    def late(self) -> Iterator[None]:
        """Let the replica stay as it is, whatever it is sent."""
        with psycopg.connect(self.replica.get_uri(), autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            yield
            connection.execute("SELECT pg_wal_replay_resume()")


@pytest.fixture
def replicated(tmp_path: Path) -> Iterator[Replicated]:
    with temporary_server() as primary, temporary_standby(primary) as replica:
        url = replica.get_uri()
        log = tmp_path / "log"
        with running(primary.get_uri(), log, primary.stop, primary.start, replica=url) as site:
            yield Replicated(site, replica, tmp_path / "batch.csv")


def until(true: Any) -> None:
    began = time.perf_counter()
    while not true():
        assert time.perf_counter() - began < 30
        time.sleep(0.05)


def test_pages_are_read_from_the_replica_while_there_is_one(replicated: Replicated):
    site = replicated.site
    until(lambda: site.get("/readyz").status == 200)
    until(lambda: site.get(ADDRESS).status == 200)

    with replicated.late():
        replicated.rename("Residency that is renamed")
        assert not replicated.shows("Residency that is renamed"), "The replica does not know yet."
    until(lambda: replicated.shows("Residency that is renamed"))

    site.stop()
    try:
        alone = site.get_all(NEVER_ASKED)
        form = site.get(f"{ADDRESS}report/")
    finally:
        site.start()
    assert {path: one.status for path, one in alone.items() if one.status != 200} == {}
    assert [path for path, one in alone.items() if SENTENCE in one.text] == []
    assert (form.status, form.headers["Retry-After"]) == (503, "30")

    replicated.replica.stop()
    replicated.rename("Residency of the primary")
    assert replicated.shows("Residency of the primary"), "Asked at once in its place."

"""Public pages come from a replica, which may be late, and never from two databases at once.

The replica is a copy of the test's database in a file, as old as its last `catch_up()`.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programs import catalogue
from programs.ledger import recording
from programs.models import Program
from programs.reading import Router, is_replica, reading
from programs.views import replica as module
from tests.factories import ProgramFactory, UserFactory
from tests.views.sending import REPORT_ADDRESS

ALIAS, ADDRESS = "replica1", "/programs/robots/"

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True, databases=["default", ALIAS]),
]


class Copy:
    """A replica that falls behind and catches up when the test says so."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def catch_up(self) -> None:
        connections[ALIAS].close()
        connection.ensure_connection()
        with closing(sqlite3.connect(self.file)) as copy:
            connection.connection.backup(copy)

    def dies(self) -> None:
        connections[ALIAS].close()
        self.file.parent.rename(self.file.parent.with_name("away"))

    def comes_back(self) -> None:
        self.file.parent.with_name("away").rename(self.file.parent)


@pytest.fixture
def program(db) -> Program:
    return ProgramFactory(slug="robots", name="Name 0")


@pytest.fixture(scope="module", autouse=True)
def home(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Name the replica to Django before a test says that it may ask it."""
    home = tmp_path_factory.mktemp("replica") / "home"
    # Django leaves a mirror alone when it empties databases after a test.
    own = {"NAME": str(home / "site.sqlite3"), "TEST": {"MIRROR": "default"}}
    connections.settings[ALIAS] = {**connection.settings_dict, **own}
    yield home
    connections[ALIAS].close()
    del connections[ALIAS], connections.settings[ALIAS]


@pytest.fixture
def copy(program, home: Path, settings) -> Iterator[Copy]:
    home.mkdir(exist_ok=True)
    settings.DATABASE_REPLICAS = [ALIAS]
    copy = Copy(home / "site.sqlite3")
    copy.catch_up()
    yield copy
    connections[ALIAS].close()


@pytest.fixture
def curator() -> Client:
    curator = Client()
    curator.force_login(UserFactory(is_staff=True, is_superuser=True))
    return curator


def rename(program: Program, name: str) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(name=name)


def shows(client: Client, name: str) -> bool:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return f"<h1>{name}</h1>" in answer.content.decode().replace("\n", "")


def test_a_public_page_asks_the_replica_alone(client, copy):
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as primary:
        for address in ("/", "/programs/", ADDRESS, "/api/v1/programs/?q=name", "/deadlines/"):
            assert client.get(address).status_code == 200
        list(client.get("/programs.csv").streaming_content)
        list(client.get("/programs.json").streaming_content)

    assert [query["sql"] for query in primary] == []


def test_who_has_the_page_costs_one_query_there(client, copy):
    tag = client.get(ADDRESS).headers["ETag"]

    with (
        CaptureQueriesContext(connection) as primary,
        CaptureQueriesContext(connections[ALIAS]) as queries,
    ):
        answer = client.get(ADDRESS, headers={"if-none-match": tag})

    assert (answer.status_code, len(primary), len(queries)) == (304, 0, 1)


def test_an_edit_shows_when_the_replica_has_it(client, copy, program):
    assert shows(client, "Name 0")
    rename(program, "Name 1")
    assert shows(client, "Name 0")

    copy.catch_up()

    assert shows(client, "Name 1")


def test_who_is_logged_in_sees_an_edit_at_once(client, curator, copy, program):
    assert shows(curator, "Name 0")
    rename(program, "Name 1")

    assert shows(curator, "Name 1")


def test_what_a_process_has_shown_does_not_go_away_again(client, curator, copy, program):
    rename(program, "Name 1")
    assert shows(curator, "Name 1")

    assert shows(client, "Name 1")
    with CaptureQueriesContext(connections[ALIAS]) as queries:
        shows(client, "Name 1")
    assert all("version" in query["sql"] for query in queries), "Has it caught up?"


def test_a_tag_stands_for_one_page_whatever_replica_or_person_asks(client, curator, copy, program):
    """Random edits, visits and delays: a page of a version is that of the primary then."""
    chance, told, names, newest = random.Random(7), {}, ["Name 0"], 0
    for _ in range(80):
        match chance.choice(["edit", "late", "visit", "visit", "curate"]):
            case "edit":
                names.append(f"Name {len(names)}")
                rename(program, names[-1])
            case "late":
                copy.catch_up()
            case who:
                answer = (client if who == "visit" else curator).get(ADDRESS)
                page = answer.content.decode()
                shown = next(number for number, name in enumerate(names) if f">{name}<" in page)
                assert told.setdefault(answer.headers["ETag"], shown) == shown
                assert shown >= newest, "It went back."
                assert who == "visit" or shown == len(names) - 1
                newest = shown
    assert len(told) > 5


def test_a_replica_that_is_gone_is_left_alone_for_a_while(client, copy, program, monkeypatch):
    monkeypatch.setattr(module.time, "monotonic", lambda: 1000)
    copy.dies()
    rename(program, "Name 1")
    assert shows(client, "Name 1")
    copy.comes_back()
    rename(program, "Name 2")
    copy.catch_up()

    with CaptureQueriesContext(connections[ALIAS]) as queries:
        assert shows(client, "Name 2")
    assert len(queries) == 0

    monkeypatch.setattr(module.time, "monotonic", lambda: 1000 + module.PAUSE_SECONDS)
    with CaptureQueriesContext(connection) as primary:
        assert shows(client, "Name 2")
    assert len(primary) == 0


def test_without_its_primary_the_site_reads_on(client, copy):
    def fail(*_):
        raise OperationalError

    with connection.execute_wrapper(fail):
        answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert "does not answer" not in answer.content.decode()


def test_forms_and_the_admin_never_ask_it(client, curator, copy):
    with CaptureQueriesContext(connections[ALIAS]) as queries:
        for address in (REPORT_ADDRESS, "/suggest/", "/sitemap.xml", "/readyz"):
            client.get(address)
        client.post("/match/", {"degree": "phd"})
        curator.get(f"/{django_settings.ADMIN_PATH}programs/program/")

    assert len(queries) == 0


def test_a_replica_is_never_written_or_migrated():
    router = Router()

    with reading(ALIAS):
        assert is_replica()
        assert router.db_for_read(Program) == ALIAS
        assert router.db_for_write(Program) == "default"
    assert not router.allow_migrate(ALIAS, "programs")
    assert router.allow_migrate("default", "programs")


def test_an_older_primary_is_a_backup_that_was_restored(client, copy, program):
    """Of a replica the same is only a delay."""
    rename(program, "Name 1")
    assert shows(Client(), "Name 0")
    newer = catalogue.kept().version

    with reading(ALIAS):
        assert catalogue.current(catalogue.kept().day).version == newer

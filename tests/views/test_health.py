"""What load balancers ask: whether the process lives, and whether it can do its work."""

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder

from programs import catalogue
from programs.views import health
from tests.factories import ProgramFactory

ADDRESSES = ["/healthz", "/readyz"]


@pytest.fixture(autouse=True)
def _as_in_a_new_process(monkeypatch):
    monkeypatch.setitem(health.CHECKS, "migrations", health.Migrations())


@pytest.fixture
def built(client) -> None:
    ProgramFactory()
    assert client.get("/about/").status_code == 200


def test_alive_touches_nothing(client):
    """The database is not allowed in this test: touching it would fail."""
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert catalogue.kept() is None


@pytest.mark.django_db
def test_ready_says_what_each_check_found(client, built):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    told = answer.json()
    age = told["checks"]["catalogue"].pop("age_seconds")
    assert 0 <= age < 60
    assert told == {
        "ready": True,
        "failing": [],
        "checks": {
            "database": {"ok": True},
            "migrations": {"ok": True, "missing": 0},
            "catalogue": {
                "ok": True,
                "version": catalogue.kept().version,
                "behind": 0,
                "programs": 1,
            },
        },
    }


@pytest.mark.django_db
def test_a_catalogue_that_is_behind_is_ready_and_says_so(client, built):
    ProgramFactory()

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"]["catalogue"]["behind"] > 0


@pytest.mark.django_db
def test_migrations_are_looked_for_until_they_are_in(client, built, django_assert_num_queries):
    client.get("/readyz")

    with django_assert_num_queries(2):  # SELECT 1, and the version of the catalogue
        assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_without_its_migrations_it_is_not_ready(client, built):
    applied = MigrationRecorder(connection).migration_qs
    last = applied.filter(app="programs").order_by("-pk").first()
    last.delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == ["migrations"]
    assert answer.json()["checks"]["migrations"]["missing"] == 1
    assert last.name not in answer.content.decode()

    applied.create(app=last.app, name=last.name)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_tables_that_went_later_are_told_as_what_fails(client, built, monkeypatch):
    assert client.get("/readyz").status_code == 200

    def gone() -> int:
        raise ProgrammingError("no such table")

    monkeypatch.setattr(health, "read_version", gone)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == ["catalogue"]


@pytest.mark.django_db
def test_the_first_catalogue_is_built_beside_the_request(client, monkeypatch):
    begun = []
    monkeypatch.setattr(catalogue, "prepare", begun.append)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["failing"] == ["catalogue"]
    assert answer.json()["checks"]["catalogue"] == {"ok": False, "is_being_built": True}
    assert len(begun) == 1


@pytest.mark.django_db
def test_a_database_that_is_gone_is_named_and_nothing_told_of_it(client, built, monkeypatch):
    def gone():
        raise OperationalError("host db.example.org, user somebody")

    monkeypatch.setattr(connection, "cursor", gone)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "failing": ["database"],
        "checks": {"database": {"ok": False}},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_balancer_may_ask_over_http_and_by_any_name(client, built, settings, address):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get(address, headers={"host": "10.0.0.7:8000", "accept-encoding": "gzip"})

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ETag" not in answer.headers
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_only_asked(client, built, address):
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_leaves_no_line_in_the_log(client, built, caplog, address):
    caplog.set_level("INFO")

    client.get(address)

    assert caplog.records == []

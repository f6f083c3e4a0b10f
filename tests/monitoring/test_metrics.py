"""/metrics tells Prometheus what processes count and what the database says of commands."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from django.conf import settings
from django.db import OperationalError, connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from programs import catalogue
from programs.models import ImportBatch, LinkCheck
from programs.views.metrics import database
from tests.factories import ProgramFactory

TOKEN = "a-token-of-some-length"
PROMETHEUS = settings.BASE_DIR / "deploy" / "prometheus"


@pytest.fixture(autouse=True)
def _token(settings):
    settings.METRICS_TOKEN = TOKEN
    database.forget()


def read(text: str) -> dict[str, float]:
    """Return each sample by its name and the values of its labels, in the order of their names."""
    return {
        " ".join(
            [sample.name, *(value for _, value in sorted(sample.labels.items()))]
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scrape(client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return read(answer.content.decode())


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        "Bearer ü",
    ],
    ids=["none", "empty", "blank", "wrong", "basic", "bare", "longer", "not-ascii"],
)
def test_for_who_does_not_know_the_token_there_is_nothing(client, given):
    answer = client.get("/metrics", headers={"authorization": given} if given else {})

    assert answer.status_code == 404


def test_without_a_token_there_is_nothing_for_anybody(client, settings):
    settings.METRICS_TOKEN = ""

    for given in ("", "Bearer ", "Bearer"):
        assert client.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address(client):
    def counted() -> tuple[float, ...]:
        told = scrape(client)
        names = (
            "careerpaths_requests_total GET programs:programs 2xx",
            "careerpaths_requests_total GET none 4xx",
            "careerpaths_request_seconds_count programs:programs",
        )
        return tuple(told.get(name, 0) for name in names)

    before = counted()
    client.get("/programs/?q=wheelchair")
    client.get("/of-her-own/")

    assert [now - then for now, then in zip(counted(), before, strict=True)] == [1, 1, 1]
    assert not [name for name in scrape(client) if "wheelchair" in name or "her-own" in name]


@pytest.mark.django_db
def test_the_catalogue_is_told_with_how_long_it_took(client):
    ProgramFactory()
    client.get("/about/")
    ProgramFactory()
    client.get("/about/")

    told = scrape(client)

    version = catalogue.kept().version
    assert told["careerpaths_catalogue_version"] == version
    assert told["careerpaths_database_catalogue_version"] == version
    assert told["careerpaths_catalogue_programs"] == 2
    assert told["careerpaths_catalogue_making_seconds build"] > 0
    assert told["careerpaths_catalogue_making_seconds refresh"] > 0
    made = told["careerpaths_catalogue_made_timestamp_seconds"]
    assert 0 <= timezone.now().timestamp() - made < 60


@pytest.mark.django_db
def test_what_commands_did_is_read_from_the_database(client):
    now = timezone.now()
    batch = {"file_name": "a.csv", "sha256": "0" * 64, "size_bytes": 1}
    ImportBatch.objects.create(**batch, state="applied", applied_at=now)
    ImportBatch.objects.create(**batch, state="needs_fixes")
    program = ProgramFactory()
    LinkCheck.objects.create(program=program, url="https://a.example/", at=now, outcome="ok")

    told = scrape(client)

    assert told["careerpaths_database_up"] == 1
    assert told["careerpaths_import_batches applied"] == 1
    assert told["careerpaths_import_batches needs_fixes"] == 1
    assert told["careerpaths_import_batches undone"] == 0
    assert told["careerpaths_import_applied_timestamp_seconds"] == pytest.approx(now.timestamp())
    assert told["careerpaths_links_checked ok"] == 1
    assert told["careerpaths_links_checked broken"] == 0
    assert told["careerpaths_links_checked_timestamp_seconds"] == pytest.approx(now.timestamp())


@pytest.mark.django_db
def test_a_scrape_asks_little_and_the_next_one_less(client, django_assert_num_queries):
    with django_assert_num_queries(5):
        scrape(client)
    with django_assert_num_queries(1):
        scrape(client)


@pytest.mark.django_db
def test_a_database_that_is_gone_is_told(client):
    def fail(*_):
        raise OperationalError

    with connection.execute_wrapper(fail):
        told = scrape(client)

    assert told["careerpaths_database_up"] == 0
    assert "careerpaths_database_catalogue_version" not in told
    assert "careerpaths_catalogue_version" in told


def test_processes_that_share_a_directory_are_added_up(tmp_path: Path):
    code = (
        "from prometheus_client import generate_latest;"
        "from programs.monitoring.metrics import gathered, note_catalogue, note_request;"
        "note_request(route='r', method='GET', status=200, seconds=1);"
        "note_catalogue(version={version}, programs=7, how='build', seconds={version});"
        "print(generate_latest(gathered()).decode())"
    )
    told = ""
    for version in (5, 6):
        told = subprocess.run(
            [sys.executable, "-c", code.format(version=version)],
            env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    found = read(told)
    assert found["careerpaths_requests_total GET r 2xx"] == 2
    assert found["careerpaths_request_seconds_sum r"] == 2
    assert found["careerpaths_catalogue_version"] == 5, "The process that is furthest behind."
    assert found["careerpaths_catalogue_making_seconds build"] == 6
    assert found["careerpaths_catalogue_programs"] == 7


def test_who_serves_nobody_is_not_added_up(tmp_path: Path, monkeypatch):
    """Commands and the main process have no catalogue, which would be furthest behind for ever."""
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    subprocess.run([sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, check=True)
    server = runpy.run_path(str(settings.BASE_DIR / "deploy" / "gunicorn.conf.py"))
    (tmp_path / "gauge_livemin_77.db").touch()
    server["when_ready"](SimpleNamespace(pid=77))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_alerts_ask_for_what_is_told(client):
    """Prometheus itself is not at hand: its files are read as YAML, and names of ours compared."""
    client.get("/about/")
    names = {name.split()[0] for name in scrape(client)}
    (group,) = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"]
    asked = " ".join(rule["expr"] for rule in group["rules"])

    words = set(re.findall(r"careerpaths_\w+", asked))
    assert len(words) >= 5
    assert words <= names
    assert all(rule["annotations"]["summary"] and rule["for"] for rule in group["rules"])
    assert yaml.safe_load((PROMETHEUS / "prometheus.yml").read_text())["scrape_configs"]

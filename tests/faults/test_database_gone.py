"""The database goes while people browse, and comes back: a server that runs all the while."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.sites import Site, running
from tests.with_postgres import temporary_server

SENTENCE = "Our database does not answer at the moment. This page is as of"
SEEN = [
    *("/", "/programs/", "/programs/openai-residency/", "/deadlines/", "/landscape/", "/guides/"),
    *("/programs/?page=2", "/about/", "/match/", "/lists/", "/changes/", "/compare/"),
    *("/api/v1/programs/", "/api/v1/"),
]
MADE_ANEW = ["/programs/?sort=name&q=openai"]
"""Not asked in this order before, but the cards are on the shelf."""
UNSEEN = [
    *("/programs/anthropic-fellows/", "/programs.csv", "/sitemap.xml", "/suggest/?x=1"),
    *("/api/v1/programs/?q=ai", "/programs/openai-residency/report/", "/reports/none/"),
]
SECONDS_AT_MOST = 12
"""So long may the one wait who finds out that the database is gone."""


@contextmanager
def over_sqlite(directory: Path) -> Iterator[Site]:
    home, away = directory / "home", directory / "away"
    home.mkdir()
    url = f"sqlite:///{home / 'site.sqlite3'}"
    stop, start = lambda: home.rename(away), lambda: away.rename(home)
    with running(url, directory / "log", stop, start) as site:
        yield site


@contextmanager
def over_postgresql(directory: Path) -> Iterator[Site]:
    with (
        temporary_server() as server,
        running(server.get_uri(), directory / "log", server.stop, server.start) as site,
    ):
        yield site


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(over_sqlite, marks=pytest.mark.sqlite, id="sqlite"),
        # That it runs where PostgreSQL is at hand.
        pytest.param(over_postgresql, marks=[pytest.mark.postgresql, pytest.mark.django_db]),
    ],
    ids=["sqlite", "postgresql"],
)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    with request.param(tmp_path_factory.mktemp("site")) as running_site:
        yield running_site


def until_as_before(site: Site, path: str) -> float:
    """Return after how many seconds a page is as before."""
    began = time.perf_counter()
    while SENTENCE in site.get(path).text:
        assert time.perf_counter() - began < 60
        time.sleep(0.2)
    return time.perf_counter() - began


def test_the_database_goes_and_comes_back(site: Site):
    assert site.get("/readyz").status in (200, 503)
    before = site.get_all(SEEN)
    assert {path: one.status for path, one in before.items() if one.status != 200} == {}
    site.get("/programs/?q=openai")

    site.stop()
    try:
        gone = site.get_all([*SEEN, *MADE_ANEW])
        later = site.get_all([*SEEN, *MADE_ANEW])
        missing = site.get_all([*UNSEEN, f"/{settings.ADMIN_PATH}"])
        alive, ready = site.get("/healthz"), site.get("/readyz")
    finally:
        site.start()

    for path, one in [*gone.items(), *later.items()]:
        told = (
            one.text
            if one.headers["Content-Type"].startswith("text/html")
            else (one.headers["X-Notice"])
        )
        assert (path, one.status, SENTENCE in told) == (path, 200, True)
        assert one.seconds < SECONDS_AT_MOST, path
    statuses = {path: (one.status, one.headers.get("Retry-After")) for path, one in missing.items()}
    assert statuses.pop("/suggest/?x=1") == (200, None), "It asks for nothing."
    admin = statuses.pop(f"/{settings.ADMIN_PATH}")
    assert admin in [(302, None), (503, "30")], "Who has no session is led to the login."
    assert set(statuses.values()) == {(503, "30")}
    assert alive.status == 200
    assert (ready.status, '"failing": ["database"]' in ready.text) == (503, True)

    seconds = until_as_before(site, "/")
    after = site.get_all(SEEN)
    print(f"As before {seconds:.1f} s after the database came back.")
    assert {path: one.status for path, one in after.items() if one.status != 200} == {}
    assert [path for path in SEEN if after[path].text != before[path].text] == []
    assert site.get("/readyz").status == 200
    assert site.get("/programs/anthropic-fellows/").status == 200

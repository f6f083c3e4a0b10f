"""What browsing costs at several sizes, as one table of figures taken side by side in one run.

Run by `make bench`. BENCH_SIZES says how many programs, 10000,100000 by default; 1000000 takes
minutes more. Each catalogue is in a database of its own, and each part runs in a process of its
own, with the settings of production. Only results are asserted, never times.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.benchmarks.postgres import new_database
from tests.benchmarks.stopwatch import Figure, milliseconds, table

BASE = Path(__file__).resolve().parents[2]
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000,100000").split(",")]
# Other software, in an environment of its own: `make bench` makes it.
EXTRAS = Path(sys.prefix, "bench", "bin")
LARGEST_COMPARED = 100_000
STARTS = 7

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "for-benchmarks-only-" * 3,
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "SECURE_SSL_REDIRECT": "false",
    "LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "careerpaths.settings",
}


class Site:
    """Processes of the site over one database, and the figures that they report."""

    def __init__(self, database_url: str, static: Path) -> None:
        self.environment = os.environ | PRODUCTION
        self.environment |= {"DATABASE_URL": database_url, "STATIC_ROOT": str(static)}

    def run(self, *command: str) -> str:
        """Run a Python module to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=BASE,
            env=self.environment,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    def measure(self, part: str, *arguments: str) -> list[Figure]:
        print(f"  {part}: ", end="", flush=True)
        found: list[Figure] = []
        taken = milliseconds(
            lambda: found.extend(
                Figure(**one) for one in json.loads(self.run("tests.benchmarks", part, *arguments))
            )
        )
        print(f"{taken / 1_000:.0f} s", flush=True)
        return found


@pytest.fixture(scope="module")
def static(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    Site("sqlite://:memory:", folder).run("django", "collectstatic", "--no-input", "-v", "0")
    return folder


@pytest.fixture(scope="module")
def sections() -> Iterator[dict[str, list[Figure]]]:
    """Collects the figures by their section, and prints them all in the end."""
    found: dict[str, list[Figure]] = {}
    yield found
    print(f"\n\n{table(found)}")


@pytest.mark.parametrize("size", SIZES)
def test_sqlite(size, tmp_path, static, sections):
    title = f"{size:,} programs on SQLite"
    print(f"\n{title}")
    site = Site(f"sqlite:///{tmp_path / 'programs.sqlite3'}", static)
    site.measure("catalogues", str(size))
    found = sections[title] = site.measure("browsing", str(size))
    found += site.measure("building", str(size))
    found += site.measure("taking", str(size))
    sections[f"A person and {title}"] = site.measure("matching", str(size))
    if size <= LARGEST_COMPARED:
        found += datasette(site, size, tmp_path)
    if size == max((one for one in SIZES if one <= LARGEST_COMPARED), default=0):
        folder = EXTRAS if (EXTRAS / "granian").exists() else Path(sys.executable).parent
        sections[f"Requests a second, two workers, {title}"] = site.measure("serving", str(folder))


def datasette(site: Site, size: int, folder: Path) -> list[Figure]:
    program = EXTRAS / "datasette"
    if not program.exists():
        return [Figure(name="page from Datasette", note="Datasette is not installed")]
    return site.measure("datasette", str(size), str(program), str(folder / "flat.db"))


def test_postgresql(static, sections):
    size = min(max(SIZES), LARGEST_COMPARED)
    title = f"{size:,} programs on PostgreSQL"
    print(f"\n{title}")
    with ExitStack() as stack:
        try:
            url = stack.enter_context(new_database())
        except Exception as problem:
            sections[title] = [Figure(name="not measured", note=f"no server starts: {problem}")]
            return
        site = Site(url, static)
        site.measure("catalogues", str(size))
        sections[title] = site.measure("browsing", str(size))


def test_start(tmp_path, static, sections):
    site = Site(f"sqlite:///{tmp_path / 'starter.sqlite3'}", static)
    site.run("django", "migrate", "-v", "0")
    site.run("django", "loadstarter")
    sections["A person and the starter catalogue"] = site.measure("matching", "200")
    starts = [json.loads(site.run("tests.benchmarks.starting")) for _ in range(STARTS)]
    sections["Start with the starter catalogue"] = [
        Figure(name="the site without", values=[one["site"] for one in starts]),
        Figure(
            name="more with: libraries, first snapshot",
            values=[one["libraries"] + one["snapshot"] for one in starts],
            beside="the site without",
            wanted="< 300 ms",
        ),
    ]

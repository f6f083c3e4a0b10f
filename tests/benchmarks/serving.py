"""How many requests a second servers answer: the browse page, a repeated visit, and `hello`."""

import os
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.questions import PAGES
from tests.benchmarks.servers import HOST, Visitors, serving
from tests.benchmarks.stopwatch import Figure

WORKERS, THREADS = "2", "4"
HELLOS, VISITS = 1_000, 96
ROUNDS = 3

_GUNICORN = ["gunicorn", "careerpaths.wsgi", "--bind", f"{HOST}:{{port}}", "--timeout", "120"]
SERVERS = {
    "gunicorn": [*_GUNICORN, "--workers", WORKERS],
    "gunicorn, 4 threads": [*_GUNICORN, "--workers", WORKERS, "--threads", THREADS],
    "granian, 4 threads": [
        *("granian", "careerpaths.wsgi:application", "--interface", "wsgi", "--no-log"),
        *("--host", HOST, "--port", "{port}"),
        *("--workers", WORKERS, "--blocking-threads", THREADS),
    ],
}


def main(folder: str) -> list[Figure]:
    """Return the figures of the servers whose programs are in the folder."""
    found: list[Figure] = []
    for name, (program, *arguments) in SERVERS.items():
        path = Path(folder, program)
        if path.exists():
            found += figures(name, [str(path), *arguments])
        else:
            found.append(Figure(name=name, note=f"{program} is not installed"))
    return found


def figures(server: str, command: list[str]) -> list[Figure]:
    """Return what one server does; it is ended afterwards."""
    hellos = ["/hello/"] * HELLOS
    pages = [f"/programs/?{query}" for query in islice(cycle(PAGES), VISITS)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    with serving(command, "/hello/", environment) as port:
        visitors = Visitors(port)
        # Every worker has its snapshot after these.
        tags = dict(zip(pages, (tag for _, tag in visitors.visit(pages)), strict=True))
        statuses = [status for status, _ in visitors.visit(pages, tags)]
        known = f"{statuses.count(304) / len(statuses):.0%} are 304"
        hello = f"{server}: hello"
        return [
            _rate(visitors, hello, hellos),
            _rate(visitors, f"{server}: browse page", pages, beside=hello),
            _rate(visitors, f"{server}: browse page known by its ETag", pages, tags, note=known),
        ]


def _rate(
    visitors: Visitors,
    name: str,
    paths: list[str],
    tags: dict[str, str] | None = None,
    **shown: str,
) -> Figure:
    rates = [visitors.per_second(paths, tags) for _ in range(ROUNDS)]
    return Figure(name=name, values=rates, unit="/s", **shown)

"""One process that measures everything about browsing one database."""

from django.db import connection

from tests.benchmarks import building, lists, pages
from tests.benchmarks.questions import FACETS, PAGES
from tests.benchmarks.stopwatch import Figure

CHECKED = 10_000
"""The largest catalogue in which plain SQL checks every answer, and not only one."""


def main(count: str) -> list[Figure]:
    """Return the figures of the database, which has so many programs; fail if one is wrong."""
    size = int(count)
    snapshot, build = building.built(size)
    for query in [*FACETS, *PAGES] if size <= CHECKED else FACETS[:1]:
        lists.agrees_with_sql(query, snapshot)
    found = [] if connection.vendor == "postgresql" else lists.figures(size, snapshot)
    return [*found, *pages.figures(size), build, *building.renewed()]

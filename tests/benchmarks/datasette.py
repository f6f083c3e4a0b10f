"""Datasette on the same programs: one table with a column a facet, served on this machine."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlencode
from urllib.request import urlopen

from django.utils import timezone

from programs.choices import UNSTATED, Degree, Status
from programs.filters import ProgramFilter
from programs.filters.facets import ChoiceFacet, CountryFacet, Facet, LadderFacet, TagFacet
from programs.models import Program
from tests.benchmarks.pages import beside_page
from tests.benchmarks.questions import NAMED
from tests.benchmarks.servers import HOST, serving
from tests.benchmarks.stopwatch import Figure, each

FILTERS: dict[str, Facet] = {
    name: one for name, one in ProgramFilter.base_filters.items() if isinstance(one, Facet)
}
COLUMNS = sorted({one.path for one in FILTERS.values() if isinstance(one, ChoiceFacet)})
LISTS = [one.path for one in FILTERS.values() if isinstance(one, TagFacet | CountryFacet)]
TEXTS = ["names", "tags", "summary", "description"]
# By default it leaves out facets that take long.
SETTINGS = {
    "sql_time_limit_ms": 120_000,
    "facet_time_limit_ms": 120_000,
    "default_facet_size": 100,
    "suggest_facets": "off",
    "default_cache_ttl": 0,
}


def main(count: str, program: str, path: str) -> list[Figure]:
    """Return how long its pages take; `program` is where it is installed, `path` a new file."""
    write_table(Path(path))
    command = [program, "serve", path, "--host", HOST, "--port", "{port}"]
    for name, value in SETTINGS.items():
        command += ["--setting", name, str(value)]
    wanted = "≥ 50 ×" if int(count) == 100_000 else ""
    with serving(command, "/-/versions.json", os.environ) as port:
        return [
            beside_page(name, "from Datasette", taken(port, Path(path).stem, queries), wanted)
            for name, queries in NAMED.items()
        ]


def taken(port: int, database: str, queries: list[str]) -> list[float]:
    """Return how long its answer to each query takes."""
    works = [partial(ask, port, address(database, query)) for query in queries]
    return each(works, seconds=10)


def address(database: str, query: str) -> str:
    """Return where Datasette answers what the query asks, with all facets of the site."""
    asked = parse_qs(query)
    arguments = [("_size", "25"), ("status__not", str(Status.CLOSED))]
    arguments += [("_facet", path) for path in COLUMNS]
    arguments += [("_facet_array", column(path)) for path in LISTS]
    for name, values in asked.items():
        if name == "q":
            arguments.append(("_search", values[0]))
        elif isinstance(FILTERS[name], LadderFacet):
            # As far as one column can tell: what asks for the degree or for less.
            reached = Degree.values[: Degree.values.index(values[0]) + 1]
            arguments.append(("degree_minimum__in", ",".join(reached)))
        elif FILTERS[name].path in COLUMNS:
            path = FILTERS[name].path
            arguments.append((f"{path}__in", ",".join(FILTERS[name].wanted(values))))
        else:
            arguments.append((f"{column(FILTERS[name].path)}__arraycontains", values[0]))
    return f"/{database}/listing?{urlencode(arguments)}"


def ask(port: int, path: str) -> None:
    with urlopen(f"http://{HOST}:{port}{path}") as response:
        page = response.read().decode()
    assert "facet-results" in page
    assert "timed out" not in page


def column(path: str) -> str:
    return path.replace("__", "_")


def write_table(path: Path) -> None:
    """Write the published programs to a database of one table, indexed as Datasette advises."""
    names = [column(one) for one in (*COLUMNS, *LISTS)] + TEXTS
    listed = ", ".join(names)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE listing (id INTEGER PRIMARY KEY, {listed})")
        marks = ", ".join("?" * (len(names) + 1))
        connection.executemany(f"INSERT INTO listing VALUES ({marks})", _values())
        for one in COLUMNS:
            connection.execute(f"CREATE INDEX by_{one} ON listing ({one})")
        texts = ", ".join(TEXTS)
        connection.execute(
            f"CREATE VIRTUAL TABLE listing_fts USING fts5({texts}, "
            "content='listing', content_rowid='id', tokenize='porter unicode61')"
        )
        connection.execute("INSERT INTO listing_fts (listing_fts) VALUES ('rebuild')")
        connection.execute("ANALYZE")


def _values() -> Iterator[tuple]:
    """Yield the rows of the table: what the site's facets and its search go by."""
    programs = (
        Program.objects.published()
        .with_rounds_on(timezone.localdate())
        .select_related("organization")
        .prefetch_related(*(path.partition("__")[0] for path in LISTS))
    )
    for program in programs.order_by("pk").iterator(1_000):
        single = [getattr(program, path) or UNSTATED for path in COLUMNS]
        lists = [json.dumps(_linked(program, path)) for path in LISTS]
        names = f"{program.name}\n{program.other_names}\n{program.organization.name}"
        tags = "\n".join(
            str(tag) for one in ("topics", "roles") for tag in getattr(program, one).all()
        )
        yield program.pk, *single, *lists, names, tags, program.summary, program.description


def _linked(program: Program, path: str) -> list[str]:
    """Return the values of a facet of several values, each once."""
    relation, _, attribute = path.partition("__")
    linked = getattr(program, relation).all()
    return sorted({str(getattr(one, attribute)) for one in linked} - {""}) or [UNSTATED]

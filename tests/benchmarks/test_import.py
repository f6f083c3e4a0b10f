"""What an import costs, side by side with django-import-export, as one table of one run.

Run by `make bench`. BENCH_SIZES says how many rows; the other software gets fewer, since it takes
minutes, and the rows a second are compared. Each step runs in a process of its own, with the
settings of production, and imports into a database that the steps before have filled. Only results
are asserted, never times.
"""

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.postgres import new_database
from tests.benchmarks.stopwatch import Figure, table
from tests.benchmarks.test_browse import SIZES, Site

RUNS = 3
LARGEST_REPEATED = 10_000
LARGEST = 100_000
LEAST_UNDONE = 50_000
OTHERS = 500
"""So many rows go through django-import-export."""

STEPS = {
    "first": "first import",
    "again": "unchanged",
    "changed": "1 % changed",
    "undo": "undo of the 1 %",
}
IMPORTS = ("first", "again", "changed")
WANTED = {
    "sqlite": {"first": "≥ 10 ×", "again": "≥ 80 ×"},
    "postgresql": {"first": "≥ 15 ×", "again": "≥ 80 ×"},
}
LIMITS = {"IMPORT_MAX_ROWS": str(LARGEST), "IMPORT_MAX_BYTES": str(10**9)}
# Other software, in an environment of its own: `make bench` makes it.
PACKAGES = Path(sysconfig.get_path("purelib", vars={"base": str(Path(sys.prefix, "bench"))}))

Taken = dict[str, list[float]]
"""What was measured in each run, by name: seconds and MB."""


@pytest.fixture(scope="module")
def sections() -> Iterator[dict[str, list[Figure]]]:
    """Collects the figures by their section, and prints them all in the end."""
    found: dict[str, list[Figure]] = {}
    yield found
    print(f"\n\n{table(found)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[str]:
    """Give the address of an empty database, blank if no server starts."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path / 'import.sqlite3'}"
            return
        try:
            url = stack.enter_context(new_database())
        except Exception as problem:
            print(f"\nNo server starts: {problem}")
            url = ""
        yield url


def test_import(database, tmp_path, sections):
    vendor = database.partition(":")[0]
    if not database:
        sections["Imports on PostgreSQL"] = [Figure(name="not measured: no server starts")]
        return
    site = Site(database, tmp_path)
    site.environment |= LIMITS
    site.run("django", "migrate", "-v", "0")
    others = django_import_export(site, tmp_path)
    for size in sorted({min(size, LARGEST) for size in SIZES}):
        title = f"Import of {size:,} rows of 61 columns, on {vendor}"
        print(f"\n{title}")
        runs = RUNS if size <= LARGEST_REPEATED else 1
        taken = ours(site, tmp_path, size, runs)
        speeds = [*figures(taken, size, WANTED[vendor]), *others]
        sections[title] = [*speeds, *seconds(taken, size), *memory(taken, size)]


def ours(site: Site, folder: Path, size: int, runs: int) -> Taken:
    """Return what each step takes."""
    taken: Taken = {}
    site.measure("import_rows", str(folder), str(size))
    for _ in range(runs):
        with emptied(site):
            steps = list(STEPS)
            if site.environment["DATABASE_URL"].startswith("sqlite"):
                steps.insert(0, "held")
            for step in steps:
                path = file_of(step, folder, size)
                collect(taken, site.measure("importing", step, str(path)))
    return taken


def django_import_export(site: Site, folder: Path) -> list[Figure]:
    """Return how many rows a second it takes, and its memory; what is missing if it is."""
    if not (PACKAGES / "import_export").exists():
        return [Figure(name="django-import-export", note="is not installed")]
    print(f"\ndjango-import-export, {OTHERS:,} rows")
    site.measure("import_rows", str(folder), str(OTHERS))
    with_it = Site(site.environment["DATABASE_URL"], folder)
    with_it.environment |= LIMITS | {"PYTHONPATH": str(PACKAGES)}
    found = []
    for how in ("default", "tuned"):
        taken: Taken = {}
        for _ in range(RUNS):
            with emptied(site):
                for step in IMPORTS:
                    path = file_of(step, folder, OTHERS)
                    collect(taken, with_it.measure("import_export", how, step, str(path)))
        for step in IMPORTS:
            speeds = [OTHERS / one for one in taken[f"{step}: all"]]
            found.append(Figure(name=other(how, step), values=speeds, unit="rows/s"))
    return found


def other(how: str, step: str) -> str:
    told = {"default": "preview and confirm", "tuned": "tuned, which loses the tags"}
    return f"django-import-export, {STEPS[step]}, {told[how]}"


def file_of(step: str, folder: Path, size: int) -> Path:
    return folder / (f"{size}-changed.csv" if step == "changed" else f"{size}.csv")


@contextmanager
def emptied(site: Site) -> Iterator[None]:
    """Leave an empty database behind."""
    yield
    site.run("django", "flush", "--no-input", "-v", "0")


def collect(taken: Taken, found: list[Figure]) -> None:
    for one in found:
        taken.setdefault(one.name, []).extend(one.values)


def figures(taken: Taken, size: int, wanted: dict[str, str]) -> list[Figure]:
    """Return how many rows a second each import takes, as a multiple of the other software's."""
    return [
        Figure(
            name=STEPS[step],
            values=[size / one for one in taken[f"{step}: all"]],
            unit="rows/s",
            beside=other("default", step),
            what="django-import-export",
            wanted=wanted.get(step, ""),
        )
        for step in IMPORTS
    ]


def seconds(taken: Taken, size: int) -> list[Figure]:
    """Return how long parts of the first import take, the undo, and others on account of it."""
    wanted = "< 1 s" if size >= LEAST_UNDONE else ""
    found = [
        Figure(name="first import: check", values=taken["first: check"], unit="s"),
        Figure(name="first import: apply", values=taken["first: apply"], unit="s"),
        Figure(name=STEPS["undo"], values=taken["undo: all"], unit="s", wanted=wanted),
    ]
    if "held: longest" in taken:
        name = "others wait to write during the check, at most"
        held = Figure(name=name, values=taken["held: longest"], unit="s", wanted="< 0.3 s")
        found.append(held)
    return found


def memory(taken: Taken, size: int) -> list[Figure]:
    """Return the most that the process of each step had at one time."""
    wanted = "< 250 MB" if size == LARGEST else ""
    return [
        *(
            Figure(
                name=f"memory, {name}", values=taken[f"{step}: memory"], unit="MB", wanted=wanted
            )
            for step, name in STEPS.items()
        ),
        Figure(name="memory before", values=taken["first: memory before"], unit="MB"),
    ]

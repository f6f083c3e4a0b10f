"""What every test gets: the hypothesis profile, a catalogue of its own, and no silent gaps.

In CI (the environment variable CI is set) a skipped test is a failed test: there, a browser and
PostgreSQL are always at hand. Tests that are about one database carry the mark `sqlite` or
`postgresql`, and are left out on the other one, not skipped.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

BENCHMARKS = Path(__file__).parent / "benchmarks"
IN_CI = bool(os.environ.get("CI"))

# Time per example says more about the machine than about the code. In CI the examples are the
# same in every run, so that a failure is about the change at hand.
hypothesis_settings.register_profile("local", deadline=None)
hypothesis_settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    print_blob=True,
    # To make a failure smaller takes up to five minutes. The blob repeats it where there is time.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target],
)
hypothesis_settings.load_profile("ci" if IN_CI else "local")


@pytest.fixture(autouse=True)
def _nothing_of_another_test() -> None:
    """Each test has a database of its own, where versions count from the beginning, and limits."""
    from django.core.cache import caches

    from programs import catalogue
    from programs.curation import queue
    from programs.presentation import windows
    from programs.views.kept import pages
    from programs.views.outage import outage
    from programs.views.replica import replica

    catalogue.forget()
    queue.forget()
    windows.forget()
    caches["limits"].clear()
    outage.forget()
    replica.forget()
    pages.forget()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Keep benchmarks out of a run that doesn't name them."""
    if collection_path == BENCHMARKS and not any("benchmarks" in arg for arg in config.args):
        return True
    return None


def asks_database(item: pytest.Item) -> bool:
    """Return whether a test may use the database: its own, or in the browser that of the site.

    One that is marked `once` does, but what it is about is the same over any.
    """
    from django.test import TransactionTestCase

    if item.get_closest_marker("once"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & {"db", "transactional_db", "site", "site_url"}
        or issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are about the other database.

    On PostgreSQL those too that ask no database: they ran on SQLite, and nothing differs.
    """
    from django.db import connection

    is_second = connection.vendor == "postgresql"
    other = "sqlite" if is_second else "postgresql"
    left_out = [
        item
        for item in items
        if item.get_closest_marker(other) or (is_second and not asks_database(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives to the end of the run: every module and every test.

    And let it look less often than after every 700 new objects, of which a page alone has more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def fail_if_skipped_in_ci(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn the report of a skip into one of a failure; expected failures stay what they are."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    fail_if_skipped_in_ci(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    fail_if_skipped_in_ci(report)
    return report

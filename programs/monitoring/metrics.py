"""What each process counts for Prometheus. With PROMETHEUS_MULTIPROC_DIR set, they are added up.

That variable has to be in the environment before this module is imported. Without it, each process
tells of itself alone.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

_OURS = CollectorRegistry()

REQUESTS = Counter(
    "careerpaths_requests",
    "Requests by route, method and class of status.",
    ["route", "method", "status"],
    registry=_OURS,
)
SECONDS = Histogram(
    "careerpaths_request_seconds",
    "How long requests took, to the last byte, by route.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_OURS,
)
# Of several processes the one that is furthest behind counts, and the slowest.
_VERSION = Gauge(
    "careerpaths_catalogue_version",
    "The version of the catalogue in memory.",
    multiprocess_mode="livemin",
    registry=_OURS,
)
_MADE = Gauge(
    "careerpaths_catalogue_made_timestamp_seconds",
    "When the catalogue in memory was made.",
    multiprocess_mode="livemin",
    registry=_OURS,
)
_PROGRAMS = Gauge(
    "careerpaths_catalogue_programs",
    "Published programs in the catalogue in memory.",
    multiprocess_mode="livemin",
    registry=_OURS,
)
_MAKING = Gauge(
    "careerpaths_catalogue_making_seconds",
    "How long it took last to build the catalogue, or to refresh it.",
    ["how"],
    multiprocess_mode="livemax",
    registry=_OURS,
)


def note_request(*, route: str, method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(route, method, f"{status // 100}xx").inc()
    SECONDS.labels(route).observe(seconds)


def note_catalogue(*, version: int, programs: int, how: str, seconds: float) -> None:
    """Note that a catalogue is the newest now; `how` is `build` or `refresh`."""
    _VERSION.set(version)
    _MADE.set_to_current_time()
    _PROGRAMS.set(programs)
    _MAKING.labels(how).set(seconds)


def gathered() -> CollectorRegistry:
    """Return a registry with what this process counted; of all processes, where they share it."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(_OURS)
    return registry

"""Every query is counted for its request, and named in the log if it was slow."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from programs.monitoring.seen import current

LONGEST = 2_000
"""So many characters of a statement are told."""

logger = logging.getLogger("careerpaths.queries")


def measure(execute: Callable, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run the statement. If it takes SLOW_QUERY_MS or longer it is told, without its parameters.

    SQLite finds rows while they are fetched, which is not measured: only the time until the first.
    """
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - began
        if seen := current():
            seen.queries += 1
            seen.query_seconds += seconds
        if 0 < settings.SLOW_QUERY_MS <= seconds * 1000:
            _tell(str(sql), seconds, many, context["connection"].alias)


def _tell(sql: str, seconds: float, many: bool, alias: str) -> None:
    facts = {
        "ms": round(seconds * 1000, 1),
        "sql": sql[:LONGEST],
        "many": many,
        "database": alias,
    }
    logger.warning("A slow query: %s", facts["sql"], extra={"facts": facts})


def watch(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Measure what a connection runs; again and again does no harm."""
    if measure not in connection.execute_wrappers:
        connection.execute_wrappers.append(measure)

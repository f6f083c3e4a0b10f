"""What a machine asks of this process: whether it lives, and whether it can do its work.

Whoever watches asks over plain HTTP, by the address of the machine and every few seconds. So these
answers are given before anything else of the site: no redirect to HTTPS, no check of the host, no
ETag and no line in the log.
"""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from programs import catalogue
from programs.catalogue.freshness import read_version
from programs.views.metrics import metrics
from programs.views.outage import outage

UNAVAILABLE = 503

Check = dict[str, Any]
"""What one check found: `ok`, and what else there is to say of it."""


class Watched:
    """Middleware, the first of all, that answers who watches this process."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = VIEWS.get(request.path_info, self.get_response)
        return view(request)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive, and touch nothing for it."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether the database, its tables and the catalogue are at hand: 200, or else 503.

    A check that depends on one that failed is not made. Nobody waits for the catalogue: if there is
    none yet, a thread builds it.
    """
    checks: dict[str, Check] = {}
    for name, check in CHECKS.items():
        try:
            checks[name] = check()
        except (DatabaseError, InterfaceError):
            # It went since the check before, or its tables did.
            checks[name] = {"ok": False}
        if not checks[name]["ok"]:
            break
    failing = [name for name, check in checks.items() if not check["ok"]]
    told = {"ready": not failing, "failing": failing, "checks": checks}
    return JsonResponse(told, status=UNAVAILABLE if failing else 200)


def _database() -> Check:
    if outage.is_known():
        return {"ok": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        outage.begins(error)
        return {"ok": False}
    outage.ends()
    return {"ok": True}


class Migrations:
    """Whether the tables are as this code needs them; asked until they once were."""

    def __init__(self) -> None:
        self._all_in = False

    def __call__(self) -> Check:
        missing = 0 if self._all_in else self._missing()
        self._all_in = not missing
        return {"ok": not missing, "missing": missing}

    def _missing(self) -> int:
        """Return how many migrations are missing; those of newer code are no matter."""
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _catalogue() -> Check:
    snapshot = catalogue.kept()
    if snapshot is None:
        catalogue.prepare(timezone.localdate())
        return {"ok": False, "is_being_built": True}
    return {
        "ok": True,
        "version": snapshot.version,
        "behind": max(0, read_version() - snapshot.version),
        "age_seconds": round(catalogue.age(), 1),
        "programs": len(snapshot.programs),
    }


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "migrations": Migrations(),
    "catalogue": _catalogue,
}
VIEWS = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

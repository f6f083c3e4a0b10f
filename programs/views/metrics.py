"""`/metrics` for Prometheus: what processes count, and what the database says of commands."""

import secrets
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from programs.catalogue.freshness import read_version
from programs.choices import BatchState, LinkOutcome
from programs.models import ImportBatch, LinkCheck
from programs.monitoring.metrics import gathered
from programs.reading import GONE, is_gone
from programs.views.outage import outage

KEPT_SECONDS = 60
"""What commands did is read from the database at most so often."""


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell who knows METRICS_TOKEN; for anybody else there is nothing here."""
    given = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not (settings.METRICS_TOKEN and secrets.compare_digest(given, wanted)):
        return HttpResponseNotFound()
    registry = gathered()
    registry.register(database)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Database:
    """What the database says at the moment; while it is gone, that it is. Threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._deeds: list[Metric] = []
        self._until = 0.0

    def describe(self) -> Iterable[Metric]:
        """Return nothing: a registry would read the database to know the names."""
        return []

    def collect(self) -> Iterator[Metric]:
        told = [] if outage.is_known() else self._told()
        yield _gauge("database_up", "Whether the database answers.", 1 if told else 0)
        yield from told

    def _told(self) -> list[Metric]:
        try:
            version = read_version()
            with self._lock:
                if time.monotonic() >= self._until:
                    self._deeds = [*_imports(), *_links()]
                    self._until = time.monotonic() + KEPT_SECONDS
        except GONE as error:
            if not is_gone(error):
                raise
            outage.begins(error)
            return []
        outage.ends()
        words = "The version of the catalogue in the database."
        return [_gauge("database_catalogue_version", words, version), *self._deeds]


def _imports() -> Iterator[Metric]:
    states = ImportBatch.objects.values_list("state").order_by().annotate(Count("pk"))
    counts = dict.fromkeys(BatchState.values, 0) | dict(states)
    yield _gauge("import_batches", "Import batches by what became of them.", counts, "state")
    last = ImportBatch.objects.aggregate(Max("applied_at"))["applied_at__max"]
    words = "When a batch was last applied; 0 if none was."
    yield _gauge("import_applied_timestamp_seconds", words, last.timestamp() if last else 0)


def _links() -> Iterator[Metric]:
    lately = LinkCheck.objects.filter(at__gte=timezone.now() - timedelta(days=1))
    outcomes = lately.values_list("outcome").order_by().annotate(Count("pk"))
    counts = dict.fromkeys(LinkOutcome.values, 0) | dict(outcomes)
    yield _gauge("links_checked", "Links checked in the last day, by answer.", counts, "outcome")
    last = LinkCheck.objects.aggregate(Max("at"))["at__max"]
    words = "When a link was last checked; 0 if none was."
    yield _gauge("links_checked_timestamp_seconds", words, last.timestamp() if last else 0)


def _gauge(
    name: str, words: str, value: float | dict[str, int], label: str | None = None
) -> GaugeMetricFamily:
    if not isinstance(value, dict):
        return GaugeMetricFamily(f"careerpaths_{name}", words, value=value)
    metric = GaugeMetricFamily(f"careerpaths_{name}", words, labels=[label])
    for each, count in value.items():
        metric.add_metric([each], count)
    return metric


database = Database()

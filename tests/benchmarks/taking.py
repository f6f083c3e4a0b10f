"""How long it takes to take lists along, what that takes of memory, and what changed."""

from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction
from django.test import Client
from django.utils import timezone

from programs.bulk import unmapped
from programs.calendars import calendar_parts
from programs.catalogue import Listing, Snapshot, current
from programs.choices import Status
from programs.exports import csv_parts
from programs.models import ApplicationRound, Program
from programs.views.formats import ids_of
from tests.benchmarks.building import memory
from tests.benchmarks.catalogues import past_the_ledger
from tests.benchmarks.stopwatch import Figure, repeated

DEADLINES = 2_000
TENTH = 10


@unmapped()
def main(count: str) -> list[Figure]:
    """Return the figures of the database, which has so many programs."""
    snapshot = current(timezone.localdate())
    ids = list(ids_of(Listing.of({}, snapshot)))
    few = grown(partial(csv_parts, ids[: len(ids) // TENTH]))
    many = grown(partial(csv_parts, ids))
    is_asked = int(count) == 10_000
    return [
        seconds(f"{len(ids):,} programs as CSV", partial(csv_parts, ids), "< 2 s" * is_asked),
        seconds(f"{len(ids):,} programs as JSON", partial(answer, "/programs.json"), ""),
        deadlines(ids, snapshot),
        Figure(name="memory for a tenth as CSV, at most", values=[few], unit="MB"),
        Figure(name="more for all of them", values=[many], unit="MB", wanted="< 5 MB"),
    ]


def answer(address: str) -> Iterable[bytes]:
    """Return what the page gives, part by part."""
    return Client().get(address).streaming_content


def seconds(name: str, parts: Callable[[], Iterable], wanted: str) -> Figure:
    times = repeated(lambda: sum(map(len, parts())), runs=5, seconds=30)
    return Figure(name=name, values=[time / 1_000 for time in times], unit="s", wanted=wanted)


def grown(parts: Callable[[], Iterable]) -> float:
    """Return by how many MB the most that this process ever had grows."""
    before = memory("VmHWM")
    sum(map(len, parts()))
    return memory("VmHWM") - before


def deadlines(ids: list[int], snapshot: Snapshot) -> Figure:
    """Return how long a calendar takes of as many programs, each with a deadline ahead."""
    running = list(
        Program.objects.filter(pk__in=ids[: 4 * DEADLINES], status=Status.ACTIVE)
        .values_list("pk", flat=True)
        .order_by("pk")[:DEADLINES]
    )
    with transaction.atomic(), past_the_ledger():
        ApplicationRound.objects.filter(program__in=running).delete()
        ApplicationRound.objects.bulk_create(
            ApplicationRound(
                program_id=pk, label="Next", closes_on=f"{snapshot.day.year + 1}-05-01"
            )
            for pk in running
        )
        parts = partial(
            calendar_parts,
            running,
            snapshot.day,
            name="Deadlines",
            about="All of them.",
            address="https://careerpaths.example/programs/",
            host="careerpaths.example",
            absolute="https://careerpaths.example{}".format,
        )
        events = b"".join(parts()).count(b"BEGIN:VEVENT")
        assert events == len(running), events
        figure = seconds(f"calendar of {events:,} deadlines", parts, "< 1 s")
        transaction.set_rollback(True)
    return figure

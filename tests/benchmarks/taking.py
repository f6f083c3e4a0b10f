"""How long it takes to take lists along, what that takes of memory, and what changed."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.test import Client
from django.utils import timezone

from programs.bulk import unmapped
from programs.calendars import calendar_parts
from programs.catalogue import Listing, Snapshot, current
from programs.choices import Status
from programs.exports import csv_parts
from programs.feeds import Head, programs_feed
from programs.models import ApplicationRound, Change, Program
from programs.presentation.news import read_latest
from programs.views.formats import ids_of
from tests.benchmarks.building import memory
from tests.benchmarks.catalogues import past_the_ledger
from tests.benchmarks.stopwatch import Figure, repeated

DEADLINES = 2_000
TENTH = 10
CHANGES = 4
BATCH = 1_000


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
        *feed(ids),
    ]


def feed(ids: list[int]) -> list[Figure]:
    """Return what the feed of these programs takes, after each of them changed a few times."""
    head = Head(
        title="All programs",
        subtitle="Each of them.",
        page="https://careerpaths.example/programs/",
        path="/programs.atom",
        query="",
        updated=timezone.now(),
        absolute="https://careerpaths.example{}".format,
    )

    def parts(some: list[int]) -> Iterable[str]:
        return programs_feed(read_latest(some), head)

    with changed(ids):
        few = grown(partial(parts, ids[: len(ids) // TENTH]))
        many = grown(partial(parts, ids))
        entries = sum(part.count("&lt;li&gt;") for part in parts(ids))
        assert entries == len(ids), entries
        wanted = "< 5 s" * (entries == 10_000)
        time = seconds(f"{entries:,} programs as Atom", partial(parts, ids), wanted)
    return [
        time,
        Figure(name="memory for a tenth as Atom, at most", values=[few], unit="MB"),
        Figure(name="more for all of them", values=[many], unit="MB", wanted="< 5 MB"),
    ]


@contextmanager
def changed(ids: list[int]) -> Iterator[None]:
    """Let the ledger say that each program was added and then changed, at moments of its own."""
    start = timezone.now() - datetime.timedelta(days=900)
    with transaction.atomic(), past_the_ledger():
        for first in range(0, len(ids), BATCH):
            Change.objects.bulk_create(
                Change(
                    program_id=pk,
                    field=Change.CREATED if turn == 0 else "status_note",
                    before=None if turn == 0 else f"Note {turn}",
                    after={"publication": "published"} if turn == 0 else f"Note {turn + 1}",
                    at=start + datetime.timedelta(days=100 * turn, minutes=number),
                )
                for number, pk in enumerate(ids[first : first + BATCH], start=first)
                for turn in range(CHANGES + 1)
            )
        yield
        transaction.set_rollback(True)


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

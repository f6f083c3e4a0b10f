"""How long a snapshot takes to build and to renew, and how much memory a process then has."""

import resource
from pathlib import Path

from django.utils import timezone

from programs.catalogue import Snapshot, current, forget
from programs.ledger import recording
from programs.models import Program
from tests.benchmarks.stopwatch import Figure, each, milliseconds, repeated

MANY = 1_000


def built(count: int) -> tuple[Snapshot, Figure]:
    """Return this process's snapshot, and how long such a one takes to build."""
    day = timezone.localdate()

    def anew() -> None:
        forget()
        current(day)

    times = repeated(anew, runs=3, seconds=10)
    wanted = {10_000: "< 1 s", 100_000: "< 10 s"}.get(count, "")
    seconds = [time / 1_000 for time in times]
    return current(day), Figure(name="build a snapshot", values=seconds, unit="s", wanted=wanted)


def renewed() -> list[Figure]:
    """Return how long `current` takes after edits: of one program, and of many at once."""
    published = list(Program.objects.published().order_by("pk").values_list("pk", flat=True)[:MANY])
    current(timezone.localdate())
    return [
        Figure(name="nothing changed", values=repeated(lambda: current(timezone.localdate()))),
        Figure(
            name="refresh after one edit",
            values=[refresh_after([pk], f"An edit of {pk}.") for pk in published[:10]],
        ),
        Figure(
            name=f"refresh after {len(published):,} edits",
            values=[refresh_after(published, f"Edit {number}.") for number in range(3)],
        ),
    ]


def refresh_after(ids: list[int], note: str) -> float:
    """Edit these programs and return how long the next snapshot takes to have the edit."""
    before = current(timezone.localdate())
    with recording(ids):
        Program.objects.filter(pk__in=ids).update(status_note=note)
    taken = milliseconds(lambda: current(timezone.localdate()))
    assert current(timezone.localdate()).version > before.version
    return taken


def memory(line: str) -> float:
    """Return how many MB this process has now (`VmRSS`) or had at most (`VmHWM`).

    Only Linux tells both; elsewhere it is the most, and a parent's may be among it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = next(one for one in status.read_text().splitlines() if one.startswith(line))
        return int(found.split()[1]) / 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main(count: str) -> list[Figure]:
    """Measure the memory of a process that does nothing but build."""
    import careerpaths.urls  # noqa: F401 - a worker has the whole site in memory

    before = memory("VmRSS")
    each([lambda: current(timezone.localdate())])
    wanted = "< 400 MB" if int(count) == 100_000 else ""
    return [
        Figure(name="memory of a process", values=[memory("VmRSS")], unit="MB", wanted=wanted),
        Figure(name="memory before its snapshot", values=[before], unit="MB"),
        Figure(name="memory while it builds, at most", values=[memory("VmHWM")], unit="MB"),
    ]

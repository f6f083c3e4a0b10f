"""Ask every public address for nonsense and let the import read broken files.

    python -m tests.faults.fuzz [COUNT] [SEED]

Prints figures; exits with 1 if the server failed, an answer or a file took over a second, or memory
grew by more than GROWTH after the first fifth. A tenth of the inputs are files.
"""

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import django

SECONDS = 1
GROWTH = 30
"""In MB."""


def asks(dice: random.Random, count: int) -> Iterator[tuple[str, int, float]]:
    """Yield what was asked, the status of the answer, and the seconds that it took."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    from tests.faults.nonsense import asked

    # Not the client of tests: it connects signals anew each time, which takes memory for good.
    handler, factory = get_wsgi_application(), RequestFactory()
    for number, one in enumerate(islice(asked(dice), count)):
        request = factory.generic(
            one.method,
            one.path,
            one.body,
            "application/x-www-form-urlencoded",
            QUERY_STRING=one.query,
            # Each one from elsewhere: this is not about limits of rates.
            REMOTE_ADDR=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        )
        # The forms themselves are to see it.
        request._dont_enforce_csrf_checks = True
        started = time.perf_counter()
        answer = handler.get_response(request)
        if answer.streaming:
            sum(map(len, answer.streaming_content))
        told = f"{one.method} {one.path}?{one.query or one.body.decode()}"
        yield told, answer.status_code, time.perf_counter() - started


def files(dice: random.Random, count: int) -> Iterator[tuple[str, int, float]]:
    """Yield for each broken file what the import says of it, 500 if it breaks, and the seconds."""
    from programs.csv_import import FileProblem, make_plan, open_sheet
    from programs.exports import csv_parts
    from programs.models import Program
    from tests.faults.nonsense import mangled

    ids = Program.objects.order_by("pk").values_list("pk", flat=True)[:12]
    good = "".join(csv_parts(ids)).encode()
    with TemporaryDirectory() as directory:
        path = Path(directory, "broken.csv")
        for _ in range(count):
            path.write_bytes(mangled(dice, good))
            started = time.perf_counter()
            try:
                told, status = str(len(list(make_plan(open_sheet(path)).rows()))), 200
            except FileProblem as problem:
                told, status = str(problem), 400
            except Exception as error:
                kept = Path(f"broken-{dice.random()}.csv")
                kept.write_bytes(path.read_bytes())
                told, status = f"{error!r}, kept as {kept}", 500
            yield told, status, time.perf_counter() - started


def main(count: int = 50_000, seed: int = 1) -> int:
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.benchmarks.building import memory

    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("loadstarter", verbosity=0)
    dice = random.Random(seed)
    failed = False
    for name, found, number in (
        ("requests", asks(dice, count * 9 // 10), count * 9 // 10),
        ("files", files(dice, count // 10), count // 10),
    ):
        statuses, times, settled = Counter(), [], 0.0
        for place, (told, status, seconds) in enumerate(found):
            statuses[status] += 1
            times.append(seconds)
            settled = memory("VmRSS") if place == number // 5 else settled
            if status >= 500 or seconds > SECONDS:
                failed = True
                print(f"{status} in {seconds:.2f} s: {told[:300]!r}")
        grown = memory("VmRSS") - settled
        failed |= grown > GROWTH
        cuts = statistics.quantiles(times, n=100)
        print(
            f"{number:,} {name}: {dict(sorted(statuses.items()))}; half within "
            f"{cuts[49] * 1000:.0f} ms, 99 of 100 within {cuts[98] * 1000:.0f} ms, all within "
            f"{max(times) * 1000:.0f} ms; memory grew by {grown:.0f} MB"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""One request at a time to a host, with a pause between."""

import threading

from programs.curation.links.pace import Pace
from tests.threads import SECONDS, threads


class Clock:
    """A clock that only waiting moves."""

    def __init__(self):
        self.now = 100.0
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def test_a_host_rests_between_requests():
    clock = Clock()
    pace = Pace(2.0, clock, clock.sleep)

    with pace.turn("a.example") as first:
        clock.now += 5
    clock.now += 0.5
    with pace.turn("a.example") as second:
        pass
    clock.now += 10
    with pace.turn("a.example") as third:
        pass

    assert (first, second, third) == (0, 1.5, 0)
    assert clock.slept == [1.5]


def test_another_host_does_not_wait():
    clock = Clock()
    pace = Pace(2.0, clock, clock.sleep)

    for host in ("a.example", "b.example", "c.example"):
        with pace.turn(host):
            pass

    assert clock.slept == []


def test_a_request_that_went_wrong_counts_as_one():
    clock = Clock()
    pace = Pace(2.0, clock, clock.sleep)
    try:
        with pace.turn("a.example"):
            raise OSError
    except OSError:
        pass

    with pace.turn("a.example"):
        pass

    assert clock.slept == [2.0]


def test_two_threads_never_speak_to_a_host_at_once():
    pace = Pace(0.0)
    inside, most, guard = [0], [0], threading.Lock()
    together = threading.Barrier(4)

    def work():
        together.wait(SECONDS)
        for _ in range(50):
            with pace.turn("a.example"):
                with guard:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with guard:
                    inside[0] -= 1

    with threads() as start:
        for future in [start(work) for _ in range(4)]:
            future.result()

    assert most == [1]

"""Asks the addresses of programs: several hosts at once, the pages of one host one by one.

Only this thread speaks with the database, in short transactions: nothing waits for the net in one,
and whenever the process ends, what was asked until then is kept.
"""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from programs.choices import LinkOutcome
from programs.curation.links.answer import Answer, unasked
from programs.curation.links.due import Address, addresses_of, asked_on, claim, release
from programs.curation.links.fetch import Asker
from programs.curation.links.record import record
from programs.models import ProgramQuerySet
from programs.progress import tell

WORKERS = 8
"""Hosts that are asked at once."""

_ENOUGH_HOSTS = 5  # If so many are silent and nobody answers, it is most likely us.

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Asked:
    """What a run did."""

    counts: Counter[LinkOutcome] = field(default_factory=Counter)
    """How many addresses gave which outcome."""
    resting: int = 0
    """Addresses that were not asked, since they had been on the same day."""
    left: int = 0
    """Addresses that are still to be asked, for a limit or for want of time."""
    has_no_way_out: bool = False
    """Whether nobody answered at all: that tells nothing of anybody, and none of it was noted."""

    @property
    def total(self) -> int:
        return self.counts.total()


def check_links(
    programs: ProgramQuerySet,
    *,
    limit: int | None = None,
    seconds: float | None = None,
    ask: Callable[[str], Answer] | None = None,
    now: Callable[[], datetime] = timezone.now,
    clock: Callable[[], float] = time.monotonic,
) -> Asked:
    """Ask the addresses of these programs that nobody asked today, and note what they answer.

    At most `limit` of them; after `seconds` none is begun any more. Call it outside a transaction.
    """
    addresses = addresses_of(programs)
    done = asked_on(timezone.localdate(now()))
    due = [one for one in addresses if one.url not in done]
    asked = Asked(resting=len(addresses) - len(due))
    until = None if seconds is None else clock() + seconds
    notes = _Notes(asked)
    for address, answer in _answers(
        due[:limit],
        ask or Asker().ask,
        is_time=lambda: until is None or clock() < until,
        may_ask=lambda one: claim(one, timezone.localdate(now())),
    ):
        if answer:
            notes.add(address, answer, now())
        else:
            asked.resting += 1
        tell("addresses asked", asked.total + len(notes), len(due[:limit]))
    asked.left = len(addresses) - asked.resting - asked.total - len(notes)
    notes.close()
    return asked


def _answers(
    due: list[Address],
    ask: Callable[[str], Answer],
    *,
    is_time: Callable[[], bool],
    may_ask: Callable[[Address], bool],
) -> Iterator[tuple[Address, Answer | None]]:
    """Yield each address with its answer as it comes, None if another process asks it already."""
    hosts: dict[str, deque[Address]] = {}
    for address in due:
        hosts.setdefault(address.host, deque()).append(address)
    waiting = deque(hosts)
    running: dict[Future[Answer], Address] = {}
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="links")
    try:
        while True:
            while waiting and len(running) < WORKERS and is_time():
                host = waiting.popleft()
                address = hosts[host].popleft()
                if may_ask(address):
                    running[pool.submit(_ask, ask, address)] = address
                else:
                    yield address, None
                    waiting.extend([host] if hosts[host] else [])
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                address = running.pop(future)
                waiting.extend([address.host] if hosts[address.host] else [])
                yield address, future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _ask(ask: Callable[[str], Answer], address: Address) -> Answer:
    try:
        return ask(address.url)
    except Exception:
        # One page that we can't cope with keeps no other from being asked.
        logger.exception("Asking %s went wrong.", address.url)
        return unasked("Asking it went wrong on our side.")


class _Notes:
    """Writes answers down; silence only once anybody has answered, for it may be our own fault."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._silent: list[tuple[Address, Answer, datetime]] = []
        self._has_heard = False

    def __len__(self) -> int:
        return len(self._silent)

    def add(self, address: Address, answer: Answer, at: datetime) -> None:
        self._has_heard = self._has_heard or answer.http_status is not None
        if answer.is_silence and not self._has_heard:
            self._silent.append((address, answer, at))
            return
        self._write(address, answer, at)
        if self._has_heard:
            self._flush()

    def close(self) -> None:
        """Write what was held back, or if nobody at all answered, let it be asked again today."""
        hosts = {address.host for address, *_ in self._silent}
        if not self._has_heard and len(hosts) >= _ENOUGH_HOSTS:
            self._asked.has_no_way_out = True
            self._asked.left += len(self._silent)
            release([address for address, *_ in self._silent])
        else:
            self._flush()

    def _flush(self) -> None:
        held, self._silent = self._silent, []
        for one in held:
            self._write(*one)

    def _write(self, address: Address, answer: Answer, at: datetime) -> None:
        record(address, answer, at)
        self._asked.counts[answer.outcome] += 1

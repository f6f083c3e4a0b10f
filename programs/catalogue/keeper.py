"""The one snapshot of this process, and how it stays as new as the database."""

import datetime
import logging
import threading
import time

from django.db import connection

from programs.catalogue.freshness import changed_since, read_version
from programs.catalogue.snapshot import Snapshot, build
from programs.monitoring.metrics import note_catalogue
from programs.reading import is_replica

MAX_REFRESHED = 1_000
"""So many changed programs a request waits for; more are read in the background."""

_MIDNIGHT = datetime.timedelta(days=1)
"""A request that began before midnight may come after one that began later."""

logger = logging.getLogger(__name__)


class BehindError(Exception):
    """The replica has not yet what this process has shown already."""


class Keeper:
    """Keeps a snapshot and renews it when it is asked for. Threads may share it."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._made_at = 0.0
        self._renewing = threading.Lock()
        self._rebuilding: threading.Thread | None = None

    def current(self, day: datetime.date) -> Snapshot:
        """Return the catalogue as the database has it, on the day: one query if nothing changed.

        Up to MAX_REFRESHED changed programs are read first. If there are more, the last snapshot
        is returned while a thread makes the next one. Raises BehindError where a replica is read
        that is older than the snapshot: its rows would be those of another version.
        """
        snapshot = self._snapshot
        if snapshot and snapshot.state == (read_version(), day):
            return snapshot
        with self._renewing:
            began, how = time.monotonic(), "refresh" if self._snapshot else "build"
            self._keep(self._renewed(day), how=how, began=began)
            return self._snapshot

    def kept(self) -> Snapshot | None:
        """Return the newest snapshot as it is, without a look at the database; None before any."""
        return self._snapshot

    def age(self) -> float:
        """Return for how many seconds the snapshot has been the newest."""
        return time.monotonic() - self._made_at

    def prepare(self, day: datetime.date) -> None:
        """Begin to build the first snapshot in a thread, unless there is one or it is begun."""
        if self._snapshot is None and not self._renewing.locked():
            work = threading.Thread(target=self._prepare, args=[day], name="catalogue", daemon=True)
            work.start()

    def is_behind(self) -> bool:
        """Return whether the snapshot is older than the database, and the next one is made."""
        return self._rebuilding is not None

    def forget(self) -> None:
        """Drop the snapshot; the next one is built from nothing."""
        with self._renewing:
            self._snapshot = None

    def _keep(self, snapshot: Snapshot, *, how: str, began: float) -> None:
        if snapshot is self._snapshot:
            return
        self._snapshot, self._made_at = snapshot, time.monotonic()
        note_catalogue(
            version=snapshot.version,
            programs=len(snapshot.programs),
            how=how,
            seconds=self._made_at - began,
        )

    def _renewed(self, day: datetime.date) -> Snapshot:
        snapshot, version = self._snapshot, read_version()
        if snapshot and version < snapshot.version and is_replica():
            raise BehindError
        # A primary that is older than the snapshot is another one: a backup was restored.
        if not snapshot or version < snapshot.version or day < snapshot.day - _MIDNIGHT:
            return build(day)
        day = max(day, snapshot.day)
        if self._rebuilding or (version, day) <= snapshot.state:
            return snapshot
        written = changed_since(snapshot.version, limit=MAX_REFRESHED)
        if written is not None:
            changed = {*written, *snapshot.turning_by(day)}
            if len(changed) <= MAX_REFRESHED:
                return snapshot.next(version=version, day=day, changed=changed)
        self._rebuilding = threading.Thread(
            target=self._rebuild, args=[day], name="catalogue", daemon=True
        )
        self._rebuilding.start()
        return snapshot

    def _rebuild(self, day: datetime.date) -> None:
        try:
            began, rebuilt = time.monotonic(), build(day)
            with self._renewing:
                self._keep(rebuilt, how="build", began=began)
        except Exception:
            logger.exception("The catalogue could not be rebuilt; the last one goes on.")
        finally:
            self._rebuilding = None
            connection.close()

    def _prepare(self, day: datetime.date) -> None:
        try:
            self.current(day)
        except Exception:
            logger.exception("The catalogue could not be built.")
        finally:
            connection.close()


_keeper = Keeper()
current = _keeper.current
forget = _keeper.forget
is_behind = _keeper.is_behind
kept = _keeper.kept
age = _keeper.age
prepare = _keeper.prepare

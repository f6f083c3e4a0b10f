"""How gunicorn serves Careerpaths: `gunicorn --config deploy/gunicorn.conf.py`, beside manage.py.

Where it listens comes from systemd (careerpaths-web.socket) or from `--bind`.
"""

import os
from pathlib import Path
from typing import Any

from environs import Env
from prometheus_client.multiprocess import mark_process_dead

from careerpaths.logs import logging_of

env = Env()
env.read_env(Path(__file__).resolve().parent.parent / ".env", recurse=False)

wsgi_app = "careerpaths.wsgi"

# Each process has a catalogue of its own, so cores count and memory does. Two at least: one serves
# while the other is replaced. WEB_CONCURRENCY says it where fewer cores may be used than are seen.
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, min(len(os.sched_getaffinity(0)), 8)))
# Threads let a large import take its time while others are served.
worker_class = "gthread"
threads = 4
# A process takes no more than it is at work on, and keeps no connection: what waits, waits for
# whichever is free first. Otherwise one may hold all connections of the proxy, and a core idles.
worker_connections = threads
keepalive = 0

# The code is read once and shared by the workers. Reading it opens no connection and starts no
# thread, which would not survive the fork; a test holds that.
preload_app = True
# Where workers show that they live: memory, since a slow disk must not end them.
worker_tmp_dir = "/dev/shm"

# Seconds. A worker that shows no sign of life is ended; a request may take as long as it likes.
timeout = 60
graceful_timeout = 60
# Workers are replaced now and then, each at a moment of its own.
max_requests = 20_000
max_requests_jitter = 4_000

# The server's own lines look like the site's. The site tells each request, without what visitors
# say of themselves, so the server doesn't.
logconfig_dict = logging_of(env.str("LOG_LEVEL", "INFO").upper(), for_people=False)
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": ["console"], "propagate": False}
accesslog = None
# Nobody steers it but its signals.
control_socket_disable = True

_counts = env.str("PROMETHEUS_MULTIPROC_DIR", "")
if _counts:
    # Begin to count anew: what an earlier server left would be added.
    Path(_counts).mkdir(parents=True, exist_ok=True)
    for left in Path(_counts).glob("*.db"):
        left.unlink()


def when_ready(server: Any) -> None:
    """Leave out the state of the main process, which has read the code but serves nobody."""
    if _counts:
        mark_process_dead(server.pid)


def child_exit(_server: Any, worker: Any) -> None:
    """Leave out the state of a worker that has ended; what it counted stays."""
    if _counts:
        mark_process_dead(worker.pid)


def post_worker_init(worker: Any) -> None:
    """Read the catalogue before the first visitor waits for it; without a database, leave it."""
    from django.db import DatabaseError, connections
    from django.utils import timezone

    from programs import catalogue

    try:
        catalogue.current(timezone.localdate())
    except DatabaseError as problem:
        worker.log.warning("The catalogue could not be read yet: %s", problem)
    finally:
        connections.close_all()

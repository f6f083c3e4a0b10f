"""Settings of gunicorn: `gunicorn -c python:careerpaths.serving careerpaths.wsgi`.

What the command line or GUNICORN_CMD_ARGS say besides wins over them.
"""

from pathlib import Path
from typing import Any

from environs import Env
from prometheus_client.multiprocess import mark_process_dead

from careerpaths.logs import logging_of

env = Env()
env.read_env(Path(__file__).resolve().parent.parent / ".env", recurse=False)

# A large import takes its time while others are served. Without threads, a worker that is busy for
# half a minute is ended, and the import with it.
threads = 4

# The server's own lines look like the site's. The site tells each request, so the server doesn't.
logconfig_dict = logging_of(env.str("LOG_LEVEL", "INFO").upper(), for_people=False)
logconfig_dict["loggers"]["gunicorn.error"] = {"handlers": ["console"], "propagate": False}
accesslog = None

_counts = env.str("PROMETHEUS_MULTIPROC_DIR", "")
if _counts:
    # Begin to count anew: what an earlier server left would be added.
    Path(_counts).mkdir(parents=True, exist_ok=True)
    for left in Path(_counts).glob("*.db"):
        left.unlink()


def child_exit(_server: Any, worker: Any) -> None:
    """Leave out the state of a worker that has ended; what it counted stays."""
    if _counts:
        mark_process_dead(worker.pid)

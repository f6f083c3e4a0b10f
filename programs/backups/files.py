"""Files of backups: their names, how one comes about whole or not at all, and which may go."""

import errno
import gzip
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

MAGIC = {b"SQLite format 3\x00": "sqlite3", b"PGDMP": "postgresql"}
"""How a copy begins, and its kind."""

_GZIP = b"\x1f\x8b"
_NAME = re.compile(r"careerpaths-[0-9]{8}T[0-9]{6}Z\.(sqlite3|postgresql)\.gz")
_CHUNK = 1024 * 1024


class BackupError(Exception):
    """Why there is no backup, or why one can't be restored: a sentence. Nothing was changed."""


def name_of(kind: str, at: datetime) -> str:
    """Return the name of a backup made at a moment: `careerpaths-20261128T013904Z.sqlite3.gz`."""
    return f"careerpaths-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{kind}.gz"


@contextmanager
def workplace(beside: Path | None = None) -> Iterator[Path]:
    """Give a directory that nobody else can read and that disappears at the end.

    It lies in the directory `beside`, or where temporary files do (TMPDIR). What the disk refuses
    while it is there becomes a BackupError.
    """
    place = beside or "the directory for temporary files (TMPDIR)"
    try:
        with TemporaryDirectory(prefix=".careerpaths-", dir=beside) as directory:
            yield Path(directory)
    except OSError as error:
        if error.errno == errno.ENOENT:
            raise BackupError(f"There is no directory {place}.") from None
        raise BackupError(f"Nothing can be written in {place}: {error.strerror}.") from None


def pack(copy: Path, packed: Path) -> None:
    """Write a copy as a gzip file that only its owner can read, all the way to the disk."""
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with copy.open("rb") as source, os.fdopen(descriptor, "wb") as target:
        with gzip.GzipFile(copy.name, "wb", compresslevel=6, fileobj=target) as zipped:
            shutil.copyfileobj(source, zipped, _CHUNK)
        target.flush()
        os.fsync(target.fileno())


def publish(packed: Path, target: Path) -> None:
    """Give a finished file its name, unless there is a file of that name."""
    try:
        os.link(packed, target)
    except FileExistsError:
        raise BackupError(f"{target} is there already, and no file is overwritten.") from None
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def unpack(file: Path, copy: Path) -> str:
    """Write what a backup has packed to `copy`, and return its kind.

    A file that isn't packed, as other tools make them, is taken as it is. Raises BackupError for
    what is no backup, or not a whole one.
    """
    try:
        is_packed = _beginning(file).startswith(_GZIP)
    except OSError as error:
        raise BackupError(f"{file} can't be read: {error.strerror}.") from None
    try:
        with (gzip.open if is_packed else Path.open)(file, "rb") as source, copy.open("wb") as to:
            shutil.copyfileobj(source, to, _CHUNK)
    except EOFError:
        raise BackupError(f"{file} is not whole: its end is missing.") from None
    except (gzip.BadGzipFile, zlib.error):
        raise BackupError(f"{file} is damaged: it can't be unpacked.") from None
    kinds = [kind for magic, kind in MAGIC.items() if _beginning(copy).startswith(magic)]
    if not kinds:
        raise BackupError(f"{file} is not a backup: it holds neither SQLite nor PostgreSQL data.")
    return kinds[0]


def prune(directory: Path, kind: str, *, keep: int, taken: Path) -> list[Path]:
    """Delete all but the newest backups of this kind that have names of ours; return those.

    The one that was taken just now stays, even if a clock that was ahead has named others.
    """
    names = (path.name for path in directory.iterdir() if path.is_file())
    ours = [name for name in names if (found := _NAME.fullmatch(name)) and found[1] == kind]
    newest = sorted(ours, key=lambda name: (name == taken.name, name), reverse=True)
    old = [directory / name for name in newest[keep:]]
    for path in old:
        path.unlink()
    return old


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(16)

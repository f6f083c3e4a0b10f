"""Making a backup."""

from datetime import datetime
from pathlib import Path

from programs.backups.database import Database
from programs.backups.files import BackupError, name_of, pack, publish, workplace
from programs.backups.restoring import refuse_foreign


def take(database: Database, target: Path, *, at: datetime) -> Path:
    """Back the database up into a file, or into a directory under a name of `at`; return the file.

    It has its name only once it is whole, checked and on the disk. Raises BackupError, and then
    there is no file.
    """
    file = target / name_of(database.kind, at) if target.is_dir() else target
    if file.exists():
        raise BackupError(f"{file} is there already, and no file is overwritten.")
    with workplace(file.parent) as directory:
        copy, packed = directory / f"copy.{database.kind}", directory / "packed"
        database.copy(copy)
        refuse_foreign(database.check(copy), "The database")
        pack(copy, packed)
        publish(packed, file)
    return file

"""Backups of the whole database as one file, and back again: all of it, or nothing.

A backup is a copy that the database itself makes while the site goes on writing, as it was at one
moment, checked and packed with gzip. `take` makes one and `opened` reads one; the two kinds of
databases differ in `Sqlite` and `Postgres` alone.
"""

from programs.backups.database import Database, database_of
from programs.backups.files import BackupError, prune
from programs.backups.restoring import Opened, has_data, opened
from programs.backups.taking import take

__all__ = [
    "BackupError",
    "Database",
    "Opened",
    "database_of",
    "has_data",
    "opened",
    "prune",
    "take",
]

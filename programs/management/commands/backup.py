import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from programs.backups import BackupError, database_of, prune, take


class Command(BaseCommand):
    help = (
        "Back up the whole database into one file that `restore` reads, while the site goes on. "
        "It is whole and checked, or it is not there. deploy/BACKUP.md says where to keep it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "target",
            nargs="?",
            default=".",
            type=Path,
            help="A file that is not there yet, or a directory, where the moment makes the name.",
        )
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="Then delete all but the newest N files of such names in the directory.",
        )

    def handle(self, *, target: Path, keep: int | None, **_: Any) -> None:
        if keep is not None and (keep < 1 or not target.is_dir()):
            raise CommandError("--keep takes a number from 1 on, and a directory.")
        # To be stopped by the system leaves no more behind than Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            database = database_of(connection)
            file = take(database, target, at=timezone.now())
        except BackupError as error:
            raise CommandError(f"{error} There is no new backup.") from None
        self.stdout.write(f"Backed up {database.name}: {file}, {_size(file)}.")
        for old in prune(target, database.kind, keep=keep, taken=file) if keep else []:
            self.stdout.write(f"Deleted {old.name}.")


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1_000_000:,.1f} MB"

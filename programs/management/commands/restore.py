import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from programs.backups import BackupError, Database, database_of, has_data, opened
from programs.models import Program


class Command(BaseCommand):
    help = (
        "Put a backup in the place of everything in the database: all of it, or nothing. The site "
        "may go on meanwhile; what was written after the backup is gone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="What `manage.py backup` has made.")
        parser.add_argument(
            "--replace", action="store_true", help="Replace a database that holds data."
        )
        parser.add_argument(
            "--no-input", action="store_false", dest="interactive", help="Don't ask first."
        )

    def handle(self, *, file: Path, replace: bool, interactive: bool, **_: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            database = database_of(connection)
            is_full = has_data()
            if is_full and not replace:
                raise BackupError(
                    f"{database.name} holds {_held()}, or their history. With --replace they give "
                    "way to the backup; take a backup of them first."
                )
            with opened(file, database) as backup:
                if interactive:
                    self._confirm(file, database, is_full=is_full)
                backup.restore()
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self.stdout.write(f"Restored {database.name} from {file}: {_held()}.")
        if backup.missing:
            self.stdout.write(
                f"The backup is older than the code. Run `manage.py migrate` now: it applies "
                f"{', '.join(backup.missing)}."
            )

    def _confirm(self, file: Path, database: Database, *, is_full: bool) -> None:
        """Return if the person types the name of the database; else raise BackupError."""
        held = f", which holds {_held()}" if is_full else ""
        self.stdout.write(f"{file} will replace everything in {database.name}{held}.")
        try:
            typed = input(f"Type {database.name} to go on: ")
        except EOFError:
            typed = ""
        if typed.strip() != database.name:
            raise BackupError("That is not the name of the database.")


def _held() -> str:
    programs, accounts = Program.objects.count(), get_user_model().objects.count()
    return f"{_count(programs, 'program')} and {_count(accounts, 'account')}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"

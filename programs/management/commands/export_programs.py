import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.exports import write_csv
from programs.models import Program


class Command(BaseCommand):
    help = "Export the published programs as CSV that import_programs reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, nargs="?", help="Standard output if left out."
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        programs = Program.objects.published()
        if file is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")
            write_csv(programs, sys.stdout)
            return
        try:
            with file.open("w", encoding="utf-8", newline="") as stream:
                count = write_csv(programs, stream)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stderr.write(f"{count} programs exported to {file}.")

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from programs.csv_import.template import template_csv
from programs.exports import write_csv
from programs.models import Program


class Command(BaseCommand):
    help = "Export the published programs as CSV that import_programs reads back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", type=Path, nargs="?", help="Standard output if left out."
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--no-revision",
            action="store_true",
            help="For another database: leave out what tells this one, when the file comes back, "
            "what changed here since.",
        )
        what.add_argument(
            "--template",
            action="store_true",
            help="Write no programs but a file to fill in, with a row of help.",
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        if file is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="")
            _write(sys.stdout, options)
            return
        try:
            with file.open("w", encoding="utf-8", newline="") as stream:
                written = _write(stream, options)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stderr.write(f"{written} to {file}.")


def _write(stream: TextIO, options: dict[str, Any]) -> str:
    """Write what the options ask for and return in words what that was."""
    if options["template"]:
        stream.write(template_csv())
        return "The template was written"
    with_revision = not options["no_revision"]
    count = write_csv(Program.objects.published(), stream, with_revision=with_revision)
    return f"{count} programs exported"

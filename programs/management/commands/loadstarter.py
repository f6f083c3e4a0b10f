from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.csv_import import FileProblem
from programs.starter import load_starter


class Command(BaseCommand):
    help = (
        "Load the starter catalogue: programs, evidence and guides. Adds what is missing and "
        "changes nothing that is there, so that it can run at every start."
    )

    def handle(self, **options: Any) -> None:
        try:
            loaded = load_starter()
        except (FileProblem, ValueError) as problem:
            raise CommandError(f"{problem} Nothing was written.") from None
        self.stdout.write(
            f"{loaded.programs} programs, {loaded.evidence} pieces of evidence and "
            f"{loaded.guides} guides added."
        )

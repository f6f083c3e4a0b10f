from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from programs.choices import RowAction
from programs.csv_import import (
    FileProblem,
    Plan,
    PlanMoved,
    apply_plan,
    open_sheet,
    parse_mapping,
    plan_sheet,
)

_SHOWN = 50
_LISTED = 12
_SUMMARY = (
    (RowAction.NEW, "new"),
    (RowAction.UPDATE, "updated"),
    (RowAction.UNCHANGED, "unchanged"),
    (RowAction.INVALID, "invalid"),
)


def summary(plan: Plan) -> str:
    """Return the line that ends every import: `24 new, 0 updated, 0 unchanged, 0 invalid`."""
    told = [f"{plan.counts.get(action, 0)} {word}" for action, word in _SUMMARY]
    if plan.left_out:
        told.append(f"{_counted(len(plan.left_out), 'column')} left out")
    return ", ".join(told)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("s" if count != 1 else "")


def listed(names: list[str]) -> str:
    """Return the first names, and how many more there are: a misspelt one stands out."""
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


class Command(BaseCommand):
    help = (
        "Import programs from a CSV, XLSX or ODS file (columns: programs/data/README.md). All rows "
        "go in together or none; a blank cell says nothing and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Show what would happen.")
        parser.add_argument("--source", default="", metavar="NAME", help="Who gave the file.")
        parser.add_argument(
            "--allow-partial", action="store_true", help="Let good rows in without the others."
        )
        parser.add_argument(
            "--encoding", default="", metavar="NAME", help="Of a CSV file that is not in UTF-8."
        )
        parser.add_argument(
            "--sheet", default="", metavar="NAME", help="Of a workbook with several lists."
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="COLUMN=FIELD",
            help="Read a column of another name as a field; COLUMN= leaves it out. Repeatable.",
        )

    def handle(self, *, file: Path, dry_run: bool, source: str, **options: Any) -> None:
        try:
            sheet = open_sheet(file, encoding=options["encoding"], sheet=options["sheet"])
            plan = plan_sheet(sheet, self._track, parse_mapping(options["map"]))
        except FileProblem as problem:
            raise CommandError(f"{problem} Nothing was written.") from None
        self._tell(plan)
        refused = plan.problems and not options["allow_partial"]
        if not (dry_run or refused):
            try:
                apply_plan(plan, sheet, source=source, reason=f"Import of {sheet.file_name}")
            except PlanMoved as moved:
                raise CommandError(f"{moved} Nothing was written: run the import again.") from None
        if dry_run:
            self.stdout.write("This was a dry run. Nothing was written.")
        self.stdout.write(summary(plan))
        if plan.problems:
            outcome = "Nothing was written" if dry_run or refused else "The other rows went in"
            advice = " --allow-partial lets the other rows in." if refused and not dry_run else ""
            raise CommandError(
                f"{plan.counts[RowAction.INVALID]} of {len(plan.rows)} rows refused. {outcome}."
                f"{advice}"
            )

    def _track(self, rows: Iterable, about: int) -> Iterable:
        """Show a progress bar on a terminal, and nothing in a pipe."""
        console = Console(stderr=True)
        return track(rows, "Reading", total=about, console=console, disable=not console.is_terminal)

    def _tell(self, plan: Plan) -> None:
        for column, field in plan.mapped.items():
            self.stdout.write(f"Column “{column}” as {field}.")
        if plan.left_out:
            self.stdout.write(f"Columns left out: {', '.join(plan.left_out)}.")
        for reading, rows in sorted(plan.readings.items()):
            self.stdout.write(f"{reading}: {_counted(rows, 'row')}")
        for noun, names in {
            "organizations": plan.organizations.new.values(),
            **plan.new_tags,
        }.items():
            if names:
                self.stdout.write(f"New {noun}: {listed(list(names))}.")
        for sentence in plan.organizations.notices:
            self.stdout.write(sentence)
        for problem in plan.problems[:_SHOWN]:
            self.stderr.write(str(problem))
        if (more := len(plan.problems) - _SHOWN) > 0:
            self.stderr.write(f"… and {more} more.")

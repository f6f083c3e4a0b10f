import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from programs.choices import RowAction
from programs.csv_import import (
    FileProblem,
    NotApplied,
    Plan,
    PlanMoved,
    applied_before,
    apply_batch,
    make_plan,
    open_sheet,
    parse_constants,
    parse_mapping,
    store_plan,
)
from programs.csv_import.budget import excesses
from programs.csv_import.told import Told, facts, lines, summary
from programs.management.bars import bars
from programs.models import ImportBatch

_PARTLY = 3
"""The exit status when good rows went in and others did not."""


class Command(BaseCommand):
    help = (
        "Import programs from a CSV, XLSX or ODS file (columns: export_programs --template). All "
        "rows go in together or none; a blank cell says nothing and changes nothing. Exit status: "
        "0 if all rows went in, or would; 3 if some did, with --allow-partial; 1 if nothing was "
        "written; 2 if the command was called in a wrong way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Show what would happen.")
        parser.add_argument(
            "--source",
            default="",
            metavar="NAME",
            help="Who gave the file: what it said last time is remembered by this name.",
        )
        parser.add_argument(
            "--allow-partial", action="store_true", help="Let good rows in without the others."
        )
        parser.add_argument(
            "--accept-duplicates",
            action="store_true",
            help="Let new programs in that are much like others.",
        )
        parser.add_argument(
            "--confirm", type=int, metavar="NUMBER", help="Let a batch in that changes very much."
        )
        parser.add_argument(
            "--problems", type=Path, metavar="FILE", help="Write the rows in doubt as CSV."
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
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
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="FIELD=TEXT",
            help="What a field says in rows that say nothing of it themselves. Repeatable.",
        )

    def handle(self, **options: Any) -> None:
        try:
            self._import(**options)
        except OperationalError as error:
            raise CommandError(
                f"The database failed: {str(error).strip()}. Nothing went in."
            ) from None

    def _import(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            plan = make_plan(
                open_sheet(file, encoding=options["encoding"], sheet=options["sheet"]),
                source=options["source"],
                mapping=parse_mapping(options["map"]),
                constants=parse_constants(options["set"]),
                accept_duplicates=options["accept_duplicates"],
            )
            with self._told(plan, options["problems"]) as told, bars():
                batch = self._check(plan, told, dry_run)
        except FileProblem as problem:
            raise CommandError(f"{problem} Nothing was written.") from None
        before = applied_before(plan.sheet.sha256, plan.source)
        try:
            with bars():
                refusal = self._refusal(plan, told, batch, options)
        except BaseException:
            if batch:
                batch.delete()
            raise
        is_in = bool(batch and not refusal)
        if batch and (refusal or not batch.rows.exists()):
            batch.delete()
        if options["format"] == "json":
            found = facts(plan, told) | {"dry_run": dry_run, "batch": batch.pk if batch else None}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self._tell(plan, told, before, dry_run)
        self._end(plan, told, refusal, is_in, dry_run)

    @contextmanager
    def _told(self, plan: Plan, path: Path | None) -> Iterator[Told]:
        """Give what collects what is told of rows, and writes those in doubt into the file."""
        if not path:
            yield Told()
            return
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                yield Told.into(stream, plan)
        except OSError as error:
            raise FileProblem(f"{path} cannot be written: {error.strerror}.") from None

    def _check(self, plan: Plan, told: Told, dry_run: bool) -> ImportBatch | None:
        """Plan all rows; return them as a batch, or None in a dry run, which leaves nothing."""
        if not dry_run:
            return store_plan(plan, note=told.note)
        for row in plan.rows():
            told.note(row)
        return None

    def _refusal(
        self, plan: Plan, told: Told, batch: ImportBatch | None, options: dict[str, Any]
    ) -> str:
        """Apply the batch, or return why it was not, blank if nothing speaks against it."""
        partial = options["allow_partial"]
        if told.out and not partial:
            accepting = plan.counts[RowAction.DUPLICATE] and (
                "--accept-duplicates lets those in that are likely there already; "
            )
            return f"{accepting or ''}--allow-partial lets the other rows in."
        try:
            if batch:
                apply_batch(batch, partial=partial, confirmed=options["confirm"])
            elif over := excesses(plan):
                return f"It {over[0]['told']}: to let that in, add --confirm {over[0]['number']}."
        except NotApplied as refused:
            return f"{refused} The option for that is --confirm NUMBER."
        except PlanMoved as moved:
            return f"{moved} Run the import again."
        return ""

    def _tell(self, plan: Plan, told: Told, before: ImportBatch | None, dry_run: bool) -> None:
        if before:
            self.stdout.write(
                f"This very file went in on {before.applied_at:%Y-%m-%d} as batch {before.pk}."
            )
        for line in lines(plan, told):
            self.stdout.write(line)
        for sentence in told.shown:
            self.stderr.write(sentence)
        if more := told.sentences - len(told.shown):
            self.stderr.write(f"… and {more:,} more.")
        if dry_run:
            self.stdout.write("This was a dry run. Nothing was written.")
        self.stdout.write(summary(plan))

    def _end(self, plan: Plan, told: Told, refusal: str, is_in: bool, dry_run: bool) -> None:
        if not (told.out or refusal):
            return
        rows = sum(plan.counts.values())
        parts = [f"{told.out} of {rows} rows refused." if told.out else ""]
        parts.append("The other rows went in." if is_in else "Nothing was written.")
        parts.append(refusal if not dry_run or not told.out else "")
        raise CommandError(" ".join(filter(None, parts)), returncode=_PARTLY if is_in else 1)

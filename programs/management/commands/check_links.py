from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.curation.links import check_links
from programs.curation.links.fetch import Asker
from programs.curation.links.told import lines, summary
from programs.management.bars import bars
from programs.models import Program, ProgramQuerySet

_STOPPED = 130
"""The exit status of what was stopped at the keyboard."""


class Command(BaseCommand):
    help = (
        "Ask whether the official pages and main sources of published programs still answer: each "
        "address at most once a day, the pages of one site one after another. Run it once a day. "
        "Exit status: 0 whatever the links answer; 1 if it could not ask; 2 if it was called in a "
        "wrong way."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--limit",
            type=_count,
            metavar="N",
            help="Ask at most so many addresses, those that nobody asked for longest.",
        )
        parser.add_argument(
            "--program",
            nargs="+",
            action="extend",
            default=[],
            metavar="SLUG",
            help="Only of these programs, published or not. Repeatable.",
        )

    def handle(self, *, limit: int | None, program: list[str], **_: Any) -> None:
        programs = _programs(program)
        try:
            ask = Asker().ask
        except ValueError as error:
            raise CommandError(f"LINK_CHECK_ALLOW: {error}") from None
        try:
            with bars():
                asked = check_links(programs, limit=limit, ask=ask)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped. What was answered until then is noted.", returncode=_STOPPED
            ) from None
        for line in lines(programs.values_list("pk", flat=True)):
            self.stdout.write(line)
        self.stdout.write(summary(asked))


def _programs(slugs: list[str]) -> ProgramQuerySet:
    """Return the programs of these slugs, or all that are published. Raises CommandError."""
    if not slugs:
        return Program.objects.published()
    programs = Program.objects.filter(slug__in=slugs)
    if unknown := sorted({*slugs}.difference(programs.values_list("slug", flat=True))):
        raise CommandError(f"No program has the slug {', '.join(unknown)}. Nothing was asked.")
    return programs


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise ArgumentTypeError(f"“{text}” is not a number of addresses. Write 1 or more.")
    return int(text)

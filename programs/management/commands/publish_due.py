from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from programs.curation.publishing import Outcome, publish_due


class Command(BaseCommand):
    help = (
        "Publish the drafts and programs in review whose day has come, each as the deed of who set "
        "the day. Run it once a day, shortly after midnight in SITE_TIME_ZONE; to run it again "
        "does no harm. Exit status: 0, also if programs are left; each is named with the reason."
    )

    def handle(self, **_: Any) -> None:
        outcome = publish_due(timezone.localdate())
        for one in outcome.published:
            self.stdout.write(f"{one.program.slug}: Published, set for {one.on} by {one.by}.")
        for why, left in outcome.left.items():
            for one in left:
                self.stdout.write(f"{one.program.slug}: Left, set for {one.on}. {why}")
        self.stdout.write(_summary(outcome))


def _summary(outcome: Outcome) -> str:
    published, left = len(outcome.published), sum(map(len, outcome.left.values()))
    if not (published or left):
        return "No program is due."
    return f"{_programs(published)} published, {left} left."


def _programs(count: int) -> str:
    return "1 program" if count == 1 else f"{count:,} programs"

from typing import Any

from django.core.management.base import BaseCommand

from programs.curation.pairs import look_at_all
from programs.models import LikelyPair


class Command(BaseCommand):
    help = (
        "Find programs that are likely one under two keys, and put them into the curators’ queue. "
        "Saving a program does so for that one; this finds what came by files. Run it once a day."
    )

    def handle(self, **_: Any) -> None:
        count = look_at_all()
        pairs = LikelyPair.objects.open().select_related("first", "second")
        for one in pairs.order_by("-score", "pk"):
            self.stdout.write(f"{one.first.slug} and {one.second.slug}: {one.reason}")
        self.stdout.write(
            "1 pair of programs is likely one."
            if count == 1
            else f"{count} pairs of programs are likely one."
        )

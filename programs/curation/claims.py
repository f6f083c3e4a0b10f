"""Who works on which listing just now."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from programs.models import Claim, Program

CLAIMED_FOR = timedelta(hours=2)
"""Somebody who goes to lunch does not keep a listing from the others for long."""


class Claimed(Exception):
    """Somebody else works on the program."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(f"{claim.by} is on it already.")
        self.claim = claim


@transaction.atomic
def claim(program: Program, *, by: Any, at: datetime) -> Claim:
    """Give the program to this person until some time from now. Raises Claimed."""
    # Whoever comes second waits here, and sees what the first one did.
    Program.objects.select_for_update(no_key=True).only("pk").get(pk=program.pk)
    held = Claim.objects.select_related("by").filter(program=program).standing(at).first()
    if held and held.by != by:
        raise Claimed(held)
    return Claim.objects.update_or_create(
        program=program, defaults={"by": by, "until": at + CLAIMED_FOR}
    )[0]


def release(program: Program, *, by: Any) -> bool:
    """Give the program back; return whether it was this person's."""
    deleted, _ = Claim.objects.filter(program=program, by=by).delete()
    return bool(deleted)

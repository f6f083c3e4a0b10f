"""Still true: a person compared facts with their source. Never an edit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from programs.catalogue import touching
from programs.models import Check, Claim, Program

TAKEN_BACK_WITHIN = timedelta(hours=1)


def confirm(program: Program, *, by: Any, at: datetime, fields: Iterable[str] = ()) -> Check:
    """Store that this person confirmed these facts, all of them if none is named.

    Public pages say so from the next request on. The person's claim is done with.
    """
    with touching([program.pk]):
        check = Check.objects.create(program=program, by=by, at=at, fields=list(fields))
        Claim.objects.filter(program=program, by=by).delete()
    return check


def take_back(check: Check, *, by: Any, at: datetime) -> bool:
    """Delete a check that was a slip; return whether it was this person's, and of just now."""
    with touching([check.program_id]):
        mine = Check.objects.filter(pk=check.pk, by=by, merge=None, at__gt=at - TAKEN_BACK_WITHIN)
        deleted, _ = mine.delete()
    return bool(deleted)

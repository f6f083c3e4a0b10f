"""What of a program is confirmed, on its form; and edits that the editor confirms at once."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from programs.checks import read_checks
from programs.curation.confirming import confirm
from programs.curation.harm import GROUPS
from programs.dates import PartialDate
from programs.ledger import Recording
from programs.models import Program

CONFIRM_FIELD = "confirm_changes"


@dataclass(frozen=True, slots=True)
class Confirmable:
    """A group of facts that can be confirmed: what it is called, and since when it stands."""

    name: str
    label: str
    told: str


def confirmable(program: Program) -> list[Confirmable]:
    """Return the groups of the program's facts with the day on which each was confirmed."""
    checks = read_checks([program.pk])[program.pk]
    found = []
    for group in GROUPS:
        day = checks.day_of_all(group.fields)
        told = PartialDate.of(day).words if day else "not as it is now"
        found.append(Confirmable(group.name, group.label, told))
    return found


def confirm_changes(request: HttpRequest, record: Recording) -> None:
    """Store that the editor compared what they changed with its source, if they say so.

    It comes after the changes: an edit takes away the check of the field that it changes.
    """
    if CONFIRM_FIELD not in request.POST or not request.user.has_perm("programs.add_check"):
        return
    programs = Program.objects.in_bulk(record.changed)
    for pk, fields in record.changed.items():
        confirm(programs[pk], by=request.user, at=timezone.now(), fields=sorted(fields))


def context_of(request: HttpRequest, program: Program | None) -> dict[str, Any]:
    """Return what the form's page shows to those who may confirm."""
    if program is None or not request.user.has_perm("programs.add_check"):
        return {}
    return {"confirmable": confirmable(program)}

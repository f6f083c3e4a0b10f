"""On the pages of a program: what it is likely the same as, and what was merged with it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest

from programs.curation import pairs
from programs.models import LikelyPair, Merge, Program


def may_merge(user: Any) -> bool:
    """Return whether somebody may edit and archive programs, which a merge does."""
    return user.has_perms(["programs.change_program", "programs.publish_program"])


def likely_of(program: Program) -> list[dict[str, Any]]:
    """Return the programs that are likely this one, each with why and which is better kept."""
    rows = LikelyPair.objects.open().of(program.pk).select_related("first", "second")
    found = []
    for pair in rows.order_by("-score", "pk"):
        kept, gone = pairs.in_order(pair.first, pair.second)
        other = pair.other(program.pk)
        found.append({"other": other, "reason": pair.reason, "kept": kept, "gone": gone})
    return found


def merges_of(program: Program) -> list[Merge]:
    """Return the merges that the program is in, the newest first."""
    found = Merge.objects.filter(Q(kept=program) | Q(gone=program))
    return list(found.select_related("kept", "gone", "by", "undone_by").order_by("-at"))


def tell_likely(request: HttpRequest, program: Program) -> None:
    """After saving, tell of programs that are likely this one."""
    for pair in pairs.look_at(program):
        other = pair.other(program.pk).name
        told = f"“{program.name}” is likely the same as “{other}”: {pair.reason}."
        messages.warning(request, f"{told} Compare the two at the top of its form.")

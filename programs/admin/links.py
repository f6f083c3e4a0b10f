"""Asking right there whether the links of a few programs still answer."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from programs.curation.links import check_links
from programs.curation.links.due import count_due
from programs.curation.links.fetch import Asker
from programs.curation.links.told import lines, summary

MOST = 20
"""Addresses that are asked at once: somebody waits for the answer."""

_SECONDS = 20.0  # After these no further address is begun.
_SECONDS_EACH = 10.0


@admin.action(description="Check links of selected programs", permissions=["change"])
def check_links_of(desk: admin.ModelAdmin, request: HttpRequest, programs: QuerySet) -> None:
    """Ask the addresses of these programs and tell what came of it, or why nobody was asked."""
    due = count_due(programs, timezone.localdate())
    if due > MOST:
        desk.message_user(
            request,
            f"The selected programs have {due:,} addresses that were not asked today; {MOST} can "
            "be asked here at once. Select fewer programs, or let `manage.py check_links` ask all.",
            messages.ERROR,
        )
        return
    asked = check_links(programs, seconds=_SECONDS, ask=Asker(seconds=_SECONDS_EACH).ask)
    told = lines(programs.values_list("pk", flat=True))
    desk.message_user(request, summary(asked), messages.SUCCESS if asked.total else messages.INFO)
    for line in told[:MOST]:
        desk.message_user(request, line, messages.WARNING)
    if len(told) > MOST:
        desk.message_user(request, f"… and {len(told) - MOST:,} more.", messages.WARNING)

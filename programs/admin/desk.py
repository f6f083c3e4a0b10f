"""The start page: which listings need a look most, and what happened this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from programs.admin.merged import may_merge
from programs.choices import Publication, ReportState
from programs.curation.confirming import TAKEN_BACK_WITHIN
from programs.curation.harm import Cause
from programs.curation.queue import Entry, Queue, read_queue
from programs.curation.standing import completeness, freshness
from programs.models import Change, Check, Claim, Program, Publishing, Report

_A_PAGE = 8
_WEEK = timedelta(days=7)

_CAUSES = {
    Cause.REPORT: "Reported",
    Cause.DEADLINE: "Deadline near",
    Cause.LINK: "Link",
    Cause.TWIN: "Likely twice",
    Cause.NEVER: "Never checked",
    Cause.OLD: "Checked long ago",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A listing of the queue on the page. `holder` and `until` say who is on it, if somebody is."""

    entry: Entry
    is_mine: bool = False
    holder: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of the queue that one may look at."""

    name: str
    label: str
    count: int
    is_chosen: bool


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the start page shows: nothing to those who may not look at programs."""
    if not request.user.has_perm("programs.view_program"):
        return {}
    now = timezone.now()
    queue = read_queue(timezone.localdate())
    claims = {one.program_id: one for one in Claim.objects.select_related("by").standing(now)}
    chosen = request.GET.get("show", "all")
    parts = _parts(queue, claims, request.user)
    if chosen not in parts:
        chosen = "all"
    page = Paginator(parts[chosen], _A_PAGE).get_page(request.GET.get("page"))
    items = [_item(entry, claims.get(entry.program_id), request.user) for entry in page]
    return {
        "items": items,
        "page": page,
        "chosen": chosen,
        "parts": [
            Choice(name, _label(name), len(entries), name == chosen)
            for name, entries in parts.items()
            if name in ("all", chosen) or (entries and (claims or name != "unclaimed"))
        ],
        "may_merge": may_merge(request.user),
        "slips": Check.objects.filter(by=request.user, merge=None, at__gt=now - TAKEN_BACK_WITHIN)
        .select_related("program")
        .order_by("-at")[:3],
        "may_confirm": request.user.has_perm("programs.add_check"),
        "may_claim": request.user.has_perm("programs.change_program"),
        "may_publish": request.user.has_perm("programs.publish_program"),
        "waiting": _waiting(timezone.localdate()),
        "week": _week(now),
        "completeness": completeness(queue.entries),
        "freshness": freshness(timezone.localdate()),
    }


def _parts(queue: Queue, claims: dict[int, Claim], user: Any) -> dict[str, Sequence[Entry]]:
    """Return the entries of each part of the queue by its name."""
    entries = queue.entries
    mine = {pk for pk, claim in claims.items() if claim.by_id == user.pk}
    return {
        "all": entries,
        "mine": [one for one in entries if one.program_id in mine] if mine else [],
        "unclaimed": [one for one in entries if one.program_id not in claims]
        if claims
        else entries,
        **{cause.value: queue.by_cause[cause] for cause in _CAUSES},
    }


def _label(name: str) -> str:
    others = {"all": "All", "mine": "Mine", "unclaimed": "Unclaimed"}
    return others.get(name) or _CAUSES[Cause(name)]


def _item(entry: Entry, claim: Claim | None, user: Any) -> Item:
    if not claim:
        return Item(entry)
    return Item(entry, claim.by_id == user.pk, str(claim.by), claim.until)


def _waiting(day: date) -> dict[str, int]:
    """Return how many drafts, programs in review and open reports there are: three queries.

    And of how many the day of publishing is set, and has come without their being published.
    """
    drafts, review = Publication.DRAFT, Publication.REVIEW
    counts = Program.objects.aggregate(
        drafts=Count("pk", filter=Q(publication=drafts)),
        in_review=Count("pk", filter=Q(publication=review)),
    )
    days = Publishing.objects.waiting().aggregate(
        set=Count("pk"), due=Count("pk", filter=Q(on__lte=day))
    )
    reports = Report.objects.filter(state=ReportState.RECEIVED).count()
    return {**counts, **days, "reports": reports}


def _week(now: datetime) -> list[dict[str, Any]]:
    """Return who changed how many programs in the last seven days, most first: one query.

    People by their name, files by theirs; neither is a command.
    """
    changes = Change.objects.filter(at__gte=now - _WEEK).order_by()
    groups = changes.values("by__username", "batch__file_name")
    counted = groups.annotate(programs=Count("program", distinct=True)).order_by("-programs")
    return list(counted[:6])

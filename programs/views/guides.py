import datetime
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.filters import ProgramFilter
from programs.filters.terms import offered_terms
from programs.markdown import to_html
from programs.models import Guide, Program

SHOWN = 5
MAX_LISTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveList:
    """The programs that match a query of the browse page now: their number, and the first few."""

    heading: str
    query: str
    count: int
    programs: list[Program]


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    listed = Guide.objects.published().in_order().defer("body", "lists", "essay_programs")
    return render(request, "programs/guide_list.html", {"guides": listed})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Guide.objects.published(), slug=slug)
    context = {
        "guide": shown,
        "body": to_html(shown.body),
        "lists": live_lists(shown, timezone.localdate()),
        "essay_programs": essay_programs(shown),
    }
    return render(request, "programs/guide_detail.html", context)


def live_lists(guide: Guide, day: datetime.date) -> list[LiveList]:
    """Return the guide's lists as they are on the day; unknown values in a query are left out."""
    terms = offered_terms() if guide.lists else None
    return [_live_list(entry, day, terms) for entry in guide.lists[:MAX_LISTS]]


def _live_list(entry: dict[str, str], day: datetime.date, terms: dict | None) -> LiveList:
    asked = ProgramFilter(QueryDict(entry.get("query", "")), day=day, terms=terms)
    return LiveList(
        heading=entry.get("heading", "Programs"),
        query=asked.query(),
        count=asked.matching().count(),
        programs=list(asked.qs.select_related("organization")[:SHOWN]),
    )


def essay_programs(guide: Guide) -> list[Program]:
    """Return the published programs that the essay names here, in its order."""
    order = {slug: place for place, slug in enumerate(guide.essay_programs)}
    named = Program.objects.published().filter(slug__in=order).select_related("organization")
    return sorted(named, key=lambda program: order[program.slug])

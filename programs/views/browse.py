from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.facets import counts_without, facet_counts
from programs.filters import ProgramFilter
from programs.filters.fields import quoted
from programs.models import Program
from programs.presentation.cards import cards
from programs.views import browse_parts as parts

PAGE_SIZE = 25
NAMED = 3


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    asked = ProgramFilter(request.GET, day=timezone.localdate())
    page, problem = page_of(asked, request.GET.getlist("page"))
    counts = facet_counts(asked)
    found = page.paginator.count
    closed = parts.closed(asked, counts)
    plain = not request.GET.keys() - {"page"} and not problem
    context = {
        "asked": asked,
        "heading": parts.programs_words(found) if found else "No program matches",
        "groups": parts.groups(asked, counts),
        "weeks": parts.weeks(asked, counts),
        "chips": parts.chips(asked),
        "sorts": parts.sorts(asked),
        "problems": [one.sentence for one in asked.ignored] + ([problem] if problem else []),
        "closed": closed,
        "closed_programs": closed_programs(asked) if closed and closed.count <= NAMED else [],
        "ways_out": [] if found else parts.ways_out(asked, counts_without(asked)),
        "page": page,
        "steps": parts.steps(asked, page),
        "before": parts.page_step(asked, page.number - 1) if page.has_previous() else None,
        "after": parts.page_step(asked, page.number + 1) if page.has_next() else None,
        "cards": cards(page),
        "is_plain": plain,
        "canonical": request.build_absolute_uri(canonical(page.number if plain else 1)),
    }
    return render(request, "programs/program_list.html", context)


def page_of(asked: ProgramFilter, given: list[str]) -> tuple[Page, str]:
    """Return the page that is asked for or the nearest one, and a sentence if it is another."""
    programs = (
        asked.qs.select_related("organization")
        .prefetch_related("locations", "checks")
        .defer("description")
    )
    paginator = Paginator(programs, PAGE_SIZE)
    text = given[-1].strip() if given else ""
    if not text:
        return paginator.page(1), ""
    digits = text.lstrip("0") if text.isascii() and text.isdigit() else ""
    if not digits:
        return paginator.page(1), f"We ignored page {quoted([text])}: it is not a page number."
    last = paginator.num_pages
    if len(digits) > len(str(last)) or int(digits) > last:
        return paginator.page(last), (
            f"There is no page {quoted([text])}: "
            + ("there is only this one." if last == 1 else f"this is page {last}, the last one.")
        )
    return paginator.page(int(digits)), ""


def closed_programs(asked: ProgramFilter) -> list[Program]:
    """Return the closed programs to name: who looks for one by name must learn that it closed."""
    return list(asked.closed().only("name", "slug")) if asked.search else []


def canonical(number: int) -> str:
    """Return the address of a page of the plain list: combinations of filters have none."""
    return reverse("programs:programs") + (f"?page={number}" if number > 1 else "")

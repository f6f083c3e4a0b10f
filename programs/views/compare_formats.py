"""The comparison to take along: its programs as a file, their deadlines, and what changes."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from programs.calendars import calendar_parts
from programs.exports import csv_parts
from programs.presentation.comparison import told
from programs.presentation.news import read_entries
from programs.shortlist import PARAMETER, Shortlist, query_of, read_shortlist
from programs.views.changes import MOMENTS_A_FEED, feed_of
from programs.views.formats import noticed, whole
from programs.views.public import public_page


@public_page
def compare_csv(request: HttpRequest) -> HttpResponse:
    """Give what the import reads, of the programs of the address, in its order."""
    listed = read_shortlist(request.GET.getlist(PARAMETER))
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="careerpaths-comparison.csv"'},
    )
    response.writelines(csv_parts(listed.ids))
    return noticed(response, told(listed))


@public_page
def compare_ics(request: HttpRequest) -> HttpResponse:
    """Give the deadlines of the programs of the address."""
    listed = read_shortlist(request.GET.getlist(PARAMETER))
    page = page_of(request, listed)
    about = f"Deadlines of programs compared at {page}. What is only expected says so."
    response = HttpResponse(
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="deadlines.ics"'},
    )
    response.writelines(
        calendar_parts(
            listed.ids,
            request.catalogue.day,
            name=f"Deadlines · {names_of(listed)}",
            about=" ".join([about, *told(listed)]),
            address=page,
            host=request.get_host(),
            absolute=whole(request),
        )
    )
    return noticed(response, told(listed))


@public_page
def compare_atom(request: HttpRequest) -> HttpResponse:
    """Give what changed about the programs of the address, as a feed."""
    listed = read_shortlist(request.GET.getlist(PARAMETER))
    entries, _ = read_entries(listed.ids, limit=MOMENTS_A_FEED)
    about = "What changed about the programs compared, the newest first."
    feed = feed_of(
        request,
        entries,
        title=f"What changed · {names_of(listed)}",
        subtitle=" ".join([about, *told(listed)]),
        page=page_of(request, listed),
        query=query_of(listed.slugs),
    )
    return noticed(feed, told(listed))


def page_of(request: HttpRequest, listed: Shortlist) -> str:
    """Return the whole address of the comparison."""
    query = query_of(listed.slugs)
    return request.build_absolute_uri(f"{reverse('programs:compare')}?{query}")


def names_of(listed: Shortlist) -> str:
    """Return the programs by name; a comparison of none is of no programs."""
    return ", ".join(program.name for program in listed.programs) or "No programs"

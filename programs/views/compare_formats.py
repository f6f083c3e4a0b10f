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
    page = request.build_absolute_uri(path_of(listed))
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
    # Few enough that each of them is told apart, whatever else happened at the moment.
    entries, _ = read_entries(listed.ids, limit=MOMENTS_A_FEED, grouped=len(listed.ids) + 1)
    about = "What changed about the programs compared, the newest first."
    feed = feed_of(
        request,
        entries,
        title=f"What changed · {names_of(listed)}",
        subtitle=" ".join([about, *told(listed)]),
        page=path_of(listed),
        query=query_of(listed.slugs),
    )
    return noticed(feed, told(listed))


def path_of(listed: Shortlist) -> str:
    """Return the path of the comparison."""
    return f"{reverse('programs:compare')}?{query_of(listed.slugs)}"


def names_of(listed: Shortlist) -> str:
    """Return the programs by name; a comparison of none is of no programs."""
    return ", ".join(program.name for program in listed.programs) or "No programs"

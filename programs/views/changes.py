"""What changed in the list: a page and feeds, of all programs, those of a query, or one."""

from collections.abc import Collection
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from programs.catalogue import Listing
from programs.feeds import MEDIA_TYPE, changes_feed
from programs.filters.fields import quoted
from programs.ledger.told import read_moment
from programs.models import Program
from programs.presentation.news import (
    Entry,
    group_title,
    moment_of,
    moment_text,
    read_apart,
    read_entries,
)
from programs.views import browse_parts as parts
from programs.views.browse import page_of
from programs.views.formats import address_of, head_of, noticed
from programs.views.program import merged_into
from programs.views.public import public_file, public_page

MOMENTS_A_PAGE = 30
MOMENTS_A_FEED = 50


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed among the programs of a query."""
    listing = Listing.of(request.GET, request.catalogue)
    asked = listing.asked
    query = asked.query()
    context = {
        "heading": "What changed",
        "words": parts.in_words(asked),
        "problems": [one.sentence for one in asked.ignored],
        "query": query,
        "list": address_of("programs", query),
        "here": address_of("changes", query),
        "feed": address_of("changes_atom", query),
        "is_plain": not request.GET,
    }
    return _page(request, among(listing), context)


@public_file
def changes_atom(request: HttpRequest) -> HttpResponse:
    """Give the same as a feed."""
    listing = Listing.of(request.GET, request.catalogue)
    asked = listing.asked
    query = asked.query()
    entries, _ = read_entries(among(listing), limit=MOMENTS_A_FEED)
    words = parts.in_words(asked)
    ignored = [one.sentence for one in asked.ignored]
    return noticed(
        feed_of(
            request,
            entries,
            title=f"What changed · {words or 'All programs'}",
            subtitle=" ".join(["What changed among them, the newest first.", *ignored]),
            page=address_of("changes", query),
            query=query,
        ),
        ignored,
    )


@public_page
def moment(request: HttpRequest, text: str) -> HttpResponse:
    """Show all that happened among the programs of a query at one moment, program by program."""
    at = moment_of(text)
    listing = Listing.of(request.GET, request.catalogue)
    asked = listing.asked
    words, query = parts.in_words(asked), asked.query()
    together = read_moment(among(listing), at) if at else []
    if not at or not (together or words):
        raise Http404("Nothing is told of this moment.")
    page, problem = page_of(together, request.GET.getlist("page"))
    context = {
        "heading": group_title(together) or "None of these programs changed then",
        "day": timezone.localtime(at).date() if together else None,
        "entries": read_apart(page.object_list),
        "words": words,
        "problems": [one.sentence for one in asked.ignored] + ([problem] if problem else []),
        "list": address_of("programs", query),
        "changes": address_of("changes", query),
        "page": page,
        "steps": parts.steps(asked, page),
        "before": parts.page_step(asked, page.number - 1) if page.has_previous() else None,
        "after": parts.page_step(asked, page.number + 1) if page.has_next() else None,
        "is_plain": not request.GET,
    }
    return render(request, "programs/moment.html", context)


@public_page
def program_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all that is told of one program."""
    program = Program.objects.published().filter(slug=slug).first()
    if program is None:
        kept = merged_into(slug)
        return redirect("programs:program_changes", kept.slug, permanent=True)
    here = reverse("programs:program_changes", args=[slug])
    context = {
        "heading": f"What changed: {program.name}",
        "program": program,
        "here": here,
        "feed": reverse("programs:program_changes_atom", args=[slug]),
        "is_plain": not request.GET,
    }
    return _page(request, [program.pk], context)


@public_page
def program_changes_atom(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same as a feed."""
    program = Program.objects.published().filter(slug=slug).first()
    if program is None:
        kept = merged_into(slug)
        return redirect("programs:program_changes_atom", kept.slug, permanent=True)
    entries, _ = read_entries([program.pk], limit=MOMENTS_A_FEED)
    return feed_of(
        request,
        entries,
        title=f"What changed · {program.name}",
        subtitle="What changed about it, the newest first.",
        page=reverse("programs:program_changes", args=[slug]),
        query="",
    )


def among(listing: Listing) -> Collection[int]:
    """Return the programs whose changes a query is about.

    Those of the list, and unless a status is asked for, those that have closed too: that they did
    is what somebody who follows a list must learn.
    """
    return listing.matching(without="" if listing.asked.chosen["status"] else "status")


def _page(request: HttpRequest, ids: Collection[int], context: dict[str, Any]) -> HttpResponse:
    given = request.GET.get("before", "")
    before = moment_of(given)
    ignored = given.strip() and not before
    problem = f"We ignored before {quoted([given])}: it is not a moment of this list."
    entries, older = read_entries(ids, limit=MOMENTS_A_PAGE, before=before)
    query = context.get("query", "")
    if older:
        older_query = urlencode({"before": moment_text(older)})
        context["older"] = "&".join(filter(None, [query, older_query]))
    context["problems"] = [*context.get("problems", []), *([problem] if ignored else [])]
    context["days"] = [
        (day, list(together))
        for day, together in groupby(entries, key=lambda one: timezone.localtime(one.at).date())
    ]
    context["is_later"] = before is not None
    return render(request, "programs/changes.html", context)


def feed_of(
    request: HttpRequest,
    entries: list[Entry],
    *,
    title: str,
    subtitle: str,
    page: str,
    query: str,
) -> HttpResponse:
    """Return the entries as the feed at the address of the request."""
    newest = entries[0].at if entries else None
    head = head_of(request, title=title, subtitle=subtitle, page=page, query=query, newest=newest)
    return HttpResponse(changes_feed(entries, head), content_type=MEDIA_TYPE)

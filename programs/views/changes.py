"""What changed in the list: a page and feeds, of all programs, those of a query, or one."""

import datetime
import re
from collections.abc import Collection
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from programs.catalogue import Listing
from programs.feeds import MEDIA_TYPE, atom
from programs.filters.fields import quoted
from programs.models import Program
from programs.presentation.news import Entry, read_entries
from programs.views import browse_parts as parts
from programs.views.formats import address_of, noticed
from programs.views.program import merged_into
from programs.views.public import public_file, public_page

MOMENTS_A_PAGE = 30
MOMENTS_A_FEED = 50
_MOMENT = "%Y%m%dT%H%M%S.%fZ"


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
        "newest": "&".join(filter(None, [query, "sort=newest"])),
        "list": address_of("programs", query),
        "here": address_of("changes", query),
        "feed": address_of("changes_atom", query),
        "is_plain": not request.GET,
    }
    return _page(request, among(listing), context)


@public_file
def changes_atom(request: HttpRequest) -> HttpResponse:
    """Give the same as a feed; at its own address, and beside the list at `/programs.atom`."""
    listing = Listing.of(request.GET, request.catalogue)
    asked = listing.asked
    query = asked.query()
    entries, _ = read_entries(among(listing), limit=MOMENTS_A_FEED)
    words = parts.in_words(asked)
    told = ["What changed among them, the newest first.", *(one.sentence for one in asked.ignored)]
    return noticed(
        feed_of(
            request,
            entries,
            title=f"What changed · {words or 'All programs'}",
            subtitle=" ".join(told),
            page=request.build_absolute_uri(address_of("changes", query)),
            query=query,
        ),
        asked,
    )


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
        page=request.build_absolute_uri(reverse("programs:program_changes", args=[slug])),
        query="",
    )


def among(listing: Listing) -> Collection[int]:
    """Return the programs whose changes a query is about.

    Those of the list, and unless a status is asked for, those that have closed too: that they did
    is what somebody who follows a list must learn.
    """
    return listing.matching(without="" if listing.asked.chosen["status"] else "status")


def _page(request: HttpRequest, ids: Collection[int], context: dict[str, Any]) -> HttpResponse:
    before, problem = _moment(request.GET.get("before", ""))
    entries, older = read_entries(ids, limit=MOMENTS_A_PAGE, before=before)
    query = context.get("query", "")
    if older:
        older_query = urlencode({"before": older.astimezone(datetime.UTC).strftime(_MOMENT)})
        context["older"] = "&".join(filter(None, [query, older_query]))
    context["problems"] = [*context.get("problems", []), *([problem] if problem else [])]
    context["days"] = [
        (day, list(together))
        for day, together in groupby(entries, key=lambda one: timezone.localtime(one.at).date())
    ]
    context["is_later"] = before is not None
    return render(request, "programs/changes.html", context)


def _moment(text: str) -> tuple[datetime.datetime | None, str]:
    """Return the moment that an address names, and a sentence if it is none."""
    if not text.strip():
        return None, ""
    try:
        if re.fullmatch(r"[1-9][0-9]{3}[01][0-9]{3}T[0-9]{6}\.[0-9]{6}Z", text, re.ASCII):
            return datetime.datetime.strptime(text, _MOMENT).replace(tzinfo=datetime.UTC), ""
    except ValueError:
        pass
    return None, f"We ignored before {quoted([text])}: it is not a moment of this list."


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
    text = atom(
        entries,
        title=title,
        subtitle=subtitle,
        page=page,
        path=request.path,
        query=query,
        day=request.catalogue.day,
        absolute=request.build_absolute_uri,
    )
    return HttpResponse(text, content_type=MEDIA_TYPE)

"""Lists by type and by degree, at addresses that people and search engines can keep."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from programs import choices
from programs.catalogue import Listing, Snapshot
from programs.choices import ProgramType
from programs.landings import LANDINGS, LEAST, Landing
from programs.presentation.json_ld import list_json_ld, script
from programs.views.browse import PAGE_SIZE
from programs.views.public import public_page
from programs.views.shelf import shelf


class Link(NamedTuple):
    """A list to go on to."""

    words: str
    address: str
    count: int


class Part(NamedTuple):
    """Lists under one heading, which leads to all of them if it has an address."""

    heading: str
    address: str
    links: list[Link]


_STUDENT_NOW = [value for value in choices.Enrollment.values if value != choices.Enrollment.NONE]


@public_page
def landings(request: HttpRequest) -> HttpResponse:
    """All lists that have programs: by degree, and by degree within each type."""
    snapshot = request.catalogue
    every = reverse("programs:programs")
    parts = [Part("Of any type", every, counted(Landing().by_degree(), snapshot))]
    for kind in ProgramType:
        one = Landing(kind)
        found = counted([("All", one), *one.by_degree()], snapshot)
        parts.append(Part(kind.plural, one.get_absolute_url(), found))
    return render(request, "programs/landing_list.html", {"parts": parts})


@public_page
def landing(request: HttpRequest, path: str) -> HttpResponse:
    shown = LANDINGS.get(path)
    if shown is None:
        raise Http404("There is no such list.")
    snapshot = request.catalogue
    listing = Listing.of(QueryDict(shown.query), snapshot)
    count = len(listing)
    cards = list(shelf.cards(listing[:PAGE_SIZE], snapshot).values())
    beside = (
        Part("The same by the degree that is asked for", "", counted(shown.by_degree(), snapshot)),
        Part("The same by type", "", counted(shown.by_kind(), snapshot)),
    )
    address = request.build_absolute_uri(shown.get_absolute_url())
    trail = [("Lists", request.build_absolute_uri(reverse("programs:landings")))]
    listed = [
        (card.program.name, request.build_absolute_uri(card.program.get_absolute_url()))
        for card in cards
    ]
    context = {
        "landing": shown,
        "count": count,
        "rest": count - len(cards),
        "cards": cards,
        "beside": [part for part in beside if part.links],
        "is_found": count >= LEAST,
        **silent(shown, snapshot),
        "json_ld": script(list_json_ld(shown.title, listed, address=address, trail=trail)),
    }
    return render(request, "programs/landing.html", context)


def counted(named: list[tuple[str, Landing]], snapshot: Snapshot) -> list[Link]:
    """Return links to those of the lists that have programs."""
    found = ((words, one, len(Listing.of(QueryDict(one.query), snapshot))) for words, one in named)
    return [Link(words, one.get_absolute_url(), count) for words, one, count in found if count]


def silent(shown: Landing, snapshot: Snapshot) -> dict[str, Any]:
    """Return what the list by itself would hide: who must be a student, and who doesn’t say.

    Nothing of a list of any degree: there, each program says it.
    """
    if shown.degree is None:
        return {}
    kind = shown.kind.value if shown.kind else ""
    of_kind = f"program_type={kind}&" if kind else ""
    students = f"{shown.query}&enrollment={'&enrollment='.join(_STUDENT_NOW)}"
    unstated = f"{of_kind}degree={choices.UNSTATED}"
    return {
        "students": len(Listing.of(QueryDict(students), snapshot)),
        "students_query": students,
        "unstated": len(Listing.of(QueryDict(unstated), snapshot)),
        "unstated_query": unstated,
    }

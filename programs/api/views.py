"""What each address of the API answers."""

from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api import cursors
from programs.api.base import PublicView, unknown_in
from programs.api.documents import answers_of
from programs.api.envelopes import (
    FacetListSerializer,
    MatchSerializer,
    OrganizationListSerializer,
    ProgramListSerializer,
)
from programs.api.organizations import ByName, shown_organizations
from programs.api.parameters import PAGING, SLUG, answers, filters
from programs.api.serializers import OrganizationSerializer, ProgramSerializer
from programs.api.told import programs_told
from programs.catalogue import Counts, Listing
from programs.eligibility import Group
from programs.filters import Facet, Ignored, ProgramFilter
from programs.forms import ApplicantForm
from programs.matching import Match
from programs.models import Program
from programs.presentation import verdicts
from programs.presentation.questions import PRIVATE, QUESTIONS
from programs.views.match import ASKED, NOTE, STEPS, group_in, parts_of
from programs.views.program import merged_into
from programs.views.shelf import programs_of
from programs.views.sheltered import sheltered

FILTERS = tuple(ProgramFilter.base_filters)


def read_words(asked: ProgramFilter, request: Request, *known: str) -> dict[str, Any]:
    """Return what was made of an address of filters: what was ignored, and what was corrected."""
    pairs = asked.reading.corrected
    return {
        "ignored": told([*asked.ignored, *unknown_in(request, *FILTERS, *known)]),
        "corrected": [{"typed": typed, "used": used} for typed, used in pairs],
    }


def told(ignored: list[Ignored]) -> list[dict[str, str]]:
    return [{"parameter": one.parameter, "sentence": one.sentence} for one in ignored]


class Programs(PublicView):
    @answers_of("programs", ProgramListSerializer, [*filters(), *PAGING])
    def get(self, request: Request) -> Response:
        """List the programs that match, in the same order as `/programs/`.

        Takes the query of that page: several values of one parameter are alternatives, several
        parameters narrow. Closed programs are out unless `status` asks for them.
        """
        listing = Listing.of(request.query_params, request.catalogue)
        sheet = cursors.sheet_of(request, listing.positions, query=listing.asked.query())
        shown = programs_told(sheet.items, request.catalogue)
        results = ProgramSerializer(shown, many=True, context={"request": request}).data
        words = read_words(listing.asked, request, *cursors.PARAMETERS)
        return Response({**sheet.told, **words, "results": results})


class OneProgram(PublicView):
    @answers_of("program", ProgramSerializer, [SLUG], moves=True)
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Give one program. One that was merged into another leads there."""
        keys = Program.objects.filter(slug=slug).values_list("pk", flat=True)
        shown = programs_told(keys, request.catalogue)
        if not shown:
            kept = merged_into(slug)
            return redirect(reverse("programs:api-program", args=[kept.slug]), permanent=True)
        return Response(ProgramSerializer(shown[0], context={"request": request}).data)


class Organizations(PublicView):
    @answers_of("organizations", OrganizationListSerializer, PAGING)
    def get(self, request: Request) -> Response:
        """List who runs programs, by name."""
        sheet = cursors.sheet_of(request, ByName(shown_organizations()), query="")
        results = OrganizationSerializer(sheet.items, many=True, context={"request": request}).data
        ignored = told(unknown_in(request, *cursors.PARAMETERS))
        return Response({**sheet.told, "ignored": ignored, "results": results})


class OneOrganization(PublicView):
    @answers_of("organization", OrganizationSerializer, [SLUG])
    def get(self, request: Request, slug: str) -> Response:
        """Give one organization."""
        shown = shown_organizations().filter(slug=slug).first()
        if shown is None:
            raise NotFound("There is no organization with programs at this address.")
        return Response(OrganizationSerializer(shown, context={"request": request}).data)


class Facets(PublicView):
    @answers_of("facets", FacetListSerializer, filters())
    def get(self, request: Request) -> Response:
        """Count what each value of each filter would give, beside what the query asks already."""
        listing = Listing.of(request.query_params, request.catalogue)
        asked, counts = listing.asked, listing.counts()
        facets = [facet_data(name, one, asked, counts) for name, one in asked.facets.items()]
        words = read_words(asked, request)
        return Response({"count": len(listing), **words, "facets": facets})


def facet_data(name: str, facet: Facet, asked: ProgramFilter, counts: Counts) -> dict[str, Any]:
    found, chosen = counts.get(name, {}), asked.chosen[name]
    return {
        "parameter": name,
        "label": facet.label,
        "values": [
            {
                "value": value,
                "label": label,
                "count": found.get(value, 0),
                "is_chosen": value in chosen,
            }
            for value, label in facet.options()
        ],
    }


class FindMyPath(PublicView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let no cache keep what is private in an address."""
        query = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
        if PRIVATE.isdisjoint(name for name, _ in query):
            return super().dispatch(request, *args, **kwargs)

        def private() -> HttpResponse:
            response = super(PublicView, self).dispatch(request, *args, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            return response

        return sheltered(request, private)

    @answers_of("match", MatchSerializer, [*answers(), *PAGING])
    def get(self, request: Request) -> Response:
        """Sort the programs by what somebody says of themselves, as `/match/` does.

        Every answer may be left out. We store and log nothing of them. But they stand in the
        address, which others on the way may keep; to avoid that, POST them as a form to
        `/match/?format=json`.
        """
        form = ApplicantForm(request.query_params)
        found = Match(form.applicant, request.catalogue)
        group, problem = group_in(request.query_params)
        groups = [group] if group else list(Group)
        query = f"{form.query(private=True)}&group={group or ''}"
        sheet = cursors.sheet_of(request, found.positions(groups), query=query)
        ignored = [
            *form.ignored,
            *([Ignored("group", problem)] if problem else []),
            *unknown_in(request, *QUESTIONS, "group", *cursors.PARAMETERS),
        ]
        return Response({**sheet.told, "ignored": told(ignored), **match_data(found, sheet.items)})


def match_data(found: Match, ids: list[int]) -> dict[str, Any]:
    """Return what the match comes to, and the verdicts on these programs."""
    _, ways = parts_of(found, {}, found.near_misses()[:STEPS])
    parts = [verdicts.Part(group=one, count=found.counts[one], fits=()) for one in Group]
    fits = verdicts.fits(programs_of(ids, found.snapshot), found.verdicts(ids))
    data = verdicts.as_data([], found.missing()[:ASKED], ways)
    return {
        "note": NOTE,
        "summary": verdicts.summary_words(found.counts),
        "groups": [
            {"group": one.group, "label": one.group.label, "words": one.words, "count": one.count}
            for one in parts
        ],
        "missing": data["missing"],
        "steps": data["steps"],
        "results": [verdicts.fit_data(fit) for fit in fits.values()],
    }

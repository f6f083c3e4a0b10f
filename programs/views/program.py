from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from programs import choices
from programs.catalogue import Snapshot
from programs.checks import read_checks
from programs.markdown import to_html
from programs.models import Program, ProgramQuerySet
from programs.presentation import facts, sourcing
from programs.presentation.json_ld import program_json_ld, script
from programs.presentation.outcomes import outcomes
from programs.presentation.rounds import applying
from programs.presentation.standing import standing
from programs.views.public import public_page


@public_page
def program(request: HttpRequest, slug: str) -> HttpResponse:
    shown = with_all(Program.objects.published()).filter(slug=slug).first()
    if shown is None:
        return redirect(merged_into(slug), permanent=True)
    context = page_of(shown, request.catalogue)
    address = request.build_absolute_uri(shown.get_absolute_url())
    confirmed = context["confirmed"]
    context["json_ld"] = script(
        program_json_ld(
            shown,
            context["rounds"],
            address=address,
            trail=[("Programs", request.build_absolute_uri(reverse("programs:programs")))],
            reviewed_on=confirmed.on if confirmed and confirmed.is_whole else None,
        )
    )
    return render(request, "programs/program_detail.html", context)


def with_all(programs: ProgramQuerySet) -> ProgramQuerySet:
    """Return the programs with all that their pages read."""
    return programs.select_related("organization", "successor").prefetch_related(
        "audiences", "locations", "topics", "roles", "rounds", "evidence"
    )


def merged_into(slug: str) -> Program:
    """Return the published program that one of this slug was merged into; 404 if there is none."""
    kept = Program.objects.published().filter(redirects__old_slug=slug).first()
    if kept is None:
        raise Http404("There is no program at this address.")
    return kept


def page_of(program: Program, snapshot: Snapshot) -> dict[str, Any]:
    """Return what the page of a program says on the snapshot's day."""
    applied = applying(program, snapshot.day)
    successor = program.successor
    return {
        "program": program,
        "kind": choices.ProgramType(program.program_type),
        "host": sourcing.host_of(program.url),
        "standing": standing(program),
        "description": to_html(program.description, top_heading=3),
        "outcomes": outcomes(program, snapshot),
        "rounds": applied.rounds,
        "rounds_title": "Past rounds" if applied.opens_any else "Dates on record",
        "expected": applied.expected,
        "all_year": applied.all_year,
        "expects_more": applied.expects_more,
        "successor": successor
        if successor and successor.publication == choices.Publication.PUBLISHED
        else None,
        "predecessors": program.predecessors.published().order_by("name", "pk"),
        "alike": facts.alike(program),
        **sourced(program),
    }


def sourced(program: Program) -> dict[str, Any]:
    """Return the facts with what they rest on, and the sources of everything else."""
    evidence = sorted(program.evidence.all(), key=lambda piece: piece.pk)
    checks = read_checks([program.pk])[program.pk]
    groups = {
        "requirements": facts.requirements(program),
        "experience": facts.experience(program),
        "money": facts.money(program),
    }
    told = {name for group in groups.values() for fact in group for name in fact.fields}
    rest = [piece for piece in evidence if piece.field not in told]
    others = sourcing.sources_of(rest)
    return {
        **{
            name: sourcing.with_sources(program, group, evidence, checks)
            for name, group in groups.items()
        },
        "freshness": sourcing.freshness_words(program, checks.confirmed),
        "confirmed": checks.confirmed,
        "source_host": sourcing.host_of(program.source_url),
        "statements": [source for source in others if source.words],
        "further_sources": [
            source for source in others if not source.words and source.url != program.source_url
        ],
        "known_generally": sourcing.known_generally(rest),
    }

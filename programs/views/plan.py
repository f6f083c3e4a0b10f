"""Plan a route: the shortest chains of programs from a person to a goal."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render

from programs.catalogue import Listing, Snapshot
from programs.filters.fields import quoted
from programs.forms import ApplicantForm
from programs.matching import Match
from programs.models import Guide, Program
from programs.presentation import routes as telling
from programs.routes import Goal, goal_of, goals_in, routes_to
from programs.views.answered import answered
from programs.views.match import NOTE, RESEARCH_GUIDE
from programs.views.shelf import programs_of

NAMED = 6
"""So many programs are offered where a name fits several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The goal that was asked for; or programs of which one may have been meant."""

    goal: Goal | None = None
    offered: tuple[Program, ...] = ()
    typed: str = ""
    """What was typed to find a program by its name, where it is not settled."""
    problems: list[str] = field(default_factory=list)


@answered
def plan(request: HttpRequest, given: QueryDict, as_json: bool) -> HttpResponse:
    """Show the routes from these answers to this goal."""
    snapshot = request.catalogue
    form = ApplicantForm(given)
    match = Match(form.applicant, snapshot)
    wanted = wanted_in(given, snapshot)
    told = told_of(match, wanted.goal) if wanted.goal and wanted.goal.programs else None
    problems = [*wanted.problems, *form.problems]
    if as_json:
        data = telling.as_data(told, wanted.goal) if told else {}
        return JsonResponse({"note": NOTE, "problems": problems, **data})
    context = {
        "note": NOTE,
        "wanted": wanted,
        "goals": goals_in(snapshot),
        "told": told,
        "guide": guide_for(told),
        "problems": problems,
        "form": form,
        "sections": form.sections(match.tested),
        "link": link_of(form, wanted.goal),
        "match_link": form.query(private=form.is_open),
    }
    return render(request, "programs/plan.html", context)


def wanted_in(given: QueryDict, snapshot: Snapshot) -> Wanted:
    """Return the goal: a program that was picked, else one that was typed, else the one chosen."""
    picked, typed = given.get("pick", "").strip(), given.get("named", "").strip()
    if typed and not picked:
        return typed_in(typed, snapshot)
    chosen = picked or given.get("goal", "").strip()
    if not chosen:
        return Wanted()
    goal = goal_of(chosen, snapshot)
    problem = (
        f"We ignored goal {quoted([chosen])}: it is neither a program, nor a kind of program or "
        "of work that we know."
    )
    return Wanted(goal=goal, problems=[] if goal else [problem])


def typed_in(typed: str, snapshot: Snapshot) -> Wanted:
    """Return the program that a name means, or those that it may mean."""
    listing = Listing.of(QueryDict(urlencode({"q": typed})), snapshot)
    found = programs_of(listing[:NAMED], snapshot)
    alike = [one for one in found if one.name.casefold() == typed.casefold()]
    only = alike[0] if len(alike) == 1 else found[0] if len(found) == 1 else None
    if only:
        return Wanted(goal=goal_of(only.slug, snapshot))
    problems = [] if found else [f"We found no program for {quoted([typed])}."]
    return Wanted(offered=tuple(found), typed=typed, problems=problems)


def told_of(match: Match, goal: Goal) -> telling.Told:
    """Return what to say of the ways to a goal: one query."""
    found = routes_to(match, goal.programs)
    named = telling.programs_in(found)
    programs = {one.pk: one for one in programs_of(named, match.snapshot)}
    return telling.told(found, match.applicant, programs)


def guide_for(told: telling.Told | None) -> Guide | None:
    """Return the guide to research on one’s own, if that is a step and the guide is published."""
    if told is None or not told.has_research:
        return None
    return Guide.objects.published().filter(slug=RESEARCH_GUIDE).first()


def link_of(form: ApplicantForm, goal: Goal | None) -> str:
    """Return the address of these answers and this goal, after the question mark."""
    answers = form.query(private=form.is_open)
    return "&".join(filter(None, [urlencode({"goal": goal.value}) if goal else "", answers]))

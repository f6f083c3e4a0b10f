"""Find my path: what is open to a person, from answers that nobody keeps."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render

from programs.eligibility import Group
from programs.filters.fields import quoted
from programs.forms import ApplicantForm
from programs.matching import Match, NearMiss
from programs.models import Guide, Program
from programs.presentation import verdicts
from programs.presentation.questions import PRIVATE, QUESTIONS
from programs.views.answered import answered
from programs.views.browse import page_of
from programs.views.shelf import programs_of

FIRST = 10
"""So many programs of each group are shown beside each other."""
ASKED = 2
"""So many of the missing answers are asked for at once."""
STEPS = 5
GIVERS = 3
RESEARCH_GUIDE = "research-experience"
NOTE = "We read the official pages; the program decides."


@answered
def match(request: HttpRequest, given: QueryDict, as_json: bool) -> HttpResponse:
    """Sort the programs by these answers, on a page or as JSON."""
    form = ApplicantForm(given)
    found = Match(form.applicant, request.catalogue)
    view = view_of(found, given)
    steps = [] if view.alone else found.near_misses()[:STEPS]
    parts, ways = parts_of(found, view.shown, steps)
    missing = found.missing()[:ASKED]
    told = {
        "note": NOTE,
        "summary": verdicts.summary_words(found.counts),
        "problems": [*form.problems, *view.problems],
    }
    if as_json:
        data = verdicts.as_data(parts, missing, ways)
        return JsonResponse({**told, "counts": found.counts, **data})
    context = {
        "view": view,
        "total": sum(found.counts.values()),
        "parts": parts,
        "ways": ways,
        "guide": guide_for(ways),
        "missing": [(QUESTIONS[one.answer], one) for one in missing],
        "tally": [(group, verdicts.TALLY[group], found.counts[group]) for group in Group],
        **of_form(form, found.tested),
    }
    return render(request, "programs/match.html", {**told, **context})


def of_form(form: ApplicantForm, tested: frozenset[str]) -> dict[str, Any]:
    """Return what the page shows of the questions and the answers."""
    return {
        "form": form,
        "sections": form.sections(tested),
        "private": " ".join(sorted(PRIVATE)),
        "link": form.query(private=form.is_open),
    }


@dataclass(frozen=True, slots=True)
class Members:
    """The programs of one group, as a sequence of ids."""

    match: Match
    group: Group

    def __len__(self) -> int:
        return self.match.counts[self.group]

    def __getitem__(self, places: slice) -> list[int]:
        start, stop, _ = places.indices(len(self))
        return self.match.page(self.group, start, stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the groups is looked at: the first programs of all, or a page of one alone."""

    shown: dict[Group, list[int]]
    problems: list[str]
    alone: Group | None = None
    page: Page | None = None


def view_of(match: Match, given: QueryDict) -> View:
    """Return what is asked for, or else all groups, with a sentence if that is something else."""
    group, problem = group_in(given)
    if group:
        page, problem = page_of(Members(match, group), given.getlist("page"))
        problems = [problem] if problem else []
        return View(shown={group: page.object_list}, problems=problems, alone=group, page=page)
    ignored = [problem] if problem else []
    return View(shown={group: match.page(group, 0, FIRST) for group in Group}, problems=ignored)


def group_in(given: QueryDict) -> tuple[Group | None, str]:
    """Return the one group that is asked for, or None; and a sentence if it is none that is."""
    text = given.get("group", "").strip()
    if not text or text in Group.values:
        return Group(text) if text else None, ""
    allowed = ", ".join(Group.values)
    return None, f"We ignored group {quoted([text])}: it is not one of {allowed}."


def parts_of(
    match: Match, shown: dict[Group, list[int]], misses: list[NearMiss]
) -> tuple[list[verdicts.Part], list[verdicts.Way]]:
    """Return the groups with these of their programs, and the steps with programs that give them.

    As many queries for many programs as for one.
    """
    ids = [pk for page in shown.values() for pk in page]
    givers = [match.in_order(miss.givers, 0, GIVERS) for miss in misses]
    wanted = dict.fromkeys([*ids, *(pk for some in givers for pk in some)])
    programs = {one.pk: one for one in programs_of(wanted, match.snapshot)}
    listed = [programs[pk] for pk in ids if pk in programs]
    fits = verdicts.fits(listed, match.verdicts(ids))
    parts = [
        verdicts.Part(
            group=group,
            count=match.counts[group],
            fits=tuple(fits[pk] for pk in page if pk in fits),
        )
        for group, page in shown.items()
    ]
    return parts, [way_of(*pair, programs) for pair in zip(misses, givers, strict=True)]


def way_of(miss: NearMiss, givers: list[int], programs: dict[int, Program]) -> verdicts.Way:
    known = tuple(programs[pk] for pk in givers if pk in programs)
    return verdicts.Way(
        step=miss.step, opens=len(miss.opens), givers=known, more=len(miss.givers) - len(givers)
    )


def guide_for(ways: list[verdicts.Way]) -> Guide | None:
    """Return the guide to research experience, if that is a step and the guide is published."""
    if not any(way.step.answer == "research" for way in ways):
        return None
    return Guide.objects.published().filter(slug=RESEARCH_GUIDE).first()

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from programs import catalogue
from programs.eligibility import Group
from programs.eligibility.moves import afterwards
from programs.forms import ApplicantForm
from programs.matching import OPEN, Match, listed
from programs.models import Program
from programs.presentation import verdicts
from programs.requirements import GAINS, gains_of
from programs.views.shelf import programs_of
from programs.views.throttling import limited


# As with “Find my path”: the answers come in the body, change nothing and are not kept.
@csrf_exempt
@sensitive_post_parameters()
@require_POST
@limited
def fit(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the part of a program's page that holds it against the answers that were sent."""
    snapshot = catalogue.current(timezone.localdate())
    keys = Program.objects.filter(slug=slug).values_list("pk", flat=True)
    shown = programs_of([pk for pk in keys if pk in listed(snapshot)], snapshot)
    if not shown:
        raise Http404("There is no program at this address that one could apply to.")
    (program,) = shown
    form = ApplicantForm(request.POST)
    match = Match(form.applicant, snapshot)
    told = verdicts.fits(shown, match.verdicts([program.pk]))[program.pk]
    context = {
        "fit": told,
        "opens": opened_after(program, match),
    }
    response = render(request, "programs/_fit.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def opened_after(program: Program, match: Match) -> int:
    """Return how many programs would come within reach for the person after this one."""
    gains = gains_of({name: getattr(program, name) for name in GAINS})
    if not gains:
        return 0
    then = match.after(afterwards(match.applicant, gains)).groups
    out = match.groups[Group.NOT_YET] | match.groups[Group.NOT_FOR_YOU]
    return sum(len(out & then[group]) for group in OPEN)

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from programs.models import Organization, Program
from programs.presentation.sourcing import host_of
from programs.views.public import public_page


@public_page
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Organization, slug=slug)
    programs = list(
        Program.objects.published()
        .filter(organization=shown)
        .select_related("organization")
        .order_by("name", "pk")
    )
    if not programs:
        raise Http404("This organization has no program that visitors may see.")
    context = {
        "organization": shown,
        "host": host_of(shown.url),
        "running": [program for program in programs if not program.is_closed],
        "closed": [program for program in programs if program.is_closed],
    }
    return render(request, "programs/organization_detail.html", context)

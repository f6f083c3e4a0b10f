"""The public page of a program as it would be, before visitors can see it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from programs import catalogue
from programs.models import Program
from programs.views.program import page_of, with_all


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page of any program, as it is saved, to those who may look at it in the admin."""
    if not request.user.has_perm("programs.view_program"):
        raise PermissionDenied
    program = get_object_or_404(with_all(Program.objects.all()), pk=pk)
    context = page_of(program, catalogue.current(timezone.localdate()))
    return render(request, "admin/programs/program/preview.html", context)

"""What curators do from the start page by one button: confirm, claim, release, publish."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from programs.curation import claims, confirming, publishing
from programs.curation.harm import GROUPS
from programs.models import Check, Program

_GROUPS = {group.name: group for group in GROUPS}
EVERYTHING = "all"

Deed = Callable[..., None]


def _deed(permission: str) -> Callable[[Deed], Callable[..., HttpResponse]]:
    """Make a view of what people with the permission do by a button, and lead back from it."""

    def decorate(deed: Deed) -> Callable[..., HttpResponse]:
        @wraps(deed)
        def view(request: HttpRequest, **of: Any) -> HttpResponse:
            if not request.user.has_perm(f"programs.{permission}"):
                raise PermissionDenied
            if request.method != "POST":
                return HttpResponseNotAllowed(["POST"])
            deed(request, **of)
            return redirect(_way_back(request))

        return view

    return decorate


def _way_back(request: HttpRequest) -> str:
    """Return the page of the site that the form names; else the desk."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return reverse("admin:index")


@_deed("add_check")
def confirm(request: HttpRequest, pk: int) -> None:
    """Store that the facts of a group, or all, are still true."""
    program = get_object_or_404(Program, pk=pk)
    name = request.POST.get("group", "")
    if name != EVERYTHING and name not in _GROUPS:
        raise Http404("There is no such group of facts.")
    fields = () if name == EVERYTHING else _GROUPS[name].fields
    what = "all facts" if name == EVERYTHING else _GROUPS[name].label
    confirming.confirm(program, by=request.user, at=timezone.now(), fields=fields)
    messages.success(request, f"“{program.name}”: {what} confirmed.")


@_deed("add_check")
def unconfirm(request: HttpRequest, pk: int) -> None:
    """Take back a check that was a slip."""
    check = get_object_or_404(Check.objects.select_related("program"), pk=pk)
    if confirming.take_back(check, by=request.user, at=timezone.now()):
        messages.success(request, f"The check of “{check.program.name}” is taken back.")
    else:
        messages.error(request, "Only your own checks of the last hour can be taken back.")


@_deed("change_program")
def claim(request: HttpRequest, pk: int) -> None:
    """Keep a listing from the others for a while."""
    program = get_object_or_404(Program, pk=pk)
    try:
        held = claims.claim(program, by=request.user, at=timezone.now())
    except claims.Claimed as refused:
        messages.error(request, f"“{program.name}”: {refused}")
    else:
        until = f"{timezone.localtime(held.until):%H:%M}"
        messages.success(request, f"“{program.name}” is yours until {until}.")


@_deed("change_program")
def release(request: HttpRequest, pk: int) -> None:
    """Give a listing back."""
    program = get_object_or_404(Program, pk=pk)
    if claims.release(program, by=request.user):
        messages.success(request, f"“{program.name}” is free for others.")


@_deed("publish_program")
def publish_due(request: HttpRequest) -> None:
    """Publish the programs whose day has come, as those who set it."""
    outcome = publishing.publish_due(timezone.localdate())
    if published := len(outcome.published):
        are = "1 program is" if published == 1 else f"{published} programs are"
        messages.success(request, f"{are} published now.")
    for why, left in outcome.left.items():
        names = ", ".join(f"“{one.program.name}”" for one in left)
        messages.warning(request, f"Not published: {names}. {why}")
    if not (outcome.published or outcome.left):
        messages.info(request, "Nothing is due any more.")


DEEDS = {"confirm": confirm, "unconfirm": unconfirm, "claim": claim, "release": release}
"""What is done with one listing or check."""

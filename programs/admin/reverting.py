"""The page that says what taking changes back would do, and does it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from programs.admin.history import line
from programs.admin.recorded import REASON_LENGTH, id_in, reason_in
from programs.admin.sections import field_label
from programs.curation.reverting import CannotRevert, Step, revert, steps
from programs.ledger import read_states
from programs.models import Change, Program
from programs.presentation.values import names_in

_MOST = 200


def revert_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the changes that `change` names, each as it is now and as it would be; take them back.

    Those that were edited since are not ticked: somebody else's work is not lost unasked.
    """
    program = get_object_or_404(Program, pk=pk)
    if not request.user.has_perm("programs.change_program"):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    changes = _changes(program, asked.getlist("change"))
    if request.method == "POST":
        if not changes:
            messages.error(request, "Nothing was ticked, and nothing was taken back.")
        elif _take_back(request, program, changes):
            return redirect("admin:programs_program_history", pk)
        changes = _changes(program, request.GET.getlist("change"))
    elif not changes:
        raise Http404("These are no changes of this program.")
    return _page(request, program, changes)


def _changes(program: Program, ids: list[str]) -> list[Change]:
    known = [id_in(one) for one in ids[:_MOST]]
    changes = program.changes.filter(pk__in=known).exclude(field=Change.CREATED)
    return list(changes.select_related("by").order_by("pk"))


def _take_back(request: HttpRequest, program: Program, changes: list[Change]) -> bool:
    if any(one.field == "publication" for one in changes) and not request.user.has_perm(
        "programs.publish_program"
    ):
        raise PermissionDenied
    try:
        fields = revert(
            program,
            changes,
            by=request.user,
            reason=reason_in(request) or _reason(changes[0]),
            seen=id_in(request.POST.get("seen_change", "")),
        )
    except CannotRevert as refused:
        messages.error(request, str(refused))
        return False
    if fields:
        told = ", ".join(map(field_label, fields))
        messages.success(request, f"Back to what it was: {told}.")
    else:
        messages.info(request, "It is so already. Nothing was changed.")
    return True


def _reason(change: Change) -> str:
    return f"Back to before {change.at:%Y-%m-%d}"


def _page(request: HttpRequest, program: Program, changes: list[Change]) -> HttpResponse:
    now = read_states([program.pk])[program.pk]
    found = steps(changes, now)
    names = names_in(
        Change(field=one.change.field, before=one.now, after=one.change.before) for one in found
    )
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "opts": Program._meta,
        "title": "Take changes back",
        "original": program,
        "rows": [_row(one, names) for one in found],
        "seen": program.changes.order_by("-pk").values_list("pk", flat=True).first(),
        "reason_length": REASON_LENGTH,
    }
    return TemplateResponse(request, "admin/programs/program/revert.html", context)


def _row(one: Step, names: Any) -> dict[str, Any]:
    shown = line(one.change.field, one.now, one.change.before, names)
    return {"step": one, "line": shown, "label": capfirst(shown.label)}

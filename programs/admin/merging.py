"""The pages on which two listings of one program become one, and are taken apart again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from programs.admin.confirmed import CONFIRM_FIELD
from programs.admin.history import line
from programs.admin.merged import may_merge
from programs.admin.recorded import id_in, reason_in
from programs.admin.sections import field_label
from programs.checks import Checks, read_checks
from programs.curation import pairs
from programs.curation.choosing import BOTH, GONE, KEPT, Difference, differences, result
from programs.curation.confirming import confirm
from programs.curation.merging import CannotMerge, Undoing, merge, newest_change, undo, undoing
from programs.dates import PartialDate
from programs.ledger import State, Value, read_states
from programs.models import Change, LikelyPair, Merge, Program
from programs.presentation.values import Names, item_words, names_in, value_words

REASON_LENGTH = 100
"""The history names the other program before it."""
_SHOWN = 1_000  # Of a description so much is enough to choose.
_DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two says of a field, as paragraphs, and how sure that is."""

    whose: str
    words: list[str]
    sure: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A field that is chosen; the last side of a list is both together."""

    field: str
    label: str
    sides: list[Side]


# --- The merge -----------------------------------------------------------------------------------


def merge_view(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Show what two programs say differently, merge them as it is chosen, or tell them apart."""
    if not may_merge(request.user):
        raise PermissionDenied
    if pk == other:
        raise Http404("A program cannot be merged into itself.")
    programs = Program.objects.select_related("organization")
    kept, gone = get_object_or_404(programs, pk=pk), get_object_or_404(programs, pk=other)
    if _DIFFERENT in request.POST:
        pairs.tell_apart(kept, gone, by=request.user)
        messages.success(request, f"“{kept.name}” and “{gone.name}” stay two programs.")
        return redirect("admin:programs_program_change", pk)
    if request.method == "POST" and _merge(request, kept, gone):
        return redirect("admin:programs_program_change", pk)
    return TemplateResponse(
        request, "admin/programs/program/merge.html", _merge_context(request, kept, gone)
    )


def _merge(request: HttpRequest, kept: Program, gone: Program) -> bool:
    now = timezone.now()
    try:
        merged = merge(
            kept,
            gone,
            _chosen(request),
            by=request.user,
            at=now,
            reason=reason_in(request, longest=REASON_LENGTH),
            seen=id_in(request.POST.get("seen_change", "")),
        )
    except CannotMerge as refused:
        messages.error(request, f"{refused} Nothing was merged.")
        return False
    if CONFIRM_FIELD in request.POST and request.user.has_perm("programs.add_check"):
        changes = Change.objects.filter(program=kept, at=merged.at, by=request.user)
        if fields := sorted(changes.values_list("field", flat=True)):
            confirm(kept, by=request.user, at=now, fields=fields)
    told = "“{}” is merged into this program: its address leads here. It can be taken back under "
    messages.success(request, format_html(told + "“History”.", gone.name))
    return True


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Return whose value was ticked for each field; fields and values nobody knows do nothing."""
    ticked = {
        name.removeprefix("whose-"): value
        for name, value in request.POST.items()
        if name.startswith("whose-")
    }
    return {name: whose for name, whose in ticked.items() if whose in (KEPT, GONE, BOTH)}


def _merge_context(request: HttpRequest, kept: Program, gone: Program) -> dict[str, Any]:
    states, checks = read_states([kept.pk, gone.pk]), read_checks([kept.pk, gone.pk])
    mine, theirs = states[kept.pk], states[gone.pk]
    found = differences(mine, theirs, checks[kept.pk], checks[gone.pk])
    chosen = {one.field: one.suggested for one in found} | _chosen(request)
    names = names_in(Change(field=one.field, before=one.kept, after=one.gone) for one in found)
    after = result(mine, theirs, chosen)
    pair = LikelyPair.objects.of(kept.pk).filter(Q(first=gone) | Q(second=gone)).first()
    return {
        **admin.site.each_context(request),
        "opts": Program._meta,
        "title": "Merge two listings",
        "kept": kept,
        "gone": gone,
        "why": pair.reason if pair and not pair.different_by_id else "",
        "rows": [
            _row(one, chosen[one.field], (mine, theirs), (checks[kept.pk], checks[gone.pk]), names)
            for one in found
        ],
        "together": _together(after),
        "reports": gone.reports.count(),
        "seen": newest_change([kept.pk, gone.pk]),
        "reason": reason_in(request, longest=REASON_LENGTH),
        "reason_length": REASON_LENGTH,
        "may_confirm": request.user.has_perm("programs.add_check"),
    }


def _row(
    one: Difference,
    chosen: str,
    states: tuple[State, State],
    checks: tuple[Checks, Checks],
    names: Names,
) -> Row:
    sides = [
        Side(whose, _words(one.field, value, names), _sure(one.field, state, made), whose == chosen)
        for whose, value, state, made in zip(
            (KEPT, GONE), (one.kept, one.gone), states, checks, strict=True
        )
    ]
    if one.has_both:
        sides.append(Side(BOTH, ["Both together"], "", chosen == BOTH))
    return Row(one.field, field_label(one.field), sides)


def _words(field: str, value: Value, names: Names) -> list[str]:
    if isinstance(value, list) and value:
        return [item_words(field, item, names) for item in value]
    return [Truncator(value_words(field, value, names)).chars(_SHOWN)]


def _sure(field: str, state: State, checks: Checks) -> str:
    """Return what a value rests on: evidence, a check, or nothing."""
    proofs = sum(one["field"] == field for one in state["evidence"])
    day = checks.day_of(field)
    told = [f"{proofs} pieces of evidence" if proofs > 1 else "with evidence"] if proofs else []
    told += [f"checked on {PartialDate.of(day).words}"] if day else []
    return ", ".join(told)


def _together(after: State) -> list[tuple[str, list[str]]]:
    """Return what is kept of both, in words: other names, rounds, evidence."""
    names = after["other_names"].split("; ") if after["other_names"] else []
    rounds, evidence = (
        [item_words(name, item, {}) for item in after[name]] for name in ("rounds", "evidence")
    )
    found = [("Other names", names), ("Application rounds", rounds), ("Evidence", evidence)]
    return [(label, words) for label, words in found if words]


# --- Taking it back ------------------------------------------------------------------------------


def unmerge_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking a merge back would do, and do it."""
    if not may_merge(request.user):
        raise PermissionDenied
    merged = get_object_or_404(Merge.objects.select_related("kept", "gone", "by"), pk=pk)
    if request.method == "POST":
        try:
            undo(merged, by=request.user, at=timezone.now())
        except CannotMerge as refused:
            messages.error(request, str(refused))
        else:
            told = f"“{merged.gone.name}” is a program of its own again."
            messages.success(request, told)
        return redirect("admin:programs_program_history", merged.kept_id)
    found = undoing(merged)
    context = {
        **admin.site.each_context(request),
        "opts": Program._meta,
        "title": "Take the merge back",
        "merge": merged,
        "programs": [_undone(one) for one in found],
    }
    return TemplateResponse(request, "admin/programs/program/unmerge.html", context)


def _undone(one: Undoing) -> dict[str, Any]:
    pairs_of = [(name, one.now[name], value) for name, value in one.back.items()]
    names = names_in(Change(field=name, before=now, after=was) for name, now, was in pairs_of)
    return {
        "program": one.program,
        "lines": [line(name, now, was, names) for name, now, was in pairs_of],
        "stays": [field_label(name) for name in one.stays],
    }

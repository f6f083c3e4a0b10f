"""What people do with a batch from its page: decide, mend, let in, take back, discard."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from programs.admin.import_doors import ADD, APPLY, back_to, batch_url, door, number_in, screen
from programs.admin.import_words import counted, listed, outcome, outcome_words, tally_of
from programs.admin.sections import field_label
from programs.choices import BatchState, RowAction, RowDecision
from programs.csv_import import (
    Kept,
    NotApplied,
    PlanMoved,
    apply_batch,
    redo_batch,
    undo_batch,
    what_stays,
)
from programs.csv_import.batches import OPEN_STATES, undecided
from programs.csv_import.review import check_batch, decide, mend_row, merge_row, replan
from programs.models import ImportBatch, Program, RowChange

_DECISIONS = {"take": RowDecision.TAKE, "skip": RowDecision.SKIP, "open": ""}
_SHOWN = 200


# --- Rows ------------------------------------------------------------------------------------


@door(ADD, "POST")
def rows(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Decide on all rows of a kind: `decide` is `take-conflict`, `skip-invalid`, `skip-doubt` …"""
    word, _, kind = request.POST.get("decide", "").partition("-")
    wanted = undecided(batch) if kind == "doubt" else batch.rows
    if kind in RowAction.values:
        wanted = wanted.filter(action=kind)
    elif kind not in ("doubt", "all"):
        raise Http404
    if word not in _DECISIONS:
        raise Http404
    count = decide(batch, wanted, _DECISIONS[word])
    told = {"take": "to be taken from the file", "skip": "left out", "open": "as they were"}
    messages.success(request, f"{counted(count, 'row')} {told[word]}.")
    return back_to(request, batch)


@door(ADD, "POST")
def row(request: HttpRequest, batch: ImportBatch, number: int) -> HttpResponse:
    """Mend, merge or decide on one row, and come back to it."""
    one = batch.rows.filter(row=number).first()
    if not one:
        raise Http404
    deed = "merge" if "same_as" in request.POST else request.POST.get("do", "mend")
    if deed in _DECISIONS:
        if not decide(batch, batch.rows.filter(row=number), _DECISIONS[deed]):
            raise NotApplied(_undecidable(one))
    elif deed == "merge":
        _merge(batch, one, request.POST["same_as"])
    elif one.action == RowAction.INVALID:
        mend_row(batch, one, _cells(batch, one, request.POST))
    return back_to(request, batch, done=number)


def _undecidable(one: RowChange) -> str:
    if one.problems:
        return f"Row {one.row} has to be mended before it can go in, or be left out."
    return f"Row {one.row} is in no doubt: it goes in as it is."


def _merge(batch: ImportBatch, one: RowChange, slug: str) -> None:
    if one.action != RowAction.DUPLICATE:
        raise NotApplied(f"Row {one.row} is in no doubt about its program.")
    if not Program.objects.filter(slug=slug).exists():
        raise NotApplied(f"No program here has the key “{slug}”.")
    merge_row(batch, one, slug)


def _cells(batch: ImportBatch, one: RowChange, data: Any) -> dict[str, str]:
    """Return the cells that the form changed, by title: browsers write line ends their own way."""
    posted = {
        title: data[f"cell-{place}"].replace("\r\n", "\n")
        for place, (title, _) in enumerate(batch.report["columns"])
        if f"cell-{place}" in data
    }
    return {
        title: text
        for title, text in posted.items()
        if text.strip() != one.cells.get(title, "").replace("\r\n", "\n").strip()
    }


# --- In --------------------------------------------------------------------------------------


@door(APPLY, "POST")
def apply(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Let the batch in; if programs moved meanwhile, plan again what they are about."""
    words = outcome_words(outcome(tally_of(batch)), is_done=True)
    try:
        apply_batch(
            batch,
            by=request.user,
            partial="partial" in request.POST,
            confirmed=number_in(request.POST.get("confirmed", "")),
        )
    except PlanMoved as moved:
        again = _plan_again(batch, moved.rows)
        messages.warning(request, f"{moved} Nothing went in. {again} Look at them, then try again.")
        return redirect(
            batch_url(batch, **({"row": moved.rows[0]} if len(moved.rows) == 1 else {}))
        )
    messages.success(request, f"It went in: {words}.")
    return redirect(batch_url(batch))


def _plan_again(batch: ImportBatch, numbers: list[int]) -> str:
    """Plan these rows again, all if none are named, and return which they were."""
    if not numbers:
        check_batch(batch)
        return "All rows were planned again."
    with transaction.atomic():
        batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
        if batch.state not in OPEN_STATES:
            raise NotApplied(f"It is {batch.get_state_display().lower()} already.")
        replan(batch, numbers)
    if len(numbers) == 1:
        return f"Row {numbers[0]} was planned again."
    shown = [str(number) for number in numbers[:10]]
    shown += [f"{len(numbers) - 10:,} more"] if len(numbers) > 10 else []
    return f"Rows {listed(shown)} were planned again."


@door(ADD, "POST")
def check(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Check the whole file again, against the programs as they are now."""
    if batch.applied_at:
        raise NotApplied(f"It is {batch.get_state_display().lower()} already.")
    check_batch(batch)
    messages.success(request, "The whole file was checked again.")
    return redirect(batch_url(batch))


# --- Out -------------------------------------------------------------------------------------


@door(APPLY, "GET", "POST")
def undo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Say what would stay as it is; take the batch back."""
    return _back_and_forth(request, batch, BatchState.APPLIED, undo_batch, "undo")


@door(APPLY, "GET", "POST")
def redo(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Say what would stay as it is; let a batch that was taken back in again."""
    return _back_and_forth(request, batch, BatchState.UNDONE, redo_batch, "redo")


def _back_and_forth(
    request: HttpRequest, batch: ImportBatch, state: BatchState, verb: Any, name: str
) -> HttpResponse:
    if batch.state != state:
        raise NotApplied(f"It is {batch.get_state_display().lower()}.")
    if request.method == "POST":
        insist = {number_in(pk) or 0 for pk in request.POST.getlist("insist")}
        kept = verb(batch, by=request.user, insist=insist)
        done = "taken back" if name == "undo" else "in again"
        messages.success(request, f"The import of {batch.file_name} is {done}.")
        if kept:
            messages.warning(request, _kept_words(kept))
        return redirect(batch_url(batch))
    kept = list(what_stays(batch))
    programs = Program.objects.in_bulk([one.program_id for one in kept[:_SHOWN]])
    return screen(
        request,
        "undo",
        "Take the import back" if name == "undo" else "Let the import in again",
        batch,
        verb=name,
        stays=[
            (programs[one.program_id], one, ", ".join(map(field_label, one.fields)))
            for one in kept[:_SHOWN]
        ],
        stays_words=counted(len(kept), "program"),
        more=max(0, len(kept) - _SHOWN),
    )


def _kept_words(kept: list[Kept]) -> str:
    names = Program.objects.filter(pk__in=[one.program_id for one in kept[:5]])
    shown = [f"“{name}”" for name in names.order_by("name").values_list("name", flat=True)]
    shown += [f"{len(kept) - 5:,} more"] if len(kept) > 5 else []
    return f"Some fields stay as they are, of {listed(shown)}."


@door(ADD, "GET", "POST")
def discard(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Ask, then delete a batch that never went in, with its file."""
    if request.method == "POST":
        with transaction.atomic():
            batch.refresh_from_db(from_queryset=ImportBatch.objects.select_for_update())
            if batch.applied_at:
                raise NotApplied("It went in once: it stays, so that the history is complete.")
            batch.delete()
        messages.success(
            request, f"The import of {batch.file_name} is discarded. Nothing of it went in."
        )
        return redirect("admin:programs_importbatch_changelist")
    if batch.applied_at:
        raise NotApplied("It went in once: it stays, so that the history is complete.")
    return screen(request, "discard", "Discard the import", batch)

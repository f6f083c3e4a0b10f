"""Two listings of one program become one, nothing is lost, and it can be taken back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from programs.catalogue import touching
from programs.checks import read_checks
from programs.choices import Publication
from programs.csv_import.rules import broken_rules
from programs.curation.choosing import result
from programs.curation.publishing import forget_overtaken
from programs.ledger import (
    CURATED_FIELDS,
    State,
    read_states,
    recording,
    reversals,
    same,
    update_programs,
)
from programs.models import Change, Check, Merge, Program, Redirect, Report

_MONEY = {kind: (f"{kind}_min", f"{kind}_max", f"{kind}_currency") for kind in ("cost", "funding")}
_REASON_LENGTH = Change._meta.get_field("reason").max_length


class CannotMerge(Exception):
    """Why these two cannot be merged so, or the merge cannot be taken back. Nothing was written."""


@dataclass(slots=True)
class _Edit:
    program_id: int
    before: State
    after: State


def merge(
    kept: Program,
    gone: Program,
    chosen: Mapping[str, str],
    *,
    by: Any,
    at: datetime,
    seen: int,
    reason: str = "",
) -> Merge:
    """Make the two listings one, as it is chosen, and return what takes that back.

    One transaction, in the history of both. The one that goes is archived with all it has; its
    address leads to the one that is kept, which gets its rounds, evidence, other names, reports
    and those checks whose facts came along. `seen` is the id of the last change of either that
    the person knew of. Raises CannotMerge.
    """
    followers = [*Program.objects.filter(successor=gone).exclude(pk=kept.pk)]
    told = f"Merged with “{gone.slug}”"
    told = f"{told}: {reason}" if reason else told
    with touching([kept.pk, gone.pk]):
        with recording(
            [kept, gone, *followers], by=by, reason=told[:_REASON_LENGTH], at=at
        ) as record:
            _refuse(kept, gone, seen)
            mine, theirs = record.before[kept.pk], record.before[gone.pk]
            after = result(mine, theirs, chosen)
            _refuse_misfits(after, mine, theirs)
            edits = [
                _edit(kept.pk, mine, after),
                _edit(gone.pk, theirs, {"publication": Publication.ARCHIVED.value}),
            ]
            for one in followers:
                edits.append(_edit(one.pk, record.before[one.pk], {"successor": kept.slug}))
            update_programs([one for one in edits if one.after])
        forget_overtaken([gone])
        reports = Report.objects.filter(program=gone)
        redirects = Redirect.objects.filter(program=gone)
        merged = Merge.objects.create(
            kept=kept,
            gone=gone,
            by=by,
            at=at,
            reports=list(reports.values_list("pk", flat=True)),
            redirects=list(redirects.values_list("old_slug", flat=True)),
        )
        reports.update(program=kept)
        redirects.update(program=kept)
        Redirect.objects.create(old_slug=gone.slug, program=kept)
        _bring_checks(merged, theirs, after)
    return merged


def _refuse(kept: Program, gone: Program, seen: int) -> None:
    if kept.pk == gone.pk:
        raise CannotMerge("A program cannot be merged into itself.")
    for one in (kept, gone):
        if merged_into(one):
            raise CannotMerge(f"“{one.name}” was merged into another program already.")
    if Change.objects.filter(program__in=[kept, gone], pk__gt=seen).exists():
        raise CannotMerge("Somebody changed one of the two meanwhile. Look again, then decide.")


def _refuse_misfits(after: State, kept: State, gone: State) -> None:
    for kind, (low, high, currency) in _MONEY.items():
        amounts = [after[name] for name in (low, high) if after[name] is not None]
        if not amounts or same(kept[currency], gone[currency]):
            continue
        source = kept if same(after[currency], kept[currency]) else gone
        if any(not same(after[name], source[name]) for name in (low, high)):
            raise CannotMerge(
                f"The amounts of the {kind} would be of one listing and their currency of the "
                "other. Take them from the same."
            )
    if broken := [sentence for _, sentence in broken_rules(after)]:
        raise CannotMerge(f"The two don’t fit together so: {broken[0]}")


def _edit(pk: int, before: State, after: State) -> _Edit:
    new = {name: value for name, value in after.items() if not same(before[name], value)}
    return _Edit(pk, {name: before[name] for name in new}, new)


def _bring_checks(merged: Merge, gone: State, after: State) -> None:
    """Copy the checks of the one that is gone, of those fields that say here what they said there.

    A check of all stays one of all if every field came along.
    """
    names = [name for name in CURATED_FIELDS if name not in ("slug", "publication")]
    changed_at = read_checks([merged.gone_id])[merged.gone_id].changed_at
    alike = {name for name in names if same(gone[name], after[name])}
    copies = []
    for one in merged.gone.checks.select_related("merge"):
        since = max(one.at, one.merge.at) if one.merge else one.at
        stands = {name for name in alike if since >= changed_at.get(name, since)}
        fields = sorted(stands.intersection(one.fields or names))
        if fields:
            every = not one.fields and len(fields) == len(names)
            copies.append(
                Check(
                    program_id=merged.kept_id,
                    fields=[] if every else fields,
                    by_id=one.by_id,
                    at=one.at,
                    merge=merged,
                )
            )
    Check.objects.bulk_create(copies)


# --- Taking it back ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking a merge back does: by program, the values that come back and those that stay."""

    program: Program
    back: State
    stays: State
    """As they were before the merge; they were edited since, and stay as they are."""
    now: State


def undoing(merged: Merge) -> list[Undoing]:
    """Return what taking the merge back would do, first to the program that was kept."""
    changes = _changes(merged)
    ids = {*changes.values_list("program", flat=True), merged.kept_id, merged.gone_id}
    programs = Program.objects.in_bulk(ids)
    states = read_states(ids)
    found = [
        Undoing(programs[one.program_id], one.after, one.kept, states[one.program_id])
        for one in reversals(changes, states)
    ]
    return sorted(found, key=lambda one: (one.program.pk != merged.kept_id, one.program.pk))


def undo(merged: Merge, *, by: Any, at: datetime) -> list[Undoing]:
    """Take the merge back, as far as nothing was edited since, and return what that did.

    One transaction, in the history. Reports, redirects and checks go back to where they were.
    Raises CannotMerge if it was taken back already, the result of it was merged again, or what was
    does not fit any more.
    """
    ids = {*_changes(merged).values_list("program", flat=True), merged.kept_id, merged.gone_id}
    with touching(ids):
        reason = f"Merge with “{merged.gone.slug}” taken back"[:_REASON_LENGTH]
        with recording(ids, by=by, reason=reason, at=at) as record:
            _refuse_undo(merged)
            found = undoing(merged)
            for one in found:
                if broken := [text for _, text in broken_rules({**one.now, **one.back})]:
                    raise CannotMerge(f"What it was does not fit any more: {broken[0]}")
            edits = [
                _edit(one.program.pk, record.before[one.program.pk], one.back) for one in found
            ]
            update_programs([one for one in edits if one.after])
        Merge.objects.filter(pk=merged.pk).update(undone_by=by, undone_at=at)
        Check.objects.filter(merge=merged).delete()
        Report.objects.filter(pk__in=merged.reports, program=merged.kept_id).update(
            program=merged.gone_id
        )
        Redirect.objects.filter(old_slug=merged.gone.slug, program=merged.kept_id).delete()
        Redirect.objects.filter(old_slug__in=merged.redirects, program=merged.kept_id).update(
            program=merged.gone_id
        )
    return found


def _refuse_undo(merged: Merge) -> None:
    if not Merge.objects.standing().filter(pk=merged.pk).exists():
        raise CannotMerge("This merge was taken back already.")
    if later := Merge.objects.standing().filter(gone=merged.kept_id).first():
        raise CannotMerge(
            f"“{merged.kept.name}” was merged into “{later.kept.name}” since. Take that back first."
        )


def _changes(merged: Merge) -> Any:
    return Change.objects.filter(at=merged.at, by=merged.by_id)


def merged_into(program: Program) -> Merge | None:
    """Return the merge that this program went by, None if it stands for itself."""
    return Merge.objects.standing().filter(gone=program).select_related("kept").first()


def newest_change(programs: Iterable[int]) -> int:
    """Return the id of the last change of any of these programs; 0 if there is none."""
    changes = Change.objects.filter(program__in=programs).order_by("-pk")
    return changes.values_list("pk", flat=True).first() or 0

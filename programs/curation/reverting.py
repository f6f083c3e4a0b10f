"""Bringing back what a program's fields were before some changes: an edit like any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from programs.choices import Publication
from programs.csv_import.rules import broken_rules
from programs.curation.merging import merged_into
from programs.curation.publishing import forget_overtaken
from programs.ledger import State, Value, recording, same, update_programs
from programs.models import Change, Organization, Program


class CannotRevert(Exception):
    """What was does not fit any more. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One field that would go back: from what it is now to what it was before the change."""

    change: Change
    now: Value
    is_edited_since: bool
    """Whether it is not what the change made of it any more."""

    @property
    def is_needed(self) -> bool:
        """Whether it is another value now than it was before the change."""
        return not same(self.now, self.change.before)


@dataclass(slots=True)
class _Edit:
    program_id: int
    before: State
    after: State


def steps(changes: Iterable[Change], now: State) -> list[Step]:
    """Return what taking these changes of one program back would do; that it was added, stays."""
    return [
        Step(change, now[change.field], not same(now[change.field], change.after))
        for change in changes
        if change.field != Change.CREATED
    ]


def revert(
    program: Program, changes: Iterable[Change], *, by: Any, reason: str, seen: int
) -> list[str]:
    """Bring back what the fields were before these changes, and return their names.

    One transaction, in the history. `seen` is the id of the last change that the person knew of.
    Raises CannotRevert if there is a newer one, or what was breaks a rule by now.
    """
    with recording([program], by=by, reason=reason) as record:
        now = record.before[program.pk]
        if Change.objects.filter(program=program, pk__gt=seen).exists():
            raise CannotRevert("Somebody changed the program meanwhile. Look again, then decide.")
        after = {one.change.field: one.change.before for one in steps(changes, now)}
        after = {name: value for name, value in after.items() if not same(now[name], value)}
        _refuse_misfits(now, after)
        if after.get("publication") == Publication.PUBLISHED and (merged := merged_into(program)):
            raise CannotRevert(
                f"It was merged into “{merged.kept.name}”. Take that merge back instead."
            )
        before = {name: now[name] for name in after}
        if after:
            update_programs([_Edit(program.pk, before, after)])
        if "publication" in after:
            forget_overtaken([program])
    return list(after)


def _refuse_misfits(now: State, after: State) -> None:
    if broken := [sentence for _, sentence in broken_rules({**now, **after})]:
        raise CannotRevert(f"What it was does not fit any more: {broken[0]}")
    for name, model in (("organization", Organization), ("successor", Program)):
        slug = after.get(name)
        if slug and not model.objects.filter(slug=slug).exists():
            raise CannotRevert(f"The {name} “{slug}” is gone.")

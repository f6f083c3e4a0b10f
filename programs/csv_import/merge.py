"""What a row changes, held against what we have and what its source said before.

Three ways: a source that says what it said last time says nothing new, so a curator's edit stands
without a question; where both sides moved, a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from programs.csv_import.cells import clean
from programs.csv_import.columns import ROUNDS
from programs.csv_import.deltas import amended, is_delta
from programs.dates import PartialDate
from programs.ledger import State, Value, is_blank, same
from programs.models import Change, Check

Conflicts = dict[str, tuple[Value, str]]
"""By field, what the file says and why it is not taken unasked."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person last did to a field, and when: `edited by ada`."""

    at: datetime
    told: str

    def __str__(self) -> str:
        return f"{self.told} on {PartialDate.of(timezone.localtime(self.at).date()).words}"


@dataclass(frozen=True, slots=True)
class LastWord:
    """What a source said of a program last, and when. Of fields not in it, it said nothing."""

    said: State = field(default_factory=dict)
    at: datetime | None = None


@dataclass(slots=True)
class Trail:
    """What people edited and confirmed of one program, the last time each."""

    edits: dict[str, Word] = field(default_factory=dict)
    checks: dict[str, Word] = field(default_factory=dict)

    def edited(self, name: str) -> Word | None:
        return self.edits.get(name) or self.edits.get(Change.CREATED)

    def checked(self, name: str) -> Word | None:
        """Return the last check that covers the field; one without fields covers all."""
        words = [word for key in (name, "") if (word := self.checks.get(key))]
        return max(words, key=lambda word: word.at, default=None)


def read_trails(ids: Iterable[int]) -> dict[int, Trail]:
    """Return the trails of these programs: two queries. Imports and commands leave none."""
    ids = list(ids)
    trails: dict[int, Trail] = defaultdict(Trail)
    changes = Change.objects.filter(program__in=ids, by__isnull=False, batch__isnull=True)
    for pk, name, at, by in changes.order_by("pk").values_list(
        "program", "field", "at", "by__username"
    ):
        trails[pk].edits[name] = Word(at, f"edited by {by}")
    checks = Check.objects.filter(program__in=ids).order_by("at")
    for pk, names, at, by in checks.values_list("program", "fields", "at", "by__username"):
        for name in names or [""]:
            trails[pk].checks[name] = Word(at, f"confirmed by {by}")
    return trails


def changes_of(now: State, said: State) -> State:
    """Return the values that differ from what we have; rounds that are not named stay."""
    return {
        name: value for name, value in wanted(now, said).items() if not says_same(now[name], value)
    }


def settle(
    now: State, changed: State, last: LastWord, trail: Trail, source_date: str | None
) -> tuple[State, Conflicts]:
    """Return which of the changes go in, and which are for a person to decide.

    A field that the source says nothing new of is in neither.
    """
    after: State = {}
    conflicts: Conflicts = {}
    for name, value in changed.items():
        before = last.said.get(name)
        if name in last.said and says_same(_wanted(now, name, before), value):
            continue
        if reason := _reason(now, name, last, trail, source_date):
            conflicts[name] = (value, reason)
        else:
            after[name] = value
    return after, conflicts


def _reason(now: State, name: str, last: LastWord, trail: Trail, source_date: str | None) -> str:
    """Return why the field is not the file's to change, blank if it is."""
    edit, check = trail.edited(name), trail.checked(name)
    if check and (_is_later(check, last.at) or _is_newer(check, source_date)):
        return str(check)
    if name in last.said:
        moved = not says_same(now[name], _wanted(now, name, last.said[name]))
        return (str(edit) if edit else "changed since this source last spoke") if moved else ""
    return str(edit) if edit and not is_blank(now[name]) and _is_later(edit, last.at) else ""


def _is_later(word: Word, at: datetime | None) -> bool:
    return at is None or word.at > at


def _is_newer(word: Word, source_date: str | None) -> bool:
    """Return whether the word is from a day after all that the source's date can mean."""
    if not source_date:
        return False
    return timezone.localtime(word.at).date() > PartialDate.parse(source_date).last_day


def says_same(now: Value, value: Value) -> bool:
    """Return whether a stored value is what a cell says: spaces at the ends don't matter."""
    return same(clean(now), value) if isinstance(now, str) else same(now, value)


def wanted(now: State, said: State) -> State:
    """Return the whole values that a source wants by what it says, given what we have."""
    return {name: _wanted(now, name, value) for name, value in said.items()}


def _wanted(now: State, name: str, value: Value) -> Value:
    if name == ROUNDS and value and not is_delta(value):
        # A file never erases rounds that it doesn't name.
        value = {"add": value, "remove": []}
    return amended(now[name], value) if is_delta(value) else value

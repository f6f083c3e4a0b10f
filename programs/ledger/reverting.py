"""Taking changes back, field by field: what was edited since stays, and is named."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import QuerySet

from programs.choices import Publication
from programs.ledger.state import CHUNK, State, Value, same
from programs.models import Change

_Change = tuple[str, Value, Value]
"""Field, before and after."""


@dataclass(slots=True)
class Reversal:
    """What taking changes back does to one program: an edit for `update_programs`.

    `kept` has the values of fields that were edited since, as they were before the change.
    """

    program_id: int
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)
    kept: State = field(default_factory=dict)

    def insist(self, now: State) -> None:
        """Take back the fields too that were edited since."""
        self.before |= {name: now[name] for name in self.kept}
        self.after |= self.kept
        self.kept = {}


def changed_programs(changes: QuerySet[Change]) -> Iterator[list[int]]:
    """Yield the ids of programs that have any of the changes, some thousand at a time, in order."""
    ids = sorted(set(changes.order_by().values_list("program", flat=True)))
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def reversals(changes: QuerySet[Change], states: dict[int, State]) -> list[Reversal]:
    """Return what it takes to undo the changes of these programs, which are in these states now.

    A program that one of the changes made is archived, since its history stays; if anything of it
    was edited since, it is kept. Of several changes of one field, every second one takes back the
    one before it: they are those of one batch, which was undone and done again.
    """
    found: dict[int, list[_Change]] = defaultdict(list)
    rows = changes.filter(program__in=states).order_by("pk")
    for pk, *one in rows.values_list("program", "field", "before", "after").iterator():
        found[pk].append(tuple(one))
    return [_reversal(pk, found[pk], now) for pk, now in states.items()]


def _reversal(pk: int, changes: list[_Change], now: State) -> Reversal:
    found = Reversal(pk)
    made: State = {}
    standing: dict[str, tuple[Value, Value]] = {}
    for name, before, after in changes:
        if name == Change.CREATED:
            made = dict(after)
        elif made:
            made[name] = after
        elif not standing.pop(name, None):
            standing[name] = before, after
    if made:
        _take_back(found, now, "publication", Publication.ARCHIVED.value, _differ(now, made))
    for name, (before, after) in standing.items():
        _take_back(found, now, name, before, not same(now[name], after))
    return found


def _take_back(found: Reversal, now: State, name: str, before: Value, edited: bool) -> None:
    if same(now[name], before):
        return
    if edited:
        found.kept[name] = before
    else:
        found.before[name], found.after[name] = now[name], before


def _differ(now: State, created: State) -> bool:
    return any(not same(now[name], value) for name, value in created.items() if name in now)

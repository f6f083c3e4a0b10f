"""What typed rows would do, read from the database for some thousands of them at once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from django.utils.text import slugify

from programs.choices import Publication, RowAction
from programs.csv_import.arrive import Arrival
from programs.csv_import.cells import CLEAR
from programs.csv_import.columns import KEY, NEEDED, ORGANIZATION, REVISION
from programs.csv_import.memory import Memory
from programs.csv_import.merge import LastWord, Trail, changes_of, read_trails, settle, wanted
from programs.csv_import.organizations import Organizations
from programs.csv_import.planned import PlannedRow, blank_state
from programs.csv_import.problems import quoted
from programs.csv_import.rules import row_problems
from programs.csv_import.spellings import fold
from programs.duplicates import Duplicates
from programs.ledger import Since, State, read_states, since
from programs.models import Change, Program, Redirect

_TELLING = ("name", "organization", "url", "other_names")
"""By what a program is known again under another key."""


@dataclass(slots=True)
class Decider:
    """Says what rows would do, and keeps what the whole file has in common."""

    memory: Memory
    organizations: Organizations
    has_keys: bool = True
    accept_duplicates: bool = False
    """Whether a new row goes in however much it is like a program that is there."""
    notices: list[str] = field(default_factory=list)
    claimed: dict[str, int] = field(default_factory=dict)
    """The row that each program belongs to; a row of 0 is one of which nothing is new."""
    _duplicates: Duplicates | None = None
    _new_slugs: set[str] = field(default_factory=set)

    def decide(self, arrivals: Sequence[Arrival]) -> list[PlannedRow]:
        """Return what each row would do to the programs as they are now."""
        said = {one.typed.row: self._said(one) for one in arrivals if not one.typed.problems}
        self._find(arrivals, said)
        slugs = [one.typed.slug for one in arrivals]
        ids = dict(Program.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        merged = _merged(slugs)
        states = read_states(ids.values())
        planned, open_rows = [], []
        for one in arrivals:
            row = PlannedRow(one.typed.row, one.typed.slug, key=one.key, digest=one.digest)
            row.program_id = ids.get(row.slug)
            row.problems += one.typed.problems
            planned.append(row)
            if row.slug in merged:
                row.refuse(KEY, f"“{row.slug}” was merged into “{merged[row.slug]}”: use that key.")
            if one.same_as and not row.program_id:
                row.refuse(KEY, f"“{row.slug}” is the key of no program here.")
            if not row.problems and self.claimed.setdefault(row.slug, row.row) != row.row:
                row.refuse(KEY, f"“{row.slug}” is what another row of the file is about already.")
            if row.problems:
                continue
            row.said = said[row.row]
            row.organization = row.said.get(ORGANIZATION, "")
            if row.program_id:
                open_rows.append((one, row, states[row.program_id]))
            else:
                self._plan_new(row)
        self._plan_updates(open_rows)
        return planned

    def _said(self, one: Arrival) -> State:
        values = self.organizations.settle(one.typed)
        one.revision = values.pop(REVISION, "")
        return values

    # --- Which program -----------------------------------------------------------------------

    def _find(self, arrivals: Iterable[Arrival], said: dict[int, State]) -> None:
        """Give rows without a key one: of the program with that name there, or a new one."""
        nameless = []
        # A name is no key that its file could mend: it follows where its program went.
        names = [one.remembered.slug for one in arrivals if one.remembered]
        merged = _merged(slug for slug in names if not self.has_keys)
        for one in arrivals:
            if one.remembered and one.typed.slug in ("", one.key):
                one.typed.slug = merged.get(one.remembered.slug, one.remembered.slug)
            elif not one.typed.slug and one.typed.row in said:
                nameless.append((one, said[one.typed.row]))
        if not nameless:
            return
        owners = {values.get(ORGANIZATION) for _, values in nameless}
        there = Program.objects.filter(organization__slug__in=owners - {None})
        slugs = {
            (owner, fold(name)): slug
            for slug, name, owner in there.values_list("slug", "name", "organization__slug")
        }
        wanted = {one.typed.row: _slug_for(values) for one, values in nameless}
        taken = set(Program.objects.filter(slug__in=wanted.values()).values_list("slug", flat=True))
        for one, values in nameless:
            named = values.get(ORGANIZATION), fold(values.get("name", ""))
            one.typed.slug = slugs.get(named) or self._free(wanted[one.typed.row], taken)

    def _free(self, slug: str, taken: set[str]) -> str:
        free, count = slug, 1
        while free in taken or free in self._new_slugs or free in self.claimed:
            count += 1
            free = f"{slug[:76]}-{count}"
        self._new_slugs.add(free)
        return free

    # --- New programs ------------------------------------------------------------------------

    def _plan_new(self, row: PlannedRow) -> None:
        row.after = wanted(blank_state(), row.said)
        if row.after == row.said:
            row.said = {}  # Once is enough.
        for name in NEEDED:
            if name != KEY and not row.after.get(name):
                row.refuse(name, "is blank, and a new program needs it.")
        if row.problems:
            return
        row.action = RowAction.NEW
        hold_to_rules(row, {**blank_state(), "slug": row.slug, **row.after})
        if row.action == RowAction.NEW and not self.accept_duplicates:
            self._look_for_likes(row)

    def _look_for_likes(self, row: PlannedRow) -> None:
        if self._duplicates is None:
            self._duplicates = Duplicates.of_programs()
        facts = {name: row.after.get(name, "") for name in _TELLING}
        if likely := self._duplicates.likely(slug=row.slug, **facts):
            row.action = RowAction.DUPLICATE
            row.likely = [asdict(one) for one in likely]
        if not self.has_keys:
            # A file with keys says itself which of its rows are different programs.
            self._duplicates.add(row.slug, *facts.values())

    # --- Programs that are there -------------------------------------------------------------

    def _plan_updates(self, rows: Sequence[tuple[Arrival, PlannedRow, State]]) -> None:
        changed = {row.row: changes_of(now, row.said) for _, row, now in rows}
        moving = [one for one in rows if changed[one[1].row]]
        words = self.memory.words(one.remembered for one, _, _ in moving if one.remembered)
        trails = read_trails(row.program_id for _, row, _ in moving)
        revised = since({row.program_id: one.revision for one, row, _ in moving if one.revision})
        returning = _archived_by_undo(row.program_id for _, row, now in rows if _is_archived(now))
        for one, row, now in rows:
            new = changed[row.row]
            last, trail = LastWord(), trails.get(row.program_id) or Trail()
            source_date = row.said.get("source_date")
            if one.remembered:
                last = words.get(one.remembered.pk, last)
            if one.revision and new:
                found = revised[row.program_id]
                if found.known:
                    last, trail = LastWord({**now, **found.base}), _since(trail, found)
                    source_date = None
                else:
                    self.notices.append(_unknown_revision(row, one.revision))
            row.after, row.conflicts = settle(now, new, last, trail, source_date)
            self._note_archived(row, now, returning)
            self._close(row, now)

    def _note_archived(self, row: PlannedRow, now: State, returning: set[int]) -> None:
        if row.program_id in returning:
            row.after["publication"] = Publication.PUBLISHED.value
        elif _is_archived(now):
            self.notices.append(f"Row {row.row}: “{row.slug}” is archived here, and stays so.")

    def _close(self, row: PlannedRow, now: State) -> None:
        """Say what the row does, now that its fields are settled."""
        row.before = {name: now[name] for name in (*row.after, *row.conflicts)}
        if row.conflicts:
            row.action = RowAction.CONFLICT
        else:
            row.action = RowAction.UPDATE if row.after else RowAction.UNCHANGED
        if row.after:
            hold_to_rules(row, {**now, **row.after})
            _keep_amounts_in_their_currency(row, now)
        if row.action == RowAction.CONFLICT:
            # Then the conflict can only be left as it is.
            taken = {name: value for name, (value, _) in row.conflicts.items()}
            row.problems += row_problems(row.row, {**now, **row.after, **taken})


def hold_to_rules(row: PlannedRow, state: State) -> None:
    """Turn the row down if the database would not take that state."""
    if problems := row_problems(row.row, state):
        row.action = RowAction.INVALID
        row.problems += problems


def _merged(slugs: Iterable[str]) -> dict[str, str]:
    """Return the keys of the programs that others were merged into, by the keys of these."""
    rows = Redirect.objects.filter(old_slug__in=list(slugs))
    return dict(rows.values_list("old_slug", "program__slug"))


def _slug_for(values: State) -> str:
    owner, name = values.get(ORGANIZATION) or "", values.get("name", "")
    return slugify(f"{owner} {name}")[:80].strip("-") or "program"


def _is_archived(now: State) -> bool:
    return now["publication"] == Publication.ARCHIVED


def _archived_by_undo(ids: Iterable[int]) -> set[int]:
    """Return those that an undone import archived, and nobody since: a file brings them back."""
    changes = Change.objects.filter(program__in=list(ids), field="publication").order_by("pk")
    last = dict(changes.values_list("program", "batch"))
    return {pk for pk, batch in last.items() if batch}


def _since(trail: Trail, found: Since) -> Trail:
    """Return the trail without the checks that were known when the file was exported."""
    checks = {name: word for name in found.checked if (word := trail.checked(name))}
    return Trail(trail.edits, checks)


def _unknown_revision(row: PlannedRow, revision: str) -> str:
    return (
        f"Row {row.row}, {REVISION}: {quoted(revision)} is no revision of “{row.slug}” here, so "
        "what changed since cannot be told from it."
    )


def _keep_amounts_in_their_currency(row: PlannedRow, now: State) -> None:
    """Turn the row down if its new currency would become that of an amount it says nothing of."""
    for what in ("cost", "funding"):
        currency = f"{what}_currency"
        before, after = now[currency], row.after.get(currency)
        if not (before and after) or before == after:
            continue
        for name in (f"{what}_min", f"{what}_max"):
            if now[name] is not None and name not in row.said:
                row.refuse(
                    name,
                    f"is {now[name]:,} {before}, and {currency} is to be {after}. State both "
                    f"amounts, or write {CLEAR}.",
                )

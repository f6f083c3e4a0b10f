"""Fourth stage: typed rows are held against the database: what would each one do?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from programs.choices import Publication, RowAction, Status
from programs.csv_import.cells import CLEAR, clean
from programs.csv_import.columns import COLUMNS, NEEDED, ORGANIZATION, ROUNDS, TAGS
from programs.csv_import.organizations import Organizations
from programs.csv_import.problems import FileProblem, RowProblem
from programs.csv_import.rules import row_problems
from programs.csv_import.said import Reading
from programs.csv_import.validate import TypedRow
from programs.ledger import CURATED_FIELDS, State, Value, read_states, same
from programs.models import Program, Redirect

_CHUNK = 2_000


@dataclass(slots=True)
class PlannedRow:
    """What one row would do. `before` and `after` hold the fields that it changes.

    `organization` is the slug of the one it names, changed or not; blank if it names none.
    """

    row: int
    slug: str
    action: RowAction
    program_id: int | None = None
    organization: str = ""
    before: State = field(default_factory=dict)
    after: State = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def refuse(self, column: str, message: str) -> None:
        """Turn the row down, with the reason."""
        self.action = RowAction.INVALID
        self.problems.append(RowProblem(self.row, column, message))


@dataclass(slots=True)
class Plan:
    """What a whole file would do; nothing is written yet."""

    rows: list[PlannedRow]
    organizations: Organizations
    new_tags: dict[str, list[str]] = field(default_factory=dict)
    """Slugs that no tag has yet, by the column that names them."""
    readings: Counter[Reading] = field(default_factory=Counter)
    """Rows by each text that was read as something else."""
    mapped: dict[str, str] = field(default_factory=dict)
    """Fields by the columns of other names that fill them."""
    left_out: list[str] = field(default_factory=list)
    """Columns of the file that a person chose to leave out."""

    @property
    def counts(self) -> dict[str, int]:
        """Rows by action."""
        return dict(Counter(str(row.action) for row in self.rows))

    @property
    def problems(self) -> list[RowProblem]:
        """All that is wrong, in the order of the file."""
        return [problem for row in self.rows for problem in row.problems]

    def doing(self, action: RowAction) -> list[PlannedRow]:
        """Return the rows with this action."""
        return [row for row in self.rows if row.action == action]

    def narrow(self, rows: list[PlannedRow]) -> None:
        """Plan these rows only, and of organizations and tags what those that go in bring along."""
        self.rows = rows
        good = [row for row in rows if row.action != RowAction.INVALID]
        self.organizations.keep({row.organization for row in good})
        self.new_tags = {name: _new_tags(name, good) for name in TAGS}


def plan_rows(names: list[str], rows: Iterable[TypedRow]) -> Plan:
    """Return what the rows would do to the programs as they are now.

    Raises FileProblem if rows are new programs and a column that these need is missing.
    """
    typed = list(rows)
    plan = Plan([], Organizations())
    for start in range(0, len(typed), _CHUNK):
        plan.rows += _plan_chunk(typed[start : start + _CHUNK], plan.organizations)
    missing = [name for name in NEEDED if name not in names]
    if missing and any(not row.program_id and row.slug for row in plan.rows):
        first = next(row for row in plan.rows if not row.program_id and row.slug)
        raise FileProblem(
            f"Column “{missing[0]}” is missing, and new programs need it: “{first.slug}” in row "
            f"{first.row} is new."
        )
    _refuse_unknown_successors(plan.rows)
    plan.narrow(plan.rows)
    return plan


def _new_tags(name: str, rows: list[PlannedRow]) -> list[str]:
    named = {slug for row in rows for slug in row.after.get(name, [])}
    tags = Program._meta.get_field(name).related_model.objects
    return sorted(named - set(tags.filter(slug__in=named).values_list("slug", flat=True)))


def _plan_chunk(rows: list[TypedRow], organizations: Organizations) -> list[PlannedRow]:
    slugs = [row.slug for row in rows]
    ids = dict(Program.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    merged = dict(
        Redirect.objects.filter(old_slug__in=slugs).values_list("old_slug", "program__slug")
    )
    states = read_states(ids.values())
    planned = []
    for row in rows:
        program_id = ids.get(row.slug)
        one = PlannedRow(row.row, row.slug, RowAction.INVALID, program_id)
        planned.append(one)
        one.problems += row.problems
        if row.slug in merged:
            one.refuse("slug", f"“{row.slug}” was merged into “{merged[row.slug]}”: use that key.")
        if one.problems:
            continue
        values = organizations.settle(row)
        one.organization = values.get(ORGANIZATION, "")
        if program_id:
            _plan_update(one, states[program_id], values)
        else:
            _plan_new(one, values)
    return planned


def _plan_new(one: PlannedRow, values: State) -> None:
    one.action = RowAction.NEW
    one.after = {**blank_state(), "slug": one.slug, **values}
    for name in NEEDED:
        if not one.after[name]:
            one.refuse(name, "is blank, and a new program needs it.")
    if one.action == RowAction.NEW:
        _hold_to_rules(one, one.after)


def _plan_update(one: PlannedRow, now: State, values: State) -> None:
    if values.get(ROUNDS):
        values = {**values, ROUNDS: _merged_rounds(now[ROUNDS], values[ROUNDS])}
    changed = {name: value for name, value in values.items() if not _says_same(now[name], value)}
    one.action = RowAction.UPDATE if changed else RowAction.UNCHANGED
    one.before = {name: now[name] for name in changed}
    one.after = changed
    if changed:
        _hold_to_rules(one, {**now, **changed})
        _keep_amounts_in_their_currency(one, now, values)


def _keep_amounts_in_their_currency(one: PlannedRow, now: State, values: State) -> None:
    """Turn the row down if its new currency would become that of an amount it says nothing of."""
    for what in ("cost", "funding"):
        currency = f"{what}_currency"
        before, after = now[currency], values.get(currency)
        if not (before and after) or before == after:
            continue
        for name in (f"{what}_min", f"{what}_max"):
            if now[name] is not None and name not in values:
                one.refuse(
                    name,
                    f"is {now[name]:,} {before}, and {currency} is to be {after}. State both "
                    f"amounts, or write {CLEAR}.",
                )


def _hold_to_rules(one: PlannedRow, state: State) -> None:
    if problems := row_problems(one.row, state):
        one.action = RowAction.INVALID
        one.problems += problems


def _merged_rounds(now: list, stated: list) -> list:
    """Return the rounds with those of the same label replaced: a file never erases past ones."""
    by_label = {one["label"]: one for one in [*now, *stated]}
    return list(by_label.values())


def _says_same(now: Value, value: Value) -> bool:
    return same(clean(now), value) if isinstance(now, str) else same(now, value)


@cache
def _blank_values() -> State:
    blank: State = {name: COLUMNS[name].kind.blank for name in CURATED_FIELDS if name in COLUMNS}
    return {**blank, "status": Status.UNKNOWN.value, "publication": Publication.PUBLISHED.value}


def blank_state() -> State:
    """Return the state of a new program of which nothing is said. Imported programs are public."""
    return {**_blank_values(), "evidence": []}


def _refuse_unknown_successors(rows: list[PlannedRow]) -> None:
    """Turn down rows whose successor is neither in the database nor in a row that goes in."""
    named = {row.after.get("successor") for row in rows} - {None}
    if not named:
        return
    known = set(Program.objects.filter(slug__in=named).values_list("slug", flat=True))
    while True:
        good = known | {row.slug for row in rows if row.action != RowAction.INVALID}
        lost = [
            row
            for row in rows
            if row.action != RowAction.INVALID
            and row.after.get("successor")
            and row.after["successor"] not in good
        ]
        if not lost:
            return
        for row in lost:
            row.refuse(
                "successor",
                f"“{row.after['successor']}” is the key of no program here and of no row that "
                "goes in.",
            )

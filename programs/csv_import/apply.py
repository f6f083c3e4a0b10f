"""Fifth stage: a plan becomes rows of the database, all of them or none."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from programs.catalogue import touching
from programs.choices import BatchState, RowAction
from programs.csv_import.columns import ROUNDS, TAGS
from programs.csv_import.plan import Plan, PlannedRow
from programs.csv_import.read import Sheet
from programs.ledger import State, Value, read_states, recording, same
from programs.models import (
    ApplicationRound,
    ImportBatch,
    Location,
    Organization,
    Program,
    RowChange,
    Term,
)

_BATCH = 500
_LISTS = (*TAGS, "locations", ROUNDS)


class PlanMoved(Exception):
    """What the plan was made from is no longer so. Nothing was written; plan again."""


def apply_plan(
    plan: Plan, sheet: Sheet, *, source: str = "", by: Any = None, reason: str = ""
) -> ImportBatch:
    """Write the plan's new and updated programs and return the stored batch with its rows.

    One transaction, refused rows left out. Raises PlanMoved, and writes nothing, if a program that
    the plan changes is not what it was when the plan was made, or a new one is there already.
    """
    new, updated = plan.doing(RowAction.NEW), plan.doing(RowAction.UPDATE)
    # The batch's rows refer to programs, so the version is raised after them too.
    with touching() as touched:
        batch = _store_batch(plan, sheet, source, by)
        with recording(
            [row.program_id for row in updated], by=by, batch=batch, reason=reason
        ) as record:
            _refuse_drift(plan)
            _create_organizations(plan)
            _create(new)
            record.created(Program(pk=row.program_id) for row in new)
            _update(updated)
            _write_successors([*new, *updated])
            _create_tags(plan)
            _write_lists([*new, *updated])
        _store_rows(batch, plan)
        if plan.organizations.urls:
            touched.add(Program.objects.filter(organization__slug__in=plan.organizations.urls))
    return batch


def _refuse_drift(plan: Plan) -> None:
    updated = plan.doing(RowAction.UPDATE)
    taken = [
        *_ids(Program, "slug", (row.slug for row in plan.doing(RowAction.NEW))),
        *_ids(Organization, "slug", plan.organizations.new),
        *_ids(Organization, "name", plan.organizations.new.values()),
    ]
    if taken:
        raise PlanMoved(f"“{taken[0]}” was added since the plan was made.")
    states = read_states(row.program_id for row in updated)
    for row in updated:
        now = states[row.program_id]
        for name, value in row.before.items():
            if not same(now[name], value):
                raise PlanMoved(f"{name} of “{row.slug}” was changed since the plan was made.")


def _create_organizations(plan: Plan) -> None:
    found = plan.organizations
    Organization.objects.bulk_create(
        [Organization(slug=slug, name=name) for slug, name in found.new.items()], batch_size=_BATCH
    )
    owners = list(Organization.objects.filter(slug__in=found.urls))
    for organization in owners:
        organization.url = found.urls[organization.slug]
    Organization.objects.bulk_update(owners, ["url"], batch_size=_BATCH)


def _create(rows: list[PlannedRow]) -> None:
    organizations = _ids(Organization, "slug", (row.after["organization"] for row in rows))
    programs = [_assign(Program(), row.after, organizations) for row in rows]
    Program.objects.bulk_create(programs, batch_size=_BATCH)
    for row, program in zip(rows, programs, strict=True):
        row.program_id = program.pk


def _update(rows: list[PlannedRow]) -> None:
    """Write the changed columns by upsert: `bulk_update` is twenty times slower on wide rows."""
    moved = (row.after["organization"] for row in rows if "organization" in row.after)
    organizations = _ids(Organization, "slug", moved)
    programs = Program.objects.in_bulk([row.program_id for row in rows])
    for row in rows:
        _assign(programs[row.program_id], row.after, organizations)
    names = {name for row in rows for name in row.after} - {*_LISTS, "successor"}
    Program.objects.bulk_create(
        programs.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*sorted(names), "updated_at"],
    )


def _assign(program: Program, values: State, organizations: dict[str, int]) -> Program:
    for name, value in values.items():
        if name == "organization":
            program.organization_id = organizations[value]
        elif name not in (*_LISTS, "successor", "evidence"):
            setattr(program, name, value)
    return program


def _write_successors(rows: list[PlannedRow]) -> None:
    """Link successors when all rows are in: they may come later in the file."""
    changed = [row for row in rows if row.before.get("successor") or row.after.get("successor")]
    ids = _ids(Program, "slug", (row.after["successor"] for row in changed))
    for row in changed:
        successor = ids.get(row.after["successor"])
        Program.objects.filter(pk=row.program_id).update(successor=successor)


def _write_lists(rows: list[PlannedRow]) -> None:
    for name in TAGS:
        slugs = {slug for row in rows for slug in row.after.get(name, [])}
        _relink(name, _ids(Program._meta.get_field(name).related_model, "slug", slugs), rows)
    _write_places(rows)
    _write_rounds(rows)


def _create_tags(plan: Plan) -> None:
    for name, slugs in plan.new_tags.items():
        model: type[Term] = Program._meta.get_field(name).related_model
        tags = [model(slug=slug, name=model.name_for(slug)) for slug in slugs]
        model.objects.bulk_create(tags, ignore_conflicts=True)


def _write_places(rows: list[PlannedRow]) -> None:
    wanted = {key for row in rows for key in row.after.get("locations", [])}
    known = {place.key: place.pk for place in Location.objects.all()} if wanted else {}
    for key in sorted(wanted - known.keys()):
        known[key] = Location.objects.create(**Location.parts(key)).pk
    _relink("locations", known, rows)


def _relink(name: str, ids: dict[str, int], rows: list[PlannedRow]) -> None:
    """Replace the links of the rows that state this list, in the order that they state."""
    field = Program._meta.get_field(name)
    through, target = field.remote_field.through, f"{field.related_model._meta.model_name}_id"
    stated = [row for row in rows if name in row.after]
    for start in range(0, len(stated), _BATCH):
        chunk = stated[start : start + _BATCH]
        old = [row.program_id for row in chunk if row.before.get(name)]
        if old:
            through.objects.filter(program__in=old).delete()
        through.objects.bulk_create(
            through(program_id=row.program_id, **{target: ids[key]})
            for row in chunk
            for key in row.after[name]
        )


def _write_rounds(rows: list[PlannedRow]) -> None:
    """Insert rounds that are new; those of a known label keep their row and its id."""
    stated = [row for row in rows if ROUNDS in row.after]
    gone = [row.program_id for row in stated if not row.after[ROUNDS]]
    if gone:
        ApplicationRound.objects.filter(program__in=gone).delete()
    ApplicationRound.objects.bulk_create(
        (
            ApplicationRound(program_id=row.program_id, **one)
            for row in stated
            for one in row.after[ROUNDS]
            if one not in row.before.get(ROUNDS, [])
        ),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["program", "label"],
        update_fields=["opens_on", "closes_on", "starts_on", "closes_at_note", "cancelled"],
    )


def _ids(model: type[models.Model], key: str, values: Iterable[Value]) -> dict[str, int]:
    wanted = {value for value in values if value}
    return dict(model.objects.filter(**{f"{key}__in": wanted}).values_list(key, "pk"))


def _store_batch(plan: Plan, sheet: Sheet, source: str, by: Any) -> ImportBatch:
    return ImportBatch.objects.create(
        source=source,
        file_name=sheet.file_name,
        sha256=sheet.sha256,
        size_bytes=sheet.size_bytes,
        state=BatchState.APPLIED,
        counts=plan.counts,
        received_by=by,
        applied_at=timezone.now(),
        applied_by=by,
    )


def _store_rows(batch: ImportBatch, plan: Plan) -> None:
    RowChange.objects.bulk_create(
        (
            RowChange(
                batch=batch,
                row=row.row,
                slug=row.slug[:80],
                program_id=row.program_id,
                action=row.action,
                before=row.before,
                after=row.after,
                problems=[str(problem) for problem in row.problems],
            )
            for row in plan.rows
            if row.action != RowAction.UNCHANGED
        ),
        batch_size=_BATCH,
    )

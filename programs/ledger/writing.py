"""Curated values become rows of the database, in bulk: the counterpart of `read_states`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from programs.bulk import insert
from programs.ledger.state import CURATED_FIELDS, ROUND_FIELDS, State, Value
from programs.models import (
    ApplicationRound,
    Evidence,
    Location,
    Organization,
    Program,
    Term,
)

_BATCH = 500
_TAGS = ("audiences", "topics", "roles")
_RELATED = {*_TAGS, "locations", "rounds", "evidence"}
_LINKS = {"organization", "successor"}
_COLUMNS = [name for name in CURATED_FIELDS if name not in _RELATED and name != "successor"]


class Edit(Protocol):
    """What is written of one program: the values of `after`; `before` has what they were."""

    program_id: int | None
    before: State
    after: State


def create_programs(edits: Sequence[Edit]) -> None:
    """Insert a program for each edit, from all its values, and give the edit its id.

    Organizations must be there; tags and places that are not, are made. A successor that is not
    there yet stays blank: write it when it is. Call it inside a recording.
    """
    organizations = _ids(Organization, "slug", (edit.after["organization"] for edit in edits))
    now = timezone.now()
    fixed = {"created_at": now, "updated_at": now, "successor": None}
    insert(
        Program,
        [*_COLUMNS, *fixed],
        (
            [
                *(
                    organizations[edit.after[name]] if name == "organization" else edit.after[name]
                    for name in _COLUMNS
                ),
                *fixed.values(),
            ]
            for edit in edits
        ),
    )
    ids = _ids(Program, "slug", (edit.after["slug"] for edit in edits))
    for edit in edits:
        edit.program_id = ids[edit.after["slug"]]
    _write_successors(edits)
    _write_related(edits)


def update_programs(edits: Sequence[Edit]) -> None:
    """Write the values of programs that are there. Call it inside a recording of them.

    By upsert: `bulk_update` is twenty times slower on wide rows. Organizations and successors must
    be there; tags and places that are not, are made.
    """
    moved = (edit.after["organization"] for edit in edits if "organization" in edit.after)
    organizations = _ids(Organization, "slug", moved)
    programs = Program.objects.in_bulk([edit.program_id for edit in edits])
    for edit in edits:
        _assign(programs[edit.program_id], edit.after, organizations)
    names = {name for edit in edits for name in edit.after} - _RELATED - {"successor"}
    Program.objects.bulk_create(
        programs.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[*sorted(names), "updated_at"],
    )
    _write_successors(edits)
    _write_related(edits)


def _assign(program: Program, values: State, organizations: dict[str, int]) -> Program:
    for name, value in values.items():
        if name == "organization":
            program.organization_id = organizations[value]
        elif name not in _RELATED and name not in _LINKS:
            setattr(program, name, value)
    return program


def _write_successors(edits: Iterable[Edit]) -> None:
    changed = [
        edit
        for edit in edits
        if "successor" in edit.after and (edit.before.get("successor") or edit.after["successor"])
    ]
    ids = _ids(Program, "slug", (edit.after["successor"] for edit in changed))
    for edit in changed:
        successor = ids.get(edit.after["successor"])
        Program.objects.filter(pk=edit.program_id).update(successor=successor)


def _write_related(edits: Sequence[Edit]) -> None:
    for name in _TAGS:
        slugs = {slug for edit in edits for slug in edit.after.get(name, [])}
        _relink(name, _tags(name, slugs), edits)
    keys = {key for edit in edits for key in edit.after.get("locations", [])}
    _relink("locations", _places(keys), edits)
    _write_rounds(edits)
    _write_evidence(edits)


def _tags(name: str, slugs: set[str]) -> dict[str, int]:
    """Return the ids of the tags with these slugs; those that are not there are made."""
    model: type[Term] = Program._meta.get_field(name).related_model
    known = _ids(model, "slug", slugs)
    if new := sorted(slugs - known.keys()):
        tags = [model(slug=slug, name=model.name_for(slug)) for slug in new]
        model.objects.bulk_create(tags, ignore_conflicts=True)
        known |= _ids(model, "slug", new)
    return known


def _places(keys: set[str]) -> dict[str, int]:
    if not keys:
        return {}
    known = {place.key: place.pk for place in Location.objects.all()}
    for key in sorted(keys - known.keys()):
        known[key] = Location.objects.create(**Location.parts(key)).pk
    return known


def _relink(name: str, ids: dict[str, int], edits: Iterable[Edit]) -> None:
    """Replace the links of the programs whose edit has this list, in its order."""
    field = Program._meta.get_field(name)
    through, target = field.remote_field.through, field.related_model._meta.model_name
    for chunk in _stating(name, edits):
        _clear(through.objects.all(), name, chunk)
        insert(
            through,
            ["program", target],
            ((edit.program_id, ids[key]) for edit in chunk for key in edit.after[name]),
        )


def _write_rounds(edits: Iterable[Edit]) -> None:
    """Those of a label that stays keep their row and its id; those that are not named go."""
    for chunk in _stating("rounds", edits):
        gone = defaultdict(list)
        for edit in chunk:
            stays = {one["label"] for one in edit.after["rounds"]}
            for one in edit.before.get("rounds", []):
                if one["label"] not in stays:
                    gone[one["label"]].append(edit.program_id)
        for label, ids in gone.items():
            ApplicationRound.objects.filter(program__in=ids, label=label).delete()
        had, new = [], []
        for edit in chunk:
            (had if edit.before.get("rounds") else new).append(edit)
        insert(
            ApplicationRound,
            ("program", *ROUND_FIELDS),
            (
                (edit.program_id, *(one[name] for name in ROUND_FIELDS))
                for edit in new
                for one in edit.after["rounds"]
            ),
        )
        ApplicationRound.objects.bulk_create(
            (
                ApplicationRound(program_id=edit.program_id, **one)
                for edit in had
                for one in edit.after["rounds"]
                if one not in edit.before["rounds"]
            ),
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["program", "label"],
            update_fields=ROUND_FIELDS[1:],
        )


def _write_evidence(edits: Iterable[Edit]) -> None:
    for chunk in _stating("evidence", edits):
        _clear(Evidence.objects.all(), "evidence", chunk)
        people = dict(get_user_model().objects.values_list("username", "pk"))
        Evidence.objects.bulk_create(
            (
                Evidence(
                    program_id=edit.program_id,
                    **{**one, "checked_by": None},
                    checked_by_id=people.get(one["checked_by"]),
                )
                for edit in chunk
                for one in edit.after["evidence"]
            ),
            batch_size=_BATCH,
        )


def _stating(name: str, edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    stated = [edit for edit in edits if name in edit.after]
    for start in range(0, len(stated), _BATCH):
        yield stated[start : start + _BATCH]


def _clear(rows: models.QuerySet, name: str, edits: list[Edit]) -> None:
    """Delete what the programs have of a list; of one that is new there is nothing."""
    if old := [edit.program_id for edit in edits if edit.before.get(name)]:
        rows.filter(program__in=old).delete()


def _ids(model: type[models.Model], key: str, values: Iterable[Value]) -> dict[str, int]:
    wanted = {value for value in values if value}
    return dict(model.objects.filter(**{f"{key}__in": wanted}).values_list(key, "pk"))

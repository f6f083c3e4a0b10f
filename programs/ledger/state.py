"""The curated state of programs as plain JSON values: the one form that ledger and import share."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from programs.dates import PartialDate
from programs.models import ApplicationRound, Evidence, Location, Program

Value = None | bool | int | str | list
"""A field's value: None, a yes/no, a number, a text (dates and keys included) or a list."""

State = dict[str, Value]
"""All curated fields of one program by name."""

_BOOKKEEPING = {"id", "created_at", "updated_at"}
_KEYS = {"organization": "organization__slug", "successor": "successor__slug"}
_TAGS = ("audiences", "topics", "roles")
ROUND_FIELDS = ("label", "opens_on", "closes_on", "starts_on", "closes_at_note", "cancelled")
EVIDENCE_FIELDS = ("field", "kind", "quote", "url", "source_date", "checked_on", "checked_by")

_DATES = ("last_seen", "source_date")
"""All other columns of a program are JSON values as they are."""
_CONCRETE = [f.name for f in Program._meta.concrete_fields if f.name not in _BOOKKEEPING]
LISTS = (*_TAGS, "locations", "rounds", "evidence")
CURATED_FIELDS = (*_CONCRETE, *LISTS)

CHUNK = 2_000
"""How many programs a query names: databases bound the length of such a list."""


def read_states(ids: Iterable[int], *, lists: Collection[str] = LISTS) -> dict[int, State]:
    """Return the curated state of each of these programs by id; ids of no program are left out.

    Of fields that are rows of other tables, only those in `lists`.

    Organization and successor are slugs; tags are lists of slugs and places of keys, in the order
    they were put there; rounds and evidence are lists of objects; dates are ISO texts, possibly
    partial. Seven queries for each 2,000 programs, one less for each list that is not asked for.
    """
    states: dict[int, State] = {}
    pending = iter(ids)
    while chunk := list(islice(pending, CHUNK)):
        states.update(_read_chunk(chunk, lists))
    return states


def same(one: Value, other: Value) -> bool:
    """Return whether two values say the same; the order in lists does not matter."""
    if isinstance(one, list) and isinstance(other, list):
        return one == other or sorted(map(_text, one)) == sorted(map(_text, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_blank(value: Value) -> bool:
    """Return whether a value says nothing. No and zero say something."""
    return value is None or value == "" or value == []


def _read_chunk(ids: list[int], lists: Collection[str]) -> dict[int, State]:
    # No iterator(): PostgreSQL plans a cursor for its first rows, and reads whole tables for these.
    columns = [_KEYS.get(name, name) for name in _CONCRETE]
    rows = Program.objects.filter(pk__in=ids).values_list("pk", *columns)
    states = {pk: dict(zip(_CONCRETE, values, strict=True)) for pk, *values in rows}
    # Generators: what is not asked for is not read.
    related: dict[str, Iterator[tuple[int, Value]]] = {
        **{name: _tags(name, ids) for name in _TAGS},
        "locations": _places(ids),
        "rounds": _objects(ApplicationRound, ROUND_FIELDS, ids),
        "evidence": _objects(Evidence, EVIDENCE_FIELDS, ids),
    }
    for state in states.values():
        state |= {name: _plain(state[name]) for name in _DATES}
        state["open_to_countries"] = list(filter(None, state["open_to_countries"].split(",")))
    for name, pairs in related.items():
        if name not in lists:
            continue
        values = defaultdict(list)
        for pk, value in pairs:
            values[pk].append(value)
        for pk, state in states.items():
            state[name] = values[pk]
    return states


def _tags(name: str, ids: list[int]) -> Iterator[tuple[int, Value]]:
    through = Program._meta.get_field(name).remote_field.through
    tag = Program._meta.get_field(name).related_model._meta.model_name
    rows = through.objects.filter(program__in=ids).order_by("pk")
    yield from rows.values_list("program", f"{tag}__slug")


def _places(ids: list[int]) -> Iterator[tuple[int, Value]]:
    rows = Program.locations.through.objects.filter(program__in=ids).order_by("pk")
    for pk, city, country in rows.values_list("program", "location__city", "location__country"):
        yield pk, _place_key(city, country)


@lru_cache(maxsize=10_000)
def _place_key(city: str, country: str) -> str:
    return Location(city=city, country=country).key


def _objects(model: Any, fields: tuple[str, ...], ids: list[int]) -> Iterator[tuple[int, Value]]:
    columns = ["checked_by__username" if name == "checked_by" else name for name in fields]
    rows = model.objects.filter(program__in=ids).order_by("pk").values_list("program", *columns)
    for pk, *values in rows:
        yield pk, dict(zip(fields, map(_plain, values), strict=True))


def _plain(value: Any) -> Value:
    """Return a database value as JSON has it: dates become ISO texts."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value) if isinstance(value, PartialDate) else value.isoformat()


def _text(value: Value) -> str:
    return json.dumps(value, sort_keys=True)

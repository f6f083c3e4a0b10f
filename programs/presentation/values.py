"""Values of the ledger as a person reads them, and what fields are called."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django_countries import countries

from programs import choices
from programs.dates import PartialDate
from programs.ledger import CURATED_FIELDS, Value, is_blank
from programs.models import Audience, Change, Location, Organization, Program, Role, Topic

_NAMED = {
    "organization": Organization,
    "successor": Program,
    "topics": Topic,
    "roles": Role,
    "audiences": Audience,
}

_DATES = {"last_seen", "source_date"}

# What is no plain field of a program.
_OTHER = {
    "rounds": "application rounds",
    "evidence": "evidence",
    # Not a field of a program, but evidence may be about it.
    "organization_url": "organization’s own page",
    Change.CREATED: "added",
}


def field_label(name: str) -> str:
    """Return what a field is called where no heading stands over it."""
    if name not in _OTHER and name not in CURATED_FIELDS:
        return name
    return capfirst(_OTHER.get(name) or str(Program._meta.get_field(name).verbose_name))


Names = dict[tuple[str, str], str]
"""The name of what a slug of a field stands for, by field and slug."""


def names_in(changes: Iterable[Change]) -> Names:
    """Return the names behind the slugs of these changes: one query a kind, at most five."""
    return names_of(value for change in changes for value in _values(change))


def names_of(values: Iterable[tuple[str, Value]]) -> Names:
    """Return the names behind the slugs among these values of fields, as `names_in` does."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for field, value in values:
        if field in _NAMED and value:
            slugs[field].update([value] if isinstance(value, str) else value)
    return {
        (field, slug): name
        for field, wanted in slugs.items()
        for slug, name in _NAMED[field].objects.filter(slug__in=wanted).values_list("slug", "name")
    }


def _values(change: Change) -> Iterator[tuple[str, Value]]:
    if change.field == Change.CREATED:
        yield from (change.after or {}).items()
    else:
        yield from [(change.field, change.before), (change.field, change.after)]


def value_words(field: str, value: Value, names: Names) -> str:
    """Return a value as a page says it, a list with semicolons; blank reads “Doesn’t say”."""
    if is_blank(value):
        return choices.UNSTATED_LABEL
    if isinstance(value, list):
        return "; ".join(item_words(field, item, names) for item in value)
    return item_words(field, value, names)


def item_words(field: str, value: Any, names: Names) -> str:
    """Return one value, or one item of a list, as a page says it."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case int():
            return f"{value:,}"
        case {"label": _}:
            return _round_words(value)
        case {"quote": _}:
            return _evidence_words(value)
    if field == "locations":
        return Location(**Location.parts(value)).words
    if field == "open_to_countries":
        return countries.name(value) or value
    if field in _DATES:
        return PartialDate.parse(value).words
    return names.get((field, value)) or _choice_words(field, value)


def _choice_words(field: str, value: str) -> str:
    if field not in CURATED_FIELDS or field in ("rounds", "evidence"):
        return value
    model_field: models.Field = Program._meta.get_field(field)
    if model_field.is_relation or not model_field.choices:
        return value
    return str(dict(model_field.flatchoices).get(value, value))


def _round_words(row: dict[str, Any]) -> str:
    said = [
        f"{verb} {PartialDate.parse(row[name]).words}"
        for verb, name in [("opens", "opens_on"), ("closes", "closes_on"), ("starts", "starts_on")]
        if row.get(name)
    ]
    said += [row["closes_at_note"]] if row.get("closes_at_note") else []
    said += ["cancelled"] if row.get("cancelled") else []
    return f"{row['label']}: {', '.join(said) or 'no dates'}"


def _evidence_words(row: dict[str, Any]) -> str:
    kind = dict(choices.EvidenceKind.choices).get(row.get("kind"), "")
    said = [field_label(row["field"]) if row.get("field") else "The listing", kind.lower()]
    said += [f"“{row['quote']}”"] if row.get("quote") else []
    said += [row["url"]] if row.get("url") else []
    if row.get("source_date"):
        said.append(f"of {PartialDate.parse(row['source_date']).words}")
    if row.get("checked_on"):
        said.append(f"read on {row['checked_on']} by {row.get('checked_by') or 'nobody named'}")
    return ", ".join(filter(None, said))

"""The field registry: every column of a file of programs, in the order in which files have them.

Converters, messages, the export and its documentation read it. What a column may hold follows
from the model's field.
"""

from dataclasses import dataclass

from django.core.validators import MaxLengthValidator
from django.db import models

from programs.csv_import.amounts import Money, Weeks
from programs.csv_import.cells import (
    Choice,
    Currency,
    Date,
    Kind,
    Number,
    Slug,
    Text,
    Url,
    YesNo,
    clean,
    escape,
)
from programs.csv_import.column_help import GROUPS, HELP
from programs.csv_import.lists import (
    List,
    format_round,
    parse_country,
    parse_place,
    parse_round,
    parse_tag,
)
from programs.csv_import.spellings import readings, undecided
from programs.ledger import Value
from programs.models import Organization, Program
from programs.models.fields import PartialDateField

KEY = "slug"
ORGANIZATION = "organization"
ORGANIZATION_URL = "organization_url"
ROUNDS = "rounds"
REVISION = "revision"
"""What was known of the program when the file was exported: see `programs.ledger.revisions`."""
TAGS = ("audiences", "topics", "roles")

NEEDED = (KEY, "name", ORGANIZATION, "program_type", "url", "summary")
"""What a new program must have; nothing of it can be cleared."""

_KEEP = (*NEEDED, "status", REVISION)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (that of the field it fills), its kind, help for people, an example."""

    name: str
    kind: Kind
    help: str
    example: str

    @property
    def can_clear(self) -> bool:
        """Whether `(clear)` may erase it."""
        return self.name not in _KEEP

    def cell(self, value: Value) -> str:
        """Return the text of a value for a file: it reads back as that, and is no formula."""
        text = clean(self.kind.format(value))
        return text if isinstance(self.kind, List) else escape(text)  # A list escapes its items.

    @property
    def is_needed(self) -> bool:
        """Whether a new program must have it."""
        return self.name in NEEDED


_WEEKS = ("duration_weeks_min", "duration_weeks_max")
_COST = ("cost_min", "cost_max")
_FUNDING = ("funding_min", "funding_max")

_SPECIAL: dict[str, Kind] = {
    ORGANIZATION: Text(Organization._meta.get_field("name").max_length),
    ORGANIZATION_URL: Url(500),
    "successor": Slug(80, blank=None),
    "open_to_countries": List(parse_country, "ISO 3166 codes: US; CA"),
    **{name: List(parse_tag, "tags, each a slug: data-science; nlp") for name in TAGS},
    "locations": List(parse_place, "places: Toronto, CA; GB; remote"),
    ROUNDS: List(parse_round, "label|opens|closes|starts; …", format_round),
    # One that is no revision is nothing to refuse a row for.
    REVISION: Text(500),
    **{name: Weeks(*_WEEKS, name) for name in _WEEKS},
    **{name: Money(*_COST, name, "cost_currency") for name in _COST},
    **{name: Money(*_FUNDING, name, "funding_currency") for name in _FUNDING},
    "cost_currency": Currency(),
    "funding_currency": Currency(),
}


def _kind(field: models.Field) -> Kind:
    """Return how the cells of a plain model field read."""
    if isinstance(field, PartialDateField):
        return Date()
    if field.choices:
        values = tuple(value for value, _ in field.choices)
        return Choice(values, readings(field.name, field.choices), undecided(field.name))
    if isinstance(field, models.BooleanField):
        return YesNo()
    if isinstance(field, models.IntegerField):
        return Number()
    longest = field.max_length or next(
        rule.limit_value for rule in field.validators if isinstance(rule, MaxLengthValidator)
    )
    kinds = {models.SlugField: Slug, models.URLField: Url}
    return kinds.get(type(field), Text)(longest)


def _column(name: str) -> Column:
    return Column(name, _SPECIAL.get(name) or _kind(Program._meta.get_field(name)), *HELP[name])


COLUMNS: dict[str, Column] = {
    name: _column(name) for names in GROUPS.values() for name in names.split()
}
"""The columns of a file that was exported, in its order."""

PAIRS: dict[str, Column] = {
    name: Column(name, kind, *HELP[name])
    for name, kind in {
        "duration_weeks": Weeks(*_WEEKS),
        "cost_amount": Money(*_COST, currency="cost_currency", free="cost"),
        "funding_amount": Money(*_FUNDING, currency="funding_currency"),
    }.items()
}
"""Columns that a file may have instead of two or three others; the export doesn't write them."""

KNOWN: dict[str, Column] = {**COLUMNS, **PAIRS}
"""Every column that a file may have."""

"""Synthetic catalogues of any size, with the skew of the starter file.

    DATABASE_URL=sqlite:////tmp/many.sqlite3 python -m tests.benchmarks catalogues 100000

migrates that database and fills it.
"""

import datetime
import random
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import DateTimeField, Max
from django.utils import timezone

from programs.catalogue.freshness import is_touching
from programs.choices import Publication
from programs.ledger.guard import is_recording
from programs.ledger.state import ROUND_FIELDS
from programs.models import (
    ApplicationRound,
    Audience,
    Check,
    Location,
    Organization,
    Program,
    Role,
    Topic,
)
from tests.benchmarks.starter_rows import StarterRows, coined, moved_rounds

BATCH = 2_000
PROGRAMS_AN_ORGANIZATION = 5
COINED_CITIES = 10
"""How many made-up cities stand beside each one of the starter file."""

_TAGS = {"topics": Topic, "roles": Role, "audiences": Audience}
PLAIN_FIELDS = {field.name: field.get_default() for field in Program._meta.concrete_fields}
"""Columns of a program, with what stands in them where nothing is said."""


def make_catalogue(count: int, *, seed: int = 1, day: datetime.date | None = None) -> None:
    """Add so many programs with all that is around them; rounds lie around the day, else today.

    The same arguments give the same programs, so call it once a database. Memory does not grow
    with the count, but for one number an organization. Nothing goes to the ledger, on purpose: its
    rows would take most of the time and measure nothing here. So the guard is told that a
    recording is open, and the catalogue's version does not rise: a snapshot must be forgotten.
    """
    with past_the_ledger():
        with transaction.atomic():
            maker = Maker.prepared(count, random.Random(seed), day or timezone.localdate())
        for start in range(0, count, BATCH):
            with transaction.atomic():
                maker.make(range(start, min(start + BATCH, count)))
        with connection.cursor() as cursor:
            # Programs bring their keys along, so PostgreSQL must be told where to go on.
            for statement in connection.ops.sequence_reset_sql(no_style(), [Program]):
                cursor.execute(statement)
            if connection.vendor == "postgresql":
                # It does so by itself after a while; SQLite never does.
                cursor.execute("ANALYZE")


@contextmanager
def past_the_ledger() -> Iterator[None]:
    """Let what pages show be written without a trace."""
    with ExitStack() as stack:
        for variable in (is_recording, is_touching):
            stack.callback(variable.reset, variable.set(True))
        yield


@dataclass(slots=True)
class Maker:
    """Writes batches of programs; keeps the keys of what they point to."""

    chance: random.Random
    day: datetime.date
    starter: StarterRows
    organizations: array
    tags: dict[str, dict[str, int]]
    places: dict[str, list[int]]
    curator: int
    first: int

    @classmethod
    def prepared(cls, count: int, chance: random.Random, day: datetime.date) -> "Maker":
        """Write organizations, tags and places, and return the maker that knows them."""
        starter = StarterRows.read()
        return cls(
            chance,
            day,
            starter,
            _organizations(count // PROGRAMS_AN_ORGANIZATION + 1, starter),
            {name: _tags(name, model, starter) for name, model in _TAGS.items()},
            _places(starter),
            get_user_model().objects.get_or_create(username="curator")[0].pk,
            (Program.objects.aggregate(last=Max("pk"))["last"] or 0) + 1,
        )

    def make(self, numbers: range) -> None:
        """Write one batch."""
        made = {self.first + number: self.starter.drawn(self.chance) for number in numbers}
        insert(Program, PLAIN_FIELDS, [self._program(row, pk) for pk, row in made.items()])
        for name, keys in self.tags.items():
            self._link(name, {pk: [keys[slug] for slug in row[name]] for pk, row in made.items()})
        places = {
            pk: {self.chance.choice(self.places[key]) for key in row["locations"]}
            for pk, row in made.items()
        }
        self._link("locations", places)
        rounds = [
            (pk, *(one[name] for name in ROUND_FIELDS))
            for pk, row in made.items()
            for one in moved_rounds(row["rounds"], self.day, self.chance)
        ]
        insert(ApplicationRound, ("program", *ROUND_FIELDS), rounds)
        checks = [(pk, "[]", self.curator, at) for pk in made for at in self._checked_at()]
        insert(Check, ("program", "fields", "by", "at"), checks)

    def _program(self, row: dict, pk: int) -> list:
        """Return its values in the order of PLAIN_FIELDS."""
        chance, starter = self.chance, self.starter
        # The cube makes few organizations large and most of them small.
        rank = int(len(self.organizations) * chance.random() ** 3)
        name = starter.name(row, organization_name(rank, starter), chance)
        row |= {
            "id": pk,
            "slug": f"{_slug(name)[:70]}-{pk}",
            "name": name,
            "organization": self.organizations[rank],
            "url": f"https://example.org/{pk}",
            "summary": starter.reworded(row["summary"], chance, longest=200),
            "description": starter.reworded(row["description"], chance, longest=20_000),
            "open_to_countries": ",".join(row["open_to_countries"]),
            "publication": chance.choices(Publication.values, (1, 1, 97, 1))[0],
            "created_at": self._moment(days=1_000),
            "updated_at": self._moment(days=1_000),
        }
        return [row.get(field, blank) for field, blank in PLAIN_FIELDS.items()]

    def _link(self, relation: str, keys: dict[int, Iterable[int]]) -> None:
        field = Program._meta.get_field(relation)
        rows = [(pk, key) for pk, linked in keys.items() for key in linked]
        insert(field.remote_field.through, ("program", field.m2m_reverse_field_name()), rows)

    def _checked_at(self) -> list[datetime.datetime]:
        """Return no check of most programs, one of some, two of few."""
        count = self.chance.choices((0, 1, 2), (75, 20, 5))[0]
        return [self._moment(days=400) for _ in range(count)]

    def _moment(self, *, days: int) -> datetime.datetime:
        end = datetime.datetime.combine(self.day, datetime.time(), datetime.UTC)
        return end - datetime.timedelta(seconds=self.chance.randrange(days * 86_400))


def insert(model: type[models.Model], names: Iterable[str], rows: list[Sequence]) -> None:
    """Insert rows of values of these fields, many times faster than instances would be."""
    fields = [model._meta.get_field(name) for name in names]
    moments = [place for place, one in enumerate(fields) if isinstance(one, DateTimeField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [list(row) for row in rows]
    for row in values:
        for place in moments:
            row[place] = connection.ops.adapt_datetimefield_value(row[place])
    with connection.cursor() as cursor:
        table = quote(model._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)


def organization_name(rank: int, starter: StarterRows) -> str:
    return f"{coined(rank).title()} {starter.kinds[rank % len(starter.kinds)]}"


def _organizations(count: int, starter: StarterRows) -> array:
    """Write so many organizations and return their keys, the largest one first."""
    keys = array("q")
    for start in range(0, count, BATCH):
        names = [
            organization_name(rank, starter) for rank in range(start, min(start + BATCH, count))
        ]
        made = Organization.objects.bulk_create(
            Organization(name=name, slug=_slug(name)) for name in names
        )
        keys.extend(organization.pk for organization in made)
    return keys


def _tags(relation: str, model: type[models.Model], starter: StarterRows) -> dict[str, int]:
    """Write the starter's tags and return their keys by slug."""
    slugs = sorted({slug for row in starter.rows for slug in row[relation]})
    for slug in slugs:
        model.objects.get_or_create(slug=slug, defaults={"name": model.name_for(slug)})
    return dict(model.objects.values_list("slug", "pk"))


def _places(starter: StarterRows) -> dict[str, list[int]]:
    """Write the starter's places and made-up cities beside them; return their keys by place."""
    places = sorted({key for row in starter.rows for key in row["locations"]})
    keys = {}
    for number, place in enumerate(places):
        parts = Location.parts(place)
        cities = [parts["city"]]
        if parts["city"]:
            first = number * COINED_CITIES
            cities += [coined(one).title() for one in range(first, first + COINED_CITIES)]
        found = [Location.objects.get_or_create(**parts | {"city": city})[0] for city in cities]
        keys[place] = [location.pk for location in found]
    return keys


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def main(count: str) -> None:
    call_command("migrate", verbosity=0)
    make_catalogue(int(count))

"""What the catalogue keeps of programs, read from the database."""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from programs import choices
from programs.catalogue.order import Key
from programs.catalogue.text import Texts
from programs.checks import Checks, age_of, ages_on, read_checks
from programs.choices import UNSTATED, Month
from programs.dates import PartialDate
from programs.eligibility import CRITERIA
from programs.filters import ProgramFilter, Sort
from programs.filters.facets import (
    ACCEPTED,
    AGE,
    ChoiceFacet,
    MonthFacet,
    TagFacet,
    month_in,
    month_text,
)
from programs.filters.search import NAME_COLUMNS, REST_COLUMNS
from programs.models import ApplicationRound, Program
from programs.models.program import NameKey
from programs.places import country_name
from programs.requirements import COLUMNS as REQUIRED
from programs.requirements import GAINS as GIVEN
from programs.requirements import accepted_by, asks_of, gains_of

COUNTRY = "locations__country"
WEEKS = "weeks"
"""The shortest duration stated, as a text; unstated if none is."""
CLOSES = "closes_on"
"""The next closing date, as `PartialDate` writes it; no value if none is stated."""
TURNS = "turns_on"
"""The next day on which a round may open or close, or a check gets older, in ISO form; or none."""
CONFIRMED = "confirmed"
"""What people confirmed of it, as a `Confirmed`; no value if nobody did."""
PLACES = "places"
"""City and code of the country; both are blank for remote."""

ASKS = "asks."
"""Begins the path of each criterion: the value is what a program asks there."""
GAINS = "gains"
"""What one has after a program; no value if nothing is known."""

Value = Hashable
"""A text where it stands in addresses; what is asked and gained otherwise."""

_CHUNK = 1_000
_FACETS = ProgramFilter.base_filters.values()
_COLUMNS = sorted({facet.path for facet in _FACETS if isinstance(facet, ChoiceFacet)})
_STATED = tuple(dict.fromkeys((*_COLUMNS, *REQUIRED, *GIVEN)))
_TAGS = {facet.relation: facet.path for facet in _FACETS if isinstance(facet, TagFacet)}
_MONTHS = {facet.path: facet.column for facet in _FACETS if isinstance(facet, MonthFacet)}
_MONTH_BY_TEXT = {month_text(month): month for month in Month.values}
_TYPE_LABELS = {kind.value: kind.label for kind in choices.ProgramType}
_ASK_PATHS = {name: f"{ASKS}{name}" for name in CRITERIA}
_LAST = "~"
"""Sorts after every date."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published program: its values by path of a facet, its place in each order, its texts."""

    id: int
    values: dict[str, list[Value]]
    keys: dict[Sort, Key]
    texts: Texts


@dataclass(frozen=True, slots=True)
class Known:
    """Every tag and place that there is, by its id."""

    tags: dict[str, dict[int, tuple[str, str]]]
    """Slug and name, by relation of a program."""
    places: dict[int, tuple[str, str]]
    """City and code of the country; either may be blank."""


def read_known() -> Known:
    """Return every tag and place: four queries."""
    return Known(
        tags={
            relation: {pk: (slug, name) for pk, slug, name in _all(relation, "slug", "name")}
            for relation in _TAGS
        },
        places={pk: (city, code) for pk, city, code in _all("locations", "city", "country")},
    )


def read_rows(ids: Iterable[int], day: datetime.date, known: Known) -> Iterator[Row]:
    """Yield what the catalogue keeps of those of these programs that are published, on the day.

    Nine queries for each 1,000 programs.
    """
    ids = sorted(ids)
    for start in range(0, len(ids), _CHUNK):
        yield from _read_chunk(ids[start : start + _CHUNK], day, known)


def _read_chunk(ids: list[int], day: datetime.date, known: Known) -> Iterator[Row]:
    tags = {relation: _tied(relation, ids) for relation in _TAGS}
    places = _tied("locations", ids)
    turns, starts = _rounds(ids, day)
    months = _months(ids)
    checks = read_checks(ids, **_among("program", ids))
    for pk, closes, name, created, weeks, summary, *others in _columns(ids, day):
        names, rest = others[: len(NAME_COLUMNS)], others[len(NAME_COLUMNS) : -len(_STATED)]
        stated = dict(zip(_STATED, others[-len(_STATED) :], strict=True))
        values = {path: [stated[path] or UNSTATED] for path in _COLUMNS}
        labels = [_TYPE_LABELS[values["program_type"][0]]]
        for relation, path in _TAGS.items():
            # One that was added after `known` was read comes with the version that added it.
            terms = known.tags[relation]
            own = [terms[tag] for tag in tags[relation].get(pk, ()) if tag in terms]
            values[path] = [slug for slug, _ in own] or [UNSTATED]
            labels += (name for _, name in own)
        where = [known.places[place] for place in places.get(pk, ()) if place in known.places]
        values[PLACES] = where
        values[COUNTRY] = list({code for _, code in where if code}) or [UNSTATED]
        asked = asks_of(
            stated,
            places=[code for _, code in where],
            audiences=_names(known, "audiences", tags["audiences"].get(pk, ())),
            starts_on=starts.get(pk),
        )
        values |= {_ASK_PATHS[name]: [ask] for name, ask in asked.items()}
        gains = gains_of(stated)
        values[GAINS] = [gains] if gains else []
        values[ACCEPTED] = accepted_by(stated) or [UNSTATED]
        values[WEEKS] = [UNSTATED if weeks is None else str(weeks)]
        values[CLOSES] = [str(closes)] if closes else []
        values |= {path: list(months[path].get(pk, ())) or [UNSTATED] for path in _MONTHS}
        confirmed = checks[pk].confirmed
        values[CONFIRMED] = [confirmed] if confirmed else []
        values[AGE] = [str(age_of(confirmed, day))]
        turn = min(filter(None, [turns.get(pk), ages_on(confirmed, day)]), default=None)
        values[TURNS] = [turn.isoformat()] if turn else []
        rest += chain.from_iterable((city, country_name(code)) for city, code in where)
        yield Row(
            id=pk,
            values=values,
            keys=_keys(pk, name, str(closes or _LAST), created, checks[pk]),
            texts=("\n".join(names), "\n".join(labels), summary, "\n".join(rest)),
        )


def _columns(ids: list[int], day: datetime.date) -> Iterator[tuple]:
    """Yield the own columns of programs, in the order in which `_read_chunk` takes them."""
    wanted = set(ids)
    return (row for row in _published_on(day).filter(**_among("pk", ids)) if row[0] in wanted)


@lru_cache(maxsize=1)
def _published_on(day: datetime.date) -> QuerySet:
    # Kept, since to say it takes longer than to read the few programs of a refresh.
    own = ("pk", "closes_on", "name_key", "created_at", WEEKS, "summary")
    return (
        Program.objects.published()
        .with_rounds_on(day)
        .annotate(
            name_key=NameKey("name"), weeks=Coalesce("duration_weeks_min", "duration_weeks_max")
        )
        .values_list(*own, *NAME_COLUMNS, *REST_COLUMNS, *_STATED)
    )


def _keys(
    pk: int,
    name: str,
    closes: str,
    created: datetime.datetime,
    checks: Checks,
) -> dict[Sort, Key]:
    """Return what `ProgramFilter.sorted` orders by, for each order but that of relevance."""
    checked = checks.latest_at
    return {
        Sort.CLOSING: (closes, name, pk),
        Sort.NAME: (name, pk),
        Sort.NEWEST: (-created.timestamp(), name, pk),
        Sort.CHECKED: (-checked.timestamp() if checked else 0, name, pk),
    }


def _all(relation: str, *columns: str) -> Iterable[tuple]:
    """Return id and columns of all that a relation of a program may lead to."""
    model = Program._meta.get_field(relation).related_model
    return model.objects.order_by().values_list("pk", *columns)


def _tied(relation: str, ids: list[int]) -> dict[int, list[int]]:
    """Return the ids that a relation leads to, by program."""
    field = Program._meta.get_field(relation)
    rows = field.remote_field.through.objects.filter(**_among("program", ids))
    found: dict[int, list[int]] = defaultdict(list)
    for pk, other in rows.values_list("program_id", f"{field.m2m_reverse_field_name()}_id"):
        found[pk].append(other)
    return found


def _among(column: str, ids: list[int]) -> dict[str, Any]:
    """Return the lookup of these programs, sorted; perhaps of some between them too.

    Where they lie close together that is a range: long lists of ids take their time.
    """
    first, last = ids[0], ids[-1]
    if last - first < 2 * len(ids):
        return {f"{column}__gte": first, f"{column}__lte": last}
    return {f"{column}__in": ids}


def _rounds(
    ids: list[int], day: datetime.date
) -> tuple[dict[int, datetime.date], dict[int, PartialDate]]:
    """Return by program the next day on which `opening` may change, and the next known start.

    A start counts as long as one may still apply for it.
    """
    # What lies wholly before this year has turned already.
    year = f"{day:%Y}"
    ahead = ApplicationRound.objects.filter(
        Q(opens_on__gte=year) | Q(closes_on__gte=year) | Q(starts_on__gte=year),
        **_among("program", ids),
        cancelled=False,
    )
    turns: dict[int, datetime.date] = {}
    starts: dict[int, PartialDate] = {}
    for one in ahead.only("program", "opens_on", "closes_on", "starts_on"):
        pk = one.program_id
        if later := [turn for turn in one.turns() if turn > day]:
            turns[pk] = min(*later, turns.get(pk, later[0]))
        if start := one.next_start(day):
            known = starts.get(pk)
            if not known or (start.first_day, str(start)) < (known.first_day, str(known)):
                starts[pk] = start
    return turns, starts


def _months(ids: list[int]) -> dict[str, dict[int, set[str]]]:
    """Return the months in which rounds have dates, by path of their facet and program."""
    rounds = ApplicationRound.objects.filter(**_among("program", ids), cancelled=False)
    found: dict[str, dict[int, set[str]]] = {path: defaultdict(set) for path in _MONTHS}
    dates = rounds.values_list("program_id", *map(month_in, _MONTHS.values()))
    for pk, *texts in dates:
        for path, text in zip(_MONTHS, texts, strict=True):
            if text:
                found[path][pk].add(_MONTH_BY_TEXT[text])
    return found


def _names(known: Known, relation: str, ids: Iterable[int]) -> list[str]:
    terms = known.tags[relation]
    return [terms[pk][1] for pk in ids if pk in terms]

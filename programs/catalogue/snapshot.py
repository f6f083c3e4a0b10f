"""The published programs on one day at one version: what every list of the site is found in."""

import datetime
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from django.db.models import Model
from pyroaring import BitMap

from programs.catalogue.freshness import read_version
from programs.catalogue.order import Key, Order
from programs.catalogue.rows import COUNTRY, TURNS, Known, Row, Value, read_known, read_rows
from programs.catalogue.text import TextIndex, Texts
from programs.choices import UNSTATED
from programs.filters import Sort
from programs.filters.terms import Options
from programs.models import Audience, Location, Program, Role, Topic
from programs.places import country_name

Values = Mapping[str, Mapping[Value, BitMap]]
"""Programs by path and value; of a facet, `unstated` is one. A value of none is absent."""

_TAGS: dict[str, type[Model]] = {"topics": Topic, "roles": Role, "audiences": Audience}

State = tuple[int, datetime.date]
"""Version and day: pages of one state are the same."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """An immutable index over the published programs. Sets are of program ids: never change one."""

    version: int
    day: datetime.date
    programs: BitMap
    values: Values
    orders: Mapping[Sort, Order]
    """One for each sort but relevance."""
    text: TextIndex
    terms: Mapping[type[Model], Options]
    """Value and label of every tag, and of every country with a place; the most used first."""

    @property
    def state(self) -> State:
        """Of which version and day it is."""
        return self.version, self.day

    def having(self, path: str, values: Iterable[Value]) -> BitMap:
        """Return the programs that have one of the values."""
        known = self.values.get(path, {})
        found = [known[value] for value in values if value in known]
        return found[0] if len(found) == 1 else BitMap.union(BitMap(), *found)

    def values_of(self, path: str, ids: Iterable[int]) -> dict[int, Value]:
        """Return a value of each of these programs that has any: the value, where none has two."""
        return dict(self._values_of(path, ids))

    def all_values_of(self, path: str, ids: Iterable[int]) -> dict[int, list[Value]]:
        """Return the values of each of these programs that has any."""
        found: dict[int, list[Value]] = defaultdict(list)
        for pk, value in self._values_of(path, ids):
            found[pk].append(value)
        return found

    def _values_of(self, path: str, ids: Iterable[int]) -> Iterator[tuple[int, Value]]:
        wanted = BitMap(ids)
        for value, programs in self.values.get(path, {}).items():
            if not programs.isdisjoint(wanted):
                yield from ((pk, value) for pk in programs & wanted)

    def turning_by(self, day: datetime.date) -> BitMap:
        """Return the programs that a round may have opened or closed for by the day."""
        turns = self.values.get(TURNS, {})
        return self.having(TURNS, [turn for turn in turns if turn <= day.isoformat()])

    def next(self, *, version: int, day: datetime.date, changed: Iterable[int]) -> Self:
        """Return the snapshot of a later version or day, for which these programs are read again.

        Everything else is shared with this one.
        """
        gone = BitMap(changed)
        gathered, known = Gathered(), read_known()
        text = self.text.changed(gone, gathered.texts_of(read_rows(gone, day, known)))
        values = {
            path: _merged(self.values.get(path, {}), gone, gathered.values[path])
            for path in {*self.values, *gathered.values}
        }
        return type(self)(
            version=version,
            day=day,
            programs=(self.programs - gone) | BitMap(gathered.ids),
            values=values,
            orders={
                sort: order.changed(gone, gathered.keys[sort])
                for sort, order in self.orders.items()
            },
            text=text,
            terms=_terms(values, known),
        )


def build(day: datetime.date) -> Snapshot:
    """Return the snapshot of all published programs on the day."""
    # Read first: what is written meanwhile is read again at the next refresh.
    version = read_version()
    gathered, known = Gathered(), read_known()
    ids = Program.objects.published().order_by("pk").values_list("pk", flat=True)
    text = TextIndex.of(gathered.texts_of(read_rows(ids.iterator(), day, known)))
    values = {path: _merged({}, BitMap(), new) for path, new in gathered.values.items()}
    return Snapshot(
        version=version,
        day=day,
        programs=BitMap(gathered.ids),
        values=values,
        orders={
            sort: Order().changed(BitMap(), gathered.keys[sort])
            for sort in Sort
            if sort != Sort.RELEVANCE
        },
        text=text,
        terms=_terms(values, known),
    )


class Gathered:
    """What rows say, by value and by order instead of by program; full once its texts are read."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        # Numbers of a list take twice as much, which counts where there are millions.
        self.values: dict[str, dict[Value, array]] = defaultdict(lambda: defaultdict(_no_ids))
        self.keys: dict[Sort, list[Key]] = defaultdict(list)

    def texts_of(self, rows: Iterable[Row]) -> Iterator[tuple[int, Texts]]:
        """Yield id and texts of each row, and keep the rest: no row is held for longer."""
        known = self.values
        for row in rows:
            pk = row.id
            self.ids.append(pk)
            for path, values in row.values.items():
                of_path = known[path]
                for value in values:
                    of_path[value].append(pk)
            for sort, key in row.keys.items():
                self.keys[sort].append(key)
            yield pk, row.texts


def _no_ids() -> array:
    return array("I")


def _merged(
    old: Mapping[Value, BitMap], gone: BitMap, new: Mapping[Value, array]
) -> dict[Value, BitMap]:
    """Return the programs by value without those that are gone and with the new ones."""
    merged = {}
    for value in {*old, *new}:
        kept = old.get(value, BitMap())
        if not kept.isdisjoint(gone):
            kept = kept - gone
        if arrived := new.get(value):
            kept = kept | BitMap(arrived)
        if kept:
            merged[value] = kept
    return merged


def _terms(values: Values, known: Known) -> dict[type[Model], Options]:
    """Return what `filters.terms.offered_terms` does, counted here."""
    terms = {
        model: _options(values.get(f"{relation}__slug", {}), dict(known.tags[relation].values()))
        for relation, model in _TAGS.items()
    }
    codes = {code for _, code in known.places.values() if code}
    places = {code: country_name(code) for code in codes}
    return terms | {Location: _options(values.get(COUNTRY, {}), places)}


def _options(used: Mapping[str, BitMap], names: Mapping[str, str]) -> Options:
    uses = {value: len(programs) for value, programs in used.items() if value != UNSTATED}
    return sorted(names.items(), key=lambda named: (-uses.get(named[0], 0), named[1], named[0]))

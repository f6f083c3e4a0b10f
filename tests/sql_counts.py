"""How many programs each value of each facet would give, counted by the database.

What the catalogue's counts are held against, and what benchmarks compare them with.
"""

from collections import defaultdict

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from programs.filters import UNSTATED, Facet, ProgramFilter
from programs.filters.facets import (
    AgeFacet,
    CountryFacet,
    LadderFacet,
    MaxWeeksFilter,
    MonthFacet,
)
from programs.models import ProgramQuerySet

Counts = dict[str, dict[str, int]]


def facet_counts(filterset: ProgramFilter) -> Counts:
    """Return how many programs match by facet and value, with the facet's own values lifted.

    A value that no program has is absent. `max_weeks` has one value, `unstated`: programs that
    match otherwise and don't say how long they take. One query.
    """
    arms = [
        arm
        for name, facet in filterset.facets.items()
        for arm in _arms(name, facet, filterset.matching(without=name))
    ]
    if filterset.chosen["max_weeks"]:
        silent = MaxWeeksFilter.unstated(filterset.matching(without="max_weeks"))
        arms.append(_total("max_weeks", UNSTATED, silent))
    counts: Counts = defaultdict(dict)
    for facet_name, value, count in arms[0].union(*arms[1:], all=True):
        counts[facet_name][value or UNSTATED] = count
    return counts


def counts_without(filterset: ProgramFilter) -> dict[str, int]:
    """Return how many programs match with one applied filter lifted, by parameter; one query."""
    arms = [_total(name, "", filterset.matching(without=name)) for name in filterset.applied]
    if not arms:
        return {}
    rows = arms[0].union(*arms[1:], all=True)
    return {name: count for name, _, count in rows}


def _arms(name: str, facet: Facet, programs: ProgramQuerySet) -> list[QuerySet]:
    """Return the parts of the query for one facet: rows of its name, a value and a count.

    A program without a tag joins no tag, so its group is NULL: that is the unstated one.
    A place may have no country, so there the groups can't tell, and a second part counts.
    """
    if isinstance(facet, LadderFacet | MonthFacet | AgeFacet):
        values = [value for value, _ in facet.options()]
        return [_total(name, value, facet.filter(programs, [value])) for value in values]
    if isinstance(facet, CountryFacet):
        named = programs.filter(**{f"{facet.path}__gt": ""})
        unstated = programs.filter(facet.is_unstated())
        return [_grouped(name, facet.path, named), _total(name, UNSTATED, unstated)]
    return [_grouped(name, facet.path, programs)]


def _grouped(name: str, path: str, programs: ProgramQuerySet) -> QuerySet:
    return (
        programs.values(value=Cast(F(path), CharField()))
        .annotate(facet=_text(name), count=Count("pk", distinct=True))
        .values_list("facet", "value", "count")
    )


def _total(name: str, value: str, programs: ProgramQuerySet) -> QuerySet:
    """Return one row of a name, a value and how many programs there are; none if none are."""
    return (
        programs.values(facet=_text(name), value=_text(value))
        .annotate(count=Count("pk"))
        .values_list("facet", "value", "count")
    )


def _text(text: str) -> Cast:
    return Cast(Value(text), CharField())

"""How the links of programs stand, for whoever lists them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.db.models import Max

from programs.curation.links.verdict import LinkState, Reading, judge, worst
from programs.models import Check, LinkCheck, Program

_BATCH = 20_000  # SQLite takes some 32,000 parameters in one query.


def read_link_states(program_ids: Iterable[int]) -> dict[int, LinkState]:
    """Return how the links of each program stand: the more worrying one of its two addresses.

    Whether the page changed is said of its official page, whichever address that is about. Three
    queries for up to 20,000 programs; ids of no program are left out.
    """
    return {
        pk: replace(worst(states), changed_on=states[0].changed_on)
        for pk, states in read_address_states(program_ids).items()
    }


def read_address_states(program_ids: Iterable[int]) -> dict[int, tuple[LinkState, ...]]:
    """Return how the official page and, if it is another, the main source of each program stand."""
    found = {}
    ids = iter(program_ids)
    while batch := list(islice(ids, _BATCH)):
        found.update(_read(batch))
    return found


def _read(ids: list[int]) -> Iterator[tuple[int, tuple[LinkState, ...]]]:
    readings: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    rows = LinkCheck.objects.filter(program__in=ids).order_by("at", "pk")
    for pk, url, at, outcome, since, *rest in rows.values_list(
        *("program_id", "url", "at", "outcome", "since"),
        *("times", "http_status", "note", "final_url", "text_hash"),
    ):
        readings[pk, url].append(Reading(at, outcome, since, *rest))
    checked_at: dict[int, datetime] = dict(
        Check.objects.filter(program__in=ids)
        .order_by()
        .values("program")
        .annotate(newest=Max("at"))
        .values_list("program", "newest")
    )
    programs = Program.objects.filter(pk__in=ids).values_list("pk", "url", "source_url")
    for pk, url, source_url in programs:
        page = judge(url, readings[pk, url], checked_at=checked_at.get(pk))
        if source_url in ("", url):
            yield pk, (page,)
        else:
            # A check confirms facts; that the source still says them is what its evidence is for.
            yield pk, (page, judge(source_url, readings[pk, source_url], is_source=True))

"""How long the catalogue takes to find programs, count facets and give the first ids."""

from collections.abc import Callable
from functools import partial

from django.http import QueryDict

from programs.catalogue import Listing, Snapshot
from programs.filters import ProgramFilter
from tests.benchmarks.questions import COMMON, FACETS, PAGES
from tests.benchmarks.stopwatch import Figure, each
from tests.sql_counts import facet_counts

PAGE = 25
ROUNDS = 5


def figures(size: int, snapshot: Snapshot) -> list[Figure]:
    """Return how long it takes to filter, count and list."""
    bound = {100_000: "< 5 ms", 1_000_000: "< 20 ms"}.get(size, "")
    with_text = "< 25 ms" if size == 100_000 else ""
    asked = {
        "three facets: filter, counts, first 25 ids": (FACETS, bound),
        "the same with a common word, by relevance": (PAGES, with_text),
        "a common word alone, by relevance": ([f"q={word}" for word in COMMON], with_text),
        "nothing asked": (["", "sort=name"], bound),
    }
    return [
        Figure(name=name, values=each(asking(queries, snapshot)), wanted=wanted)
        for name, (queries, wanted) in asked.items()
    ]


def asking(queries: list[str], snapshot: Snapshot) -> list[Callable[[], None]]:
    """Return the work of answering each query, several times over, after a first time untimed."""
    works = [partial(answer, QueryDict(query), snapshot) for query in queries]
    for work in works:
        work()
    return works * ROUNDS


def answer(data: QueryDict, snapshot: Snapshot) -> None:
    snapshot.text._readings.clear()
    snapshot.text._found.clear()
    listing = Listing.of(data, snapshot)
    listing.counts()
    assert len(listing[:PAGE]) == min(PAGE, len(listing))


def agrees_with_sql(query: str, snapshot: Snapshot) -> None:
    """Fail unless the database finds the same programs, in the same order, with the same counts."""
    data = QueryDict(query)
    listing = Listing.of(data, snapshot)
    sql = ProgramFilter(data, day=snapshot.day, read=snapshot.text.read)
    assert len(listing) == sql.qs.count(), query
    assert listing[:PAGE] == list(sql.qs.values_list("pk", flat=True)[:PAGE]), query
    assert listing.counts() == facet_counts(sql), query

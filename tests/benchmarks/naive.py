"""The browse page as it would be without a catalogue: querysets, and a `GROUP BY` a facet."""

from inspect import unwrap
from unittest.mock import patch

from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.utils import timezone

from programs.catalogue import Listing, Snapshot, current
from programs.filters import ProgramFilter
from programs.views.browse import browse
from tests.benchmarks.questions import ADDRESS
from tests.sql_counts import counts_without, facet_counts


class SqlListing(Listing):
    """The same answers from the database."""

    @classmethod
    def of(cls, data: QueryDict, snapshot: Snapshot) -> "SqlListing":
        return cls(ProgramFilter(data, day=snapshot.day), snapshot)

    def __len__(self) -> int:
        return self.asked.qs.count()

    def __getitem__(self, places: slice) -> list[int]:
        return list(self.asked.qs.values_list("pk", flat=True)[places])

    def counts(self) -> dict[str, dict[str, int]]:
        return facet_counts(self.asked)

    def counts_without(self) -> dict[str, int]:
        return counts_without(self.asked)

    def closed(self, limit: int) -> list[int]:
        return list(self.asked.closed().values_list("pk", flat=True)[:limit])


def from_sql(query: str) -> HttpResponse:
    """Answer with the site's view and template, but find and count in the database."""
    request = RequestFactory().get(ADDRESS, QUERY_STRING=query)
    request.catalogue = current(timezone.localdate())
    with patch("programs.views.browse.Listing", SqlListing):
        response = unwrap(browse)(request)
    assert response.status_code == 200
    return response

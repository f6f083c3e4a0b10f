"""Filters of admin lists that Django has no equal of."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from programs.choices import UNSTATED_LABEL


class StatedFilter(admin.ChoicesFieldListFilter):
    """The choices of a field, and that the sources do not say."""

    def _lookups(self) -> list[tuple[str, str]]:
        return [*self.field.flatchoices, ("", UNSTATED_LABEL)]

    def get_facet_counts(self, pk_attname: str, filtered_qs: QuerySet) -> dict[str, Count]:
        return {
            f"{number}__c": Count(pk_attname, filter=Q((self.lookup_kwarg, value)))
            for number, (value, _) in enumerate(self._lookups())
        }

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        counts = self.get_facet_queryset(changelist) if changelist.add_facets else None
        yield {
            "selected": self.lookup_val is None,
            "query_string": changelist.get_query_string(remove=self.expected_parameters()),
            "display": "All",
        }
        for number, (value, label) in enumerate(self._lookups()):
            yield {
                "selected": self.lookup_val is not None and value in self.lookup_val,
                "query_string": changelist.get_query_string(
                    {self.lookup_kwarg: value}, [self.lookup_kwarg_isnull]
                ),
                "display": f"{label} ({counts[f'{number}__c']})" if counts else label,
            }


class LastCheckFilter(admin.SimpleListFilter):
    """When a person last confirmed a program; needs the annotation `checked_at`."""

    title = "last check"
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("never", "Never"),
            ("old", "Over a year ago"),
            ("year", "In the last year"),
            ("month", "In the last 30 days"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        now = timezone.now()
        year, month = now - datetime.timedelta(days=365), now - datetime.timedelta(days=30)
        match self.value():
            case "never":
                return queryset.filter(checked_at__isnull=True)
            case "old":
                return queryset.filter(checked_at__lt=year)
            case "year":
                return queryset.filter(checked_at__gte=year)
            case "month":
                return queryset.filter(checked_at__gte=month)
        return None

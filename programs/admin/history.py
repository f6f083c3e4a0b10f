"""A program's history page: the ledger as a timeline."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from programs.admin.merged import may_merge, merges_of
from programs.admin.sections import field_label
from programs.choices import UNSTATED_LABEL
from programs.ledger import Value, is_blank
from programs.models import Change, ImportBatch, Program
from programs.presentation.values import Names, item_words, names_in, value_words

CHANGES_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field as it was and as it became, each as paragraphs; of lists only what differs."""

    label: str
    before: list[str]
    after: list[str]
    kept: int = 0
    change_id: int | None = None
    """The change that can be taken back; None of what was added with the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one person did to a program at one moment."""

    at: datetime.datetime
    by: Any
    reason: str
    batch: ImportBatch | None
    is_addition: bool
    lines: list[Line]

    @property
    def change_ids(self) -> list[int]:
        """The changes that can be taken back together."""
        return [one.change_id for one in self.lines if one.change_id]


class TimelineAdmin(ModelAdmin):
    """Shows the ledger in place of Django's own log of actions."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse):
            program = response.context_data["object"]
            response.context_data.update(timeline(program, request.GET.get(PAGE_VAR, 1)))
            may_revert = self.has_change_permission(request, program)
            response.context_data["may_revert"] = may_revert
            response.context_data["merges"] = merges_of(program)
            response.context_data["may_merge"] = may_merge(request.user)
        return response


def timeline(program: Program, page_number: Any) -> dict[str, Any]:
    """Return a page of the program's history for the template, the newest first."""
    changes = program.changes.select_related("by", "batch").order_by("-at", "-pk")
    page = Paginator(changes, CHANGES_A_PAGE).get_page(page_number)
    return {
        "entries": list(entries(list(page.object_list))),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "page_var": PAGE_VAR,
    }


def entries(changes: list[Change]) -> Iterator[Entry]:
    """Group sorted changes by the moment and the hand that they come from."""
    names = names_in(changes)
    for (at, _, reason, _), group in groupby(changes, key=_hand):
        together = sorted(group, key=lambda change: change.pk)
        first = together[0]
        yield Entry(
            at=at,
            by=first.by,
            reason=reason,
            batch=first.batch,
            is_addition=first.field == Change.CREATED,
            lines=[line for change in together for line in _lines(change, names)],
        )


def _hand(change: Change) -> tuple:
    return change.at, change.by_id, change.reason, change.batch_id


def _lines(change: Change, names: Names) -> Iterator[Line]:
    if change.field != Change.CREATED:
        shown = line(change.field, change.before, change.after, names)
        yield replace(shown, change_id=change.pk)
        return
    for field, value in (change.after or {}).items():
        if not is_blank(value):
            yield line(field, None, value, names)


def line(field: str, before: Value, after: Value, names: Names) -> Line:
    """Return the difference between two values of a field, in words."""
    label = field_label(field)
    if not isinstance(before, list) and not isinstance(after, list):
        return Line(
            label=label,
            before=[value_words(field, before, names)],
            after=[value_words(field, after, names)],
        )
    was, became = before or [], after or []
    gone, come = _without(was, became), _without(became, was)
    kept = len(was) - len(gone)
    nothing = [] if kept else [UNSTATED_LABEL]
    return Line(
        label=label,
        before=_items(field, gone, names) or nothing,
        after=_items(field, come, names) or nothing,
        kept=kept,
    )


def _items(field: str, items: list, names: Names) -> list[str]:
    return [item_words(field, item, names) for item in items]


def _without(items: list, others: list) -> list:
    """Return the items that are not among the others, each as often as it is missing there."""
    left = list(others)
    missing = []
    for item in items:
        if item in left:
            left.remove(item)
        else:
            missing.append(item)
    return missing

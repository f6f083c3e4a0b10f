"""What a batch says besides its rows: what it brings along, and how its file was read."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from programs.admin.import_doors import batch_url
from programs.admin.import_words import column_label, counted, day, listed, person
from programs.choices import BatchState, RowAction
from programs.csv_import import applied_before
from programs.csv_import.batches import OPEN_STATES
from programs.models import ImportBatch, Program

_LISTED = 40
_CHOSEN = 100
"""So many keys fit into an address that every server takes."""
_READINGS = 60


def about(batch: ImportBatch) -> dict[str, Any]:
    """Return what the template says of the file as a whole."""
    report = batch.report
    absent = report.get("absent", [])
    brings = [("organization", list(report.get("organizations", {}).values()))]
    brings += [
        (name.removesuffix("s"), slugs) for name, slugs in report.get("new_tags", {}).items()
    ]
    readings = report.get("readings", [])
    notices = report.get("notices", [])
    return {
        "brings": [
            (f"New: {counted(len(names), noun)}", names[:_LISTED], _rest(names))
            for noun, names in brings
            if names
        ],
        "readings": [
            f"{column_label(column)}: “{text}” as {told}, {counted(rows, 'row')}"
            for column, text, told, rows in readings[:_READINGS]
        ],
        "readings_words": counted(len(readings), "text"),
        "notices_words": counted(len(notices), "notice"),
        "readings_rest": max(0, len(readings) - _READINGS),
        "left_out": [title or "a column without a name" for title in report.get("left_out", [])],
        "mapped": [(title, column_label(name)) for title, name in report.get("mapped", {}).items()],
        "notices": notices[:_LISTED],
        "notices_rest": _rest(notices),
        "absent_words": counted(len(absent), "program"),
        "absent": list(
            Program.objects.filter(slug__in=absent[:_LISTED]).only("name").order_by("name")
        )
        if absent
        else [],
        "absent_rest": _rest(absent),
        "absent_url": _in_the_list(absent[:_CHOSEN]),
        "excesses": listed(one["told"] for one in report["excesses"])
        if report.get("excesses")
        else "",
        "number": report["excesses"][0]["number"] if report.get("excesses") else None,
    }


def _in_the_list(slugs: list[str]) -> str:
    """Return the address of these programs in the list of all, where many are changed at once."""
    query = urlencode({"slug__in": ",".join(slugs)})
    return f"{reverse('admin:programs_program_changelist')}?{query}"


def _rest(items: list) -> int:
    return max(0, len(items) - _LISTED)


def same_file(batch: ImportBatch) -> dict[str, Any] | None:
    """Return when this very file went in before, None if it did not or if this is that batch."""
    if batch.state not in (*OPEN_STATES, BatchState.RECEIVED):
        return None
    before = applied_before(batch.sha256, batch.source)
    if not before:
        return None
    changes = {action for action, count in batch.counts.items() if count} - {RowAction.UNCHANGED}
    return {
        "day": day(before.applied_at),
        "by": person(before.applied_by),
        "number": before.pk,
        "url": batch_url(before),
        "is_same": batch.state in OPEN_STATES and not changes,
    }

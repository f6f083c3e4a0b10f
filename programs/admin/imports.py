"""Imported files and what their rows do, to look through."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from programs.admin.base import ReadOnlyAdmin
from programs.models import ImportBatch, RowChange


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    fields = (
        ("file_name", "source"),
        "state",
        "row_counts",
        "rows",
        ("received_at", "received_by"),
        ("applied_at", "applied_by"),
        ("undone_at", "undone_by"),
        ("size_bytes", "sha256"),
    )
    readonly_fields = ("row_counts", "rows")
    list_display = ("file_name", "source", "state", "row_counts", "received_at", "received_by")
    list_filter = ("state", "received_at")
    list_select_related = ("received_by",)
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    search_fields = ("file_name", "source", "sha256")
    search_help_text = "File name, source or SHA-256"

    @admin.display(description="rows by action")
    def row_counts(self, batch: ImportBatch) -> str:
        return ", ".join(f"{count} {action}" for action, count in batch.counts.items()) or "-"

    @admin.display(description="rows")
    def rows(self, batch: ImportBatch) -> str:
        """Link to the rows: a page cannot hold those of a large file."""
        address = reverse("admin:programs_rowchange_changelist")
        return format_html(
            '<a href="{}?batch__id__exact={}">{} rows with changes or problems</a>',
            address,
            batch.pk,
            batch.rows.count(),
        )


@admin.register(RowChange)
class RowChangeAdmin(ReadOnlyAdmin):
    list_display = ("row", "batch", "slug", "program", "action", "problem")
    list_filter = ("action",)
    list_select_related = ("batch", "program")
    ordering = ("-batch", "row")
    search_fields = ("slug", "program__name", "batch__file_name")
    search_help_text = "Slug, program or file"

    @admin.display(description="problems")
    def problem(self, row: RowChange) -> str:
        return " ".join(map(str, row.problems)) or "-"

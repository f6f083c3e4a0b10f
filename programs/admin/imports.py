"""Imported files: the list of batches, the way to their screens, and rows to look through."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from programs.admin import (
    import_columns,
    import_deeds,
    import_problems,
    import_progress,
    import_review,
    import_upload,
    import_values,
)
from programs.admin.base import ReadOnlyAdmin
from programs.admin.import_doors import ADD, VIEW, door, may
from programs.models import ImportBatch, RowChange

_SCREENS = {
    "columns/": ("columns", import_columns.columns),
    "values/": ("values", import_values.values),
    "rows/": ("rows", import_deeds.rows),
    "rows/<int:number>/": ("row", import_deeds.row),
    "check/": ("check", import_deeds.check),
    "apply/": ("apply", import_deeds.apply),
    "undo/": ("undo", import_deeds.undo),
    "redo/": ("redo", import_deeds.redo),
    "discard/": ("discard", import_deeds.discard),
    "problems.csv": ("problems", import_problems.problems),
    "change/": ("change", import_review.review),
}
"""The screens of one batch, below its id; the last stands in place of Django's own form."""


@admin.register(ImportBatch)
class ImportBatchAdmin(ReadOnlyAdmin):
    list_display = ("file_name", "source", "state", "row_counts", "received_at", "received_by")
    list_filter = ("state", "received_at")
    list_select_related = ("received_by",)
    date_hierarchy = "received_at"
    ordering = ("-received_at", "-pk")
    search_fields = ("file_name", "source", "sha256")
    search_help_text = "File name, source or SHA-256"

    def get_urls(self) -> list[URLPattern]:
        screens = [
            path(f"<int:pk>/{route}", view, name=f"programs_importbatch_{name}")
            for route, (name, view) in _SCREENS.items()
        ]
        upload = path("upload/", import_upload.upload, name="programs_importbatch_upload")
        progress = path(
            "progress/<str:token>/",
            door(VIEW, "GET")(import_progress.progress),
            name="programs_importbatch_progress",
        )
        return [upload, progress, *screens, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, ADD)

    def add_view(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Lead to the upload: a batch is made of a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:programs_importbatch_upload")

    @admin.display(description="rows by action")
    def row_counts(self, batch: ImportBatch) -> str:
        told = [f"{count:,} {action}" for action, count in batch.counts.items() if count]
        return ", ".join(told) or "-"


@admin.register(RowChange)
class RowChangeAdmin(ReadOnlyAdmin):
    list_display = ("row", "batch", "slug", "program", "action", "problem")
    list_filter = ("action",)
    list_select_related = ("batch", "program")
    # As its index has them, backwards: sorting a million rows takes a second.
    ordering = ("-batch", "-row")
    search_fields = ("slug", "program__name", "batch__file_name")
    search_help_text = "Slug, program or file"
    readonly_fields = ("review",)

    @admin.display(description="problems")
    def problem(self, row: RowChange) -> str:
        told = [f"{column}: {why}" if column else why for column, why in row.problems]
        return " ".join(told) or "-"

    @admin.display(description="review")
    def review(self, row: RowChange) -> str:
        address = reverse("admin:programs_importbatch_change", args=[row.batch_id])
        return format_html('<a href="{}?row={}">This row in its batch</a>', address, row.row)

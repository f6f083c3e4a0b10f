"""An imported file and what each of its rows does."""

from django.conf import settings
from django.db import models

from programs import choices
from programs.models.constraints import one_of


class ImportBatch(models.Model):
    """One imported file with its plan."""

    source = models.CharField(
        max_length=80, blank=True, help_text="Who gave the file: one name for all its editions."
    )
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of the file’s bytes.")
    size_bytes = models.PositiveBigIntegerField()
    state = models.CharField(
        max_length=16, choices=choices.BatchState.choices, default=choices.BatchState.RECEIVED
    )
    counts = models.JSONField(default=dict, help_text="Rows by action.")
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [one_of("batch", "state", choices.BatchState, blank=False)]
        indexes = [models.Index(fields=["sha256", "source"], name="batch_by_file")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class RowChange(models.Model):
    """What one row of a batch does. Unchanged rows are only counted."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(help_text="As a spreadsheet numbers it: the header is row 1.")
    slug = models.CharField(max_length=80, blank=True)
    program = models.ForeignKey("Program", models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=16, choices=choices.RowAction.choices)
    before = models.JSONField(default=dict, help_text="Planned fields as they were.")
    after = models.JSONField(default=dict, help_text="Planned fields as the row has them.")
    problems = models.JSONField(default=list, help_text="Sentences.")

    class Meta:
        constraints = [
            one_of("row_change", "action", choices.RowAction, blank=False),
            models.UniqueConstraint(
                name="row_change_once",
                fields=["batch", "row"],
                violation_error_message="This batch has this row already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.row}: {self.get_action_display()}"

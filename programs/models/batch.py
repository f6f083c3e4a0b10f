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
    mapping = models.JSONField(
        default=dict, help_text="Fields by the file’s columns; a blank one leaves the column out."
    )
    reading = models.JSONField(
        default=dict, help_text="How the file is read: encoding, sheet, text for every row."
    )
    fixes = models.JSONField(default=dict, help_text="Cells mended since, by row and column.")
    report = models.JSONField(default=dict, help_text="What the check found besides the rows.")
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
        permissions = [("apply_importbatch", "Can apply and undo imports")]
        constraints = [one_of("batch", "state", choices.BatchState, blank=False)]
        indexes = [models.Index(fields=["sha256", "source"], name="batch_by_file")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class ImportFile(models.Model):
    """The bytes of an uploaded file: to check it again, and nothing else. Never served.

    Kept for a time only; the batch and its rows stay.
    """

    batch = models.OneToOneField(ImportBatch, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField(help_text="Compressed with zlib.")

    def __str__(self) -> str:
        return f"The file of {self.batch_id}"


class RowChange(models.Model):
    """What one row of a batch does, and what its source says by it.

    Rows of which the source says what it said before are only counted.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(help_text="As a spreadsheet numbers it: the header is row 1.")
    key = models.CharField(
        max_length=255, blank=True, help_text="What the file calls the program by."
    )
    slug = models.CharField(max_length=80, blank=True)
    program = models.ForeignKey("Program", models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=16, choices=choices.RowAction.choices)
    decision = models.CharField(
        max_length=16,
        choices=choices.RowDecision.choices,
        blank=True,
        help_text="What a person said. Blank: conflicts keep what we have, and what is in doubt "
        "stays out.",
    )
    before = models.JSONField(default=dict, help_text="Planned fields as they were.")
    after = models.JSONField(default=dict, help_text="Planned fields as they will be.")
    conflicts = models.JSONField(
        default=dict, help_text="Fields where we know better: the file’s value, and why."
    )
    said = models.JSONField(
        default=dict, help_text="All that the row says. Blank if that is what it does, in `after`."
    )
    digest = models.CharField(max_length=32, blank=True, help_text="Of the row’s cells.")
    likely = models.JSONField(default=list, help_text="Programs that it may be under another key.")
    cells = models.JSONField(
        default=dict, help_text="Of a row in doubt, all cells by column; else those left out."
    )
    problems = models.JSONField(default=list, help_text="Pairs of column and sentence.")
    went_in = models.BooleanField(default=False)

    class Meta:
        constraints = [
            one_of("row_change", "action", choices.RowAction, blank=False),
            one_of("row_change", "decision", choices.RowDecision, blank=True),
            models.UniqueConstraint(
                name="row_change_once",
                fields=["batch", "row"],
                violation_error_message="This batch has this row already.",
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "action", "row"], name="row_change_by_action"),
            models.Index(fields=["key", "went_in"], name="row_change_by_key"),
        ]

    def __str__(self) -> str:
        return f"Row {self.row}: {self.get_action_display()}"

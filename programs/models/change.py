from django.conf import settings
from django.db import models

from programs.models.constraints import stated


class Change(models.Model):
    """One field of one program as it was and as it became: a row of the ledger.

    Only `programs.ledger` writes here, and nothing edits or deletes a row. Values are those of
    `ledger.read_states`; a new program is one row of field `created`, with its whole state after.
    """

    CREATED = "created"

    program = models.ForeignKey("Program", models.PROTECT, related_name="changes")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Blank: a command wrote it. People who leave are deactivated, not deleted.",
    )
    batch = models.ForeignKey(
        "ImportBatch", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [stated("change", "field")]
        indexes = [
            models.Index(fields=["program", "at"], name="change_by_program"),
            models.Index(fields=["at"], name="change_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.program_id}"

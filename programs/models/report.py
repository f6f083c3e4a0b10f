from django.conf import settings
from django.db import models
from django.db.models import Q

from programs import choices
from programs.models.constraints import one_of, rule, stated


class Report(models.Model):
    """What a visitor says is wrong or missing. Its state is public; its sender is not stored."""

    kind = models.CharField(max_length=16, choices=choices.ReportKind.choices)
    program = models.ForeignKey(
        "Program", models.CASCADE, null=True, blank=True, related_name="reports"
    )
    field = models.CharField(max_length=40, blank=True, help_text="The field in question, if one.")
    message = models.TextField(max_length=2000)
    url = models.URLField("address", max_length=500, blank=True, help_text="Where it can be read.")
    state = models.CharField(
        max_length=16, choices=choices.ReportState.choices, default=choices.ReportState.RECEIVED
    )
    answer = models.CharField(max_length=500, blank=True, help_text="Shown with the state.")
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("report", "kind", choices.ReportKind, blank=False),
            one_of("report", "state", choices.ReportState, blank=False),
            stated("report", "message"),
            rule(
                "report_correction_names_program",
                Q(program__isnull=False) | ~Q(kind=choices.ReportKind.CORRECTION),
                "A correction needs the program that it corrects.",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.message[:60]}"

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from programs import choices
from programs.models.constraints import one_of, rule, stated

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""What a reference is made of: nothing that is taken for something else when it is copied."""
REFERENCE_LENGTH = 12


def new_reference() -> str:
    """Return a reference that nobody can guess: one of 31 to the twelfth."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


class ReportQuerySet(models.QuerySet):
    def open(self) -> "ReportQuerySet":
        """Keep what nobody has answered, likely spam included."""
        return self.filter(state__in=Report.OPEN)


class Report(models.Model):
    """What a visitor says is wrong or missing. Its state is public; its sender is not stored."""

    OPEN = (choices.ReportState.RECEIVED, choices.ReportState.HELD)

    reference = models.CharField(
        max_length=REFERENCE_LENGTH, unique=True, default=new_reference, editable=False
    )
    kind = models.CharField(max_length=16, choices=choices.ReportKind.choices)
    program = models.ForeignKey(
        "Program", models.CASCADE, null=True, blank=True, related_name="reports"
    )
    field = models.CharField(max_length=40, blank=True, help_text="The field in question, if one.")
    message = models.TextField(max_length=2000)
    proposed = models.TextField("what is right", max_length=1000, blank=True)
    url = models.URLField("address", max_length=500, blank=True, help_text="Where it can be read.")

    # Of a program that is missing
    suggested_name = models.CharField("name", max_length=200, blank=True)
    suggested_organization = models.CharField("organization", max_length=120, blank=True)
    suggested_url = models.URLField("official page", max_length=500, blank=True)
    suggested_type = models.CharField(
        "type", max_length=16, choices=choices.ProgramType.choices, blank=True
    )

    state = models.CharField(
        max_length=16, choices=choices.ReportState.choices, default=choices.ReportState.RECEIVED
    )
    answer = models.CharField(max_length=500, blank=True, help_text="Shown with the state.")
    change = models.ForeignKey(
        "Change",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="What came of it.",
    )
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("report", "kind", choices.ReportKind, blank=False),
            one_of("report", "state", choices.ReportState, blank=False),
            one_of("report", "suggested_type", choices.ProgramType),
            stated("report", "message"),
            rule(
                "report_correction_names_program",
                Q(program__isnull=False) | Q(kind=choices.ReportKind.SUGGESTION),
                "A correction needs the program that it corrects.",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="report_queue")]

    def __str__(self) -> str:
        said = Truncator(self.suggested_name or self.message).chars(60)
        return f"{self.get_kind_display()}: {said}"

    def get_absolute_url(self) -> str:
        return reverse("programs:reported", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class SenderMark(models.Model):
    """That a report came from some network, for a day: only so that none sends too many.

    The mark is a short keyed hash, which many networks share: it leads to no sender, and no report
    points here.
    """

    mark = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mark", "at"], name="sender_mark_by_network")]

    def __str__(self) -> str:
        return self.mark

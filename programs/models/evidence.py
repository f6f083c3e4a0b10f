"""What a program's facts rest on, who confirmed them, and whether its page still answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs import choices
from programs.models.constraints import dated, one_of, rule
from programs.models.fields import PartialDateField


class Evidence(models.Model):
    """What a source says of one field of one program."""

    program = models.ForeignKey("Program", models.CASCADE, related_name="evidence")
    field = models.CharField(
        max_length=40, blank=True, help_text="The field it supports. Blank: the listing as a whole."
    )
    kind = models.CharField(
        max_length=20,
        choices=choices.EvidenceKind.choices,
        default=choices.EvidenceKind.PARAPHRASE,
    )
    quote = models.CharField(
        max_length=1000, blank=True, help_text="The source’s words, or a short paraphrase."
    )
    url = models.URLField(
        "address", max_length=500, blank=True, help_text="Blank where it is not recorded."
    )
    source_date = PartialDateField(help_text="The date that the source speaks of.")
    checked_on = models.DateField(null=True, blank=True, help_text="When a person last read it.")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            one_of("evidence", "kind", choices.EvidenceKind, blank=False),
            dated("evidence", "source_date"),
            rule(
                "evidence_says_something",
                ~Q(quote="")
                | Q(kind=choices.EvidenceKind.REFERENCE) & ~Q(url="")
                | Q(kind=choices.EvidenceKind.GENERAL_KNOWLEDGE),
                "Evidence needs what the source says; a further source needs its address.",
            ),
        ]
        indexes = [models.Index(fields=["program", "field"], name="evidence_by_field")]

    def __str__(self) -> str:
        return f"{self.field or 'listing'}: {self.quote or self.url or self.get_kind_display()}"


class Check(models.Model):
    """A person confirmed facts of a program against their source. Never an edit."""

    program = models.ForeignKey("Program", models.CASCADE, related_name="checks")
    fields = models.JSONField(
        default=list, blank=True, help_text="Names of the fields confirmed. Empty: all of them."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    merge = models.ForeignKey(
        "Merge",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="checks",
        help_text="What brought it here from the program that is gone. Blank: it was made here.",
    )

    class Meta:
        indexes = [models.Index(fields=["program", "-at"], name="check_latest")]
        get_latest_by = "at"

    def __str__(self) -> str:
        return f"{self.by} on {self.at:%Y-%m-%d}"

    def covers(self, field: str) -> bool:
        """Return whether it confirmed this field."""
        return not self.fields or field in self.fields


class LinkCheck(models.Model):
    """What an address answered, once or on several days in a row.

    An answer like the last one is added to its row: what is kept grows with what changes.
    """

    program = models.ForeignKey("Program", models.CASCADE, related_name="link_checks")
    url = models.URLField("address", max_length=500)
    at = models.DateTimeField(help_text="When it last answered so.")
    since = models.DateTimeField(
        null=True, blank=True, help_text="When it first answered so in a row. Blank: only once."
    )
    times = models.PositiveSmallIntegerField(
        default=1, help_text="How many times in a row, each on another day."
    )
    outcome = models.CharField(max_length=16, choices=choices.LinkOutcome.choices)
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(
        max_length=200, blank=True, help_text="Why there is no answer, or why nobody asked."
    )
    final_url = models.URLField(
        "arrived at", max_length=500, blank=True, help_text="Blank: at the address itself."
    )
    text_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the page’s text.")

    class Meta:
        constraints = [one_of("link_check", "outcome", choices.LinkOutcome, blank=False)]
        indexes = [models.Index(fields=["url", "-at"], name="link_check_latest")]

    def __str__(self) -> str:
        return f"{self.url}: {self.get_outcome_display()}"


class LinkVisit(models.Model):
    """The last day on which an address was asked: whoever writes the day there may ask."""

    url = models.URLField("address", max_length=500, unique=True)
    asked_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.url} on {self.asked_on}"

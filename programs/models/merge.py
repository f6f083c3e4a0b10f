"""Programs that are one: likely, and merged."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from programs.choices import Publication
from programs.models.constraints import rule
from programs.models.program import Program


class LikelyPairQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Keep those that nobody has settled: neither is archived, nor are they told apart."""
        archived = Publication.ARCHIVED
        return self.filter(different_by=None).exclude(
            Q(first__publication=archived) | Q(second__publication=archived)
        )

    def of(self, program_id: int) -> Self:
        """Keep those that the program is in."""
        return self.filter(Q(first=program_id) | Q(second=program_id))


class LikelyPair(models.Model):
    """Two programs that are likely one, until a curator merges them or says that they are not."""

    first = models.ForeignKey(Program, models.CASCADE, related_name="+")
    second = models.ForeignKey(Program, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField(help_text="100: the same name in the same house.")
    reason = models.CharField(max_length=120)
    different_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said that they are two programs. Blank: nobody.",
    )

    objects = LikelyPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="likely_pair_once",
                fields=["first", "second"],
                violation_error_message="This pair is known.",
            ),
            rule(
                "likely_pair_in_order",
                Q(first__lt=F("second")),
                "A pair names the older program first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}: {self.reason}"

    def other(self, program_id: int) -> Program:
        """Return the program of the pair that is not this one."""
        return self.second if self.first_id == program_id else self.first


class MergeQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Keep those that nobody has taken back."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """That one program was merged into another, and what has to come back if it is taken back.

    What the fields were is in the ledger, under the same moment and hand.
    """

    kept = models.ForeignKey(Program, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Program, models.PROTECT, related_name="merged")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reports = models.JSONField(
        default=list, blank=True, help_text="Ids of the reports that moved to the one kept."
    )
    redirects = models.JSONField(
        default=list, blank=True, help_text="Older slugs that led to the one that is gone."
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            rule("merge_of_two", ~Q(kept=F("gone")), "A program cannot be merged into itself."),
            models.UniqueConstraint(
                name="merge_of_gone_once",
                fields=["gone"],
                condition=Q(undone_at=None),
                violation_error_message="This program was merged into another one already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"

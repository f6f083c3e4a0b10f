import datetime
from typing import Self

from django.conf import settings
from django.db import models

from programs import choices


class PublishingQuerySet(models.QuerySet):
    """Days set for publishing. Nothing here reads the clock: the day is an argument."""

    def waiting(self) -> Self:
        """Keep those whose program is still to be published."""
        return self.filter(program__publication__in=Publishing.AHEAD)

    def due(self, day: datetime.date) -> Self:
        """Keep those that wait, and whose day is this one or an earlier one."""
        return self.waiting().filter(on__lte=day)

    def overtaken(self) -> Self:
        """Keep those whose program was published or archived in another way."""
        return self.exclude(program__publication__in=Publishing.AHEAD)


class Publishing(models.Model):
    """The day on which a draft, or a program in review, is to be published as somebody's deed."""

    AHEAD = (choices.Publication.DRAFT, choices.Publication.REVIEW)
    """What a program is before it is published."""

    program = models.OneToOneField("Program", models.CASCADE, related_name="publishing")
    on = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        help_text="Who set the day. People who leave are deactivated, not deleted.",
    )

    objects = PublishingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.program_id} on {self.on}"

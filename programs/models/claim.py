from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models


class ClaimQuerySet(models.QuerySet):
    def standing(self, at: datetime) -> Self:
        """Keep those that have not run out at this moment."""
        return self.filter(until__gt=at)


class Claim(models.Model):
    """Who works on a program just now, so that no one else does the same. It runs out by itself."""

    program = models.OneToOneField("Program", models.CASCADE, related_name="claim")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.by} on {self.program_id}"

"""How a process learns that its catalogue is older than the database, and in what."""

from django.db import models
from django.db.models import Q

from programs.models.constraints import rule


class CatalogueVersion(models.Model):
    """One row: how often what public pages show has changed. No row: not once.

    A transaction that writes such data raises the number under a row lock, which it holds until it
    ends: versions are committed in their order, so who has read one has read all before it.
    """

    version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            rule("catalogue_version_once", Q(pk=1), "There is one version: its key is 1.")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class CatalogueEntry(models.Model):
    """The version at which what the catalogue shows of a program last changed.

    No foreign key: the entry of a deleted program stays, to tell each process to drop it.
    """

    program_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "catalogue entries"

    def __str__(self) -> str:
        return f"{self.program_id} at {self.version}"

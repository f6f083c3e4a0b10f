"""Spellings and addresses that were settled once."""

from django.conf import settings
from django.db import models

from programs import choices
from programs.models.constraints import one_of, stated


class Alias(models.Model):
    """A spelling once resolved: “MILA” is Mila. Import, search and the duplicate check read it."""

    kind = models.CharField(max_length=16, choices=choices.AliasKind.choices)
    text = models.CharField(max_length=200, help_text="As files and people write it.")
    target = models.CharField(max_length=200, help_text="The name, slug or value that it means.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            one_of("alias", "kind", choices.AliasKind, blank=False),
            stated("alias", "text"),
            stated("alias", "target"),
            models.UniqueConstraint(
                name="alias_once",
                fields=["kind", "text"],
                violation_error_message="This spelling is resolved already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.target}"


class Redirect(models.Model):
    """The slug of a program that was merged away, so that no old file brings it back."""

    old_slug = models.SlugField(max_length=80, unique=True)
    program = models.ForeignKey("Program", models.CASCADE, related_name="redirects")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [stated("redirect", "old_slug")]

    def __str__(self) -> str:
        return f"{self.old_slug} → {self.program_id}"

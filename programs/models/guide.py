from typing import Self

from django.db import models
from django.urls import reverse

from programs import choices
from programs.models.constraints import one_of, stated


class GuideQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Keep what visitors may see."""
        return self.filter(publication=choices.Publication.PUBLISHED)

    def in_order(self) -> Self:
        """Sort as the site lists them."""
        return self.order_by("position", "title", "pk")


class Guide(models.Model):
    """An editorial page about one kind of route, with live lists from the catalogue."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200)
    body = models.TextField(help_text="Markdown, from second-level headings on.")
    position = models.PositiveSmallIntegerField(default=100, help_text="Lower comes first.")
    lists = models.JSONField(
        default=list,
        blank=True,
        help_text='Live lists: [{"heading": "…", "query": "degree=none&program_type=residency"}].',
    )
    essay_programs = models.JSONField(
        default=list, blank=True, help_text="Slugs of the programs that the essay names here."
    )
    publication = models.CharField(
        max_length=16, choices=choices.Publication.choices, default=choices.Publication.DRAFT
    )

    objects = GuideQuerySet.as_manager()

    class Meta:
        constraints = [
            stated("guide", "slug"),
            stated("guide", "title"),
            one_of("guide", "publication", choices.Publication, blank=False),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:guide", args=[self.slug])

from django.db import models
from django.urls import reverse

from programs.models.constraints import stated


class Organization(models.Model):
    """Who runs programs."""

    name = models.CharField(
        max_length=120, unique=True, help_text="As it writes its own name. Files name it by this."
    )
    slug = models.SlugField(max_length=120, unique=True, help_text="Its place in the address.")
    url = models.URLField("address", max_length=500, blank=True, help_text="Its own page.")

    class Meta:
        constraints = [stated("organization", "name"), stated("organization", "slug")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:organization", args=[self.slug])

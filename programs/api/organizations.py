"""Organizations with published programs, by name."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from programs.models import Organization, Program
from programs.models.program import NameKey


def shown_organizations() -> QuerySet[Organization]:
    """Return the organizations that visitors may see, with their published programs."""
    published = Program.objects.published()
    return (
        Organization.objects.filter(Exists(published.filter(organization=OuterRef("pk"))))
        .prefetch_related(Prefetch("programs", published.order_by(NameKey("name"), "pk")))
        .annotate(key=NameKey("name"))
        .order_by("key", "pk")
    )


@dataclass(frozen=True, slots=True)
class ByName:
    """Organizations at positions, in SQL."""

    listed: QuerySet[Organization]

    def __len__(self) -> int:
        return self.listed.count()

    def page(self, start: int, stop: int) -> list[Organization]:
        return list(self.listed[start:stop])

    def position_of(self, item: Organization) -> tuple[int, tuple[str, int]]:
        return 0, (item.key, item.pk)

    def rank(self, position: tuple[int, tuple[str, int]], *, after: bool) -> int:
        _, (key, pk) = position
        before = Q(key=key, **{"pk__lte" if after else "pk__lt": pk})
        return self.listed.filter(Q(key__lt=key) | before).count()

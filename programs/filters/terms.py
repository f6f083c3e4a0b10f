from collections import defaultdict

from django.db.models import CharField, Count, Model, Q, QuerySet, Value

from programs import choices
from programs.models import Audience, Location, Role, Topic
from programs.places import country_name

Options = list[tuple[str, str]]

_USES = Count(
    "programs", filter=Q(programs__publication=choices.Publication.PUBLISHED), distinct=True
)


def offered_terms() -> dict[type[Model], Options]:
    """Return value and label of every tag, and of every country with a place, in one query.

    The order is that of use over the whole catalogue, so that it stays while filters change.
    """
    tags = [_arm(tag, "slug", "name") for tag in (Topic, Role, Audience)]
    places = _arm(Location, "country", "country").exclude(country="")
    found: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for kind, value, label, uses in places.union(*tags, all=True):
        name = country_name(value) if kind == "Location" else label
        found[kind].append((-uses, name, value))
    return {
        model: [(value, name) for _, name, value in sorted(found[model.__name__])]
        for model in (Topic, Role, Audience, Location)
    }


def _arm(model: type[Model], value: str, label: str) -> QuerySet:
    """Return rows of kind, value, label and the number of published programs."""
    kind = Value(model.__name__, output_field=CharField())
    return (
        model.objects.order_by()
        .values(value, label)
        .annotate(kind=kind, uses=_USES)
        .values_list("kind", value, label, "uses")
    )

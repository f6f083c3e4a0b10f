"""What curators do at once to several programs: merge two, take that back, publish what is due."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone

from programs.curation.merging import merge, newest_change, undo
from programs.curation.publishing import publish_due
from programs.models import Merge, Program
from tests.factories import TODAY
from tests.faults.killing import Deed


def deeds() -> list[Deed]:
    return [
        _merge,
        lambda: undo(Merge.objects.get(), by=_curator(), at=timezone.now()),
        lambda: publish_due(TODAY),
    ]


def _merge() -> None:
    kept, gone = (Program.objects.get(slug=slug) for slug in ("kept", "gone"))
    seen = newest_change([kept.pk, gone.pk])
    merge(kept, gone, {}, by=_curator(), at=timezone.now(), seen=seen)


def _curator() -> Any:
    return get_user_model().objects.get(username="curator")


def found() -> dict[str, list]:
    """Return every row of every table of the site."""
    models = apps.get_app_config("programs").get_models(include_auto_created=True)
    return {one.__name__: list(one._base_manager.order_by("pk").values_list()) for one in models}

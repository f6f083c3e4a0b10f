"""No door forgets the catalogue: what it writes raises the version, once and in one with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from programs.models import CatalogueEntry, CatalogueVersion, ImportBatch, Program, RowChange
from tests.admin.conftest import curator, desk
from tests.catalogue.doors import DOORS, STILL, Door
from tests.catalogue.versions import raised
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

__all__ = ["curator", "desk"]

each_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


@each_door
def test_what_a_door_writes_raises_the_version_once_for_what_it_concerns(desk, door: Door):
    ProgramFactory()
    work, marked = door(desk)

    with raised() as seen:
        work()

    named = Program.objects.filter(slug__in=marked).order_by("pk")
    assert (seen.by, seen.ids) == (1, [program.pk for program in named])
    assert len(named) == len(marked)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the project but the version's own, and plans of what is to be done."""
    own = {CatalogueEntry, CatalogueVersion, ImportBatch, RowChange}
    models = apps.get_app_config("programs").get_models(include_auto_created=True)
    return {
        model._meta.db_table: list(model.objects.order_by("pk").values())
        for model in models
        if model not in own
    }


@each_door
def test_a_door_that_cannot_raise_the_version_writes_nothing(desk, monkeypatch, door: Door):
    work, _ = door(desk)
    before = everything()

    def fail(*args: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("programs.catalogue.freshness.bump", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        work()

    assert everything() == before


@pytest.mark.parametrize("prepare", STILL.values(), ids=STILL)
def test_what_changes_nothing_leaves_the_version(desk, tmp_path, prepare: Callable):
    work = prepare(desk, tmp_path)

    with raised() as seen:
        work()

    assert (seen.by, seen.ids) == (0, [])

"""No write of what pages show escapes the catalogue: outside the two verbs, every door is shut."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from programs.catalogue.freshness import read_version, touching
from programs.ledger import UnseenWrite, recording
from programs.ledger.guard import curated_tables, shown_tables
from programs.models import (
    Alias,
    CatalogueEntry,
    CatalogueVersion,
    Change,
    Claim,
    ImportBatch,
    ImportFile,
    LikelyPair,
    LinkCheck,
    LinkVisit,
    Merge,
    Publishing,
    Report,
    RowChange,
    SenderMark,
    Topic,
)
from tests.factories import CheckFactory, GuideFactory, OrganizationFactory, RedirectFactory
from tests.ledger.doors import SHOWN, SHOWN_DOORS

pytestmark = pytest.mark.django_db

each_shown = pytest.mark.parametrize("factory", SHOWN.values(), ids=SHOWN)

# A new model belongs here, or the guard must watch it.
SHOWN_NOWHERE = {
    Alias,
    CatalogueEntry,
    CatalogueVersion,
    Change,
    Claim,
    ImportBatch,
    ImportFile,
    LikelyPair,
    LinkCheck,
    LinkVisit,
    Merge,
    Publishing,
    Report,
    RowChange,
    SenderMark,
}


def test_every_other_table_is_shown_or_known_to_be_shown_nowhere():
    models = apps.get_app_config("programs").get_models(include_auto_created=True)
    nowhere = {model._meta.db_table for model in SHOWN_NOWHERE}

    assert {model._meta.db_table for model in models} == curated_tables() | shown_tables() | nowhere
    assert curated_tables().isdisjoint(shown_tables())
    assert nowhere.isdisjoint(curated_tables() | shown_tables())


@each_shown
@pytest.mark.parametrize("door", SHOWN_DOORS.values(), ids=SHOWN_DOORS)
def test_a_write_that_pages_would_not_notice_is_refused(factory: Any, door: Callable):
    row = factory()

    with pytest.raises(UnseenWrite):
        door(row)


@each_shown
@pytest.mark.parametrize("verb", [touching, recording])
@pytest.mark.parametrize("door", SHOWN_DOORS.values(), ids=SHOWN_DOORS)
def test_the_same_write_is_let_through_and_raises_the_version(
    factory: Any, verb: Callable, door: Callable
):
    row = factory()
    before = read_version()

    with verb():
        door(row)

    assert read_version() == before + 1


@pytest.mark.parametrize(
    "factory", [OrganizationFactory, CheckFactory, GuideFactory, RedirectFactory]
)
@pytest.mark.parametrize(
    "delete",
    [
        pytest.param(lambda row: row.delete(), id="one"),
        pytest.param(lambda row: type(row).objects.all().delete(), id="all"),
    ],
)
def test_what_pages_show_is_not_deleted_unnoticed(factory: Any, delete: Callable):
    row = factory()

    with pytest.raises(UnseenWrite):
        delete(row)


def test_the_refusal_names_the_table_and_both_doors():
    sentence = (
        r"^A write to programs_topic outside programs\.catalogue\.touching\(\) and "
        r"programs\.ledger\.recording\(\) would not show on pages that are kept\.$"
    )

    with pytest.raises(UnseenWrite, match=sentence):
        Topic.objects.update(name="Other")


def test_the_door_is_shut_again_when_the_version_is_raised():
    guide = GuideFactory()
    with touching():
        guide.save()

    with pytest.raises(UnseenWrite):
        guide.save()


def test_the_door_is_shut_again_when_nothing_was_raised():
    guide = GuideFactory()
    with pytest.raises(LookupError), touching():
        raise LookupError

    with pytest.raises(UnseenWrite):
        guide.save()

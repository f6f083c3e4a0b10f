"""One valid row of each model, and the way to write past validation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from programs import choices
from programs.catalogue.freshness import touching
from programs.ledger import recording
from programs.ledger.guard import curated_tables
from programs.models import (
    Alias,
    ApplicationRound,
    Audience,
    CatalogueVersion,
    Change,
    Evidence,
    Guide,
    ImportBatch,
    ImportFile,
    LikelyPair,
    LinkCheck,
    LinkVisit,
    Location,
    Merge,
    Organization,
    Program,
    Redirect,
    Report,
    Role,
    RowChange,
    Topic,
)
from tests.factories import (
    AudienceFactory,
    EvidenceFactory,
    GuideFactory,
    ImportBatchFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoleFactory,
    RoundFactory,
    TopicFactory,
    UserFactory,
)


def row_change(**values: Any) -> RowChange:
    batch = values.pop("batch", None) or ImportBatchFactory()
    return RowChange.objects.create(
        **{"batch": batch, "row": 2, "action": choices.RowAction.NEW} | values
    )


def numbered(number: int) -> int:
    """Return an id that no sequence gets to, in the order of the numbers."""
    return 10**9 + number


def known(number: int) -> Program:
    """Return the program of this number."""
    found = Program.objects.filter(pk=numbered(number)).first()
    return found or ProgramFactory(pk=numbered(number))


def likely_pair(first: int = 1, second: int = 2) -> LikelyPair:
    return LikelyPair.objects.create(first=known(first), second=known(second), score=90)


def merge(kept: int = 1, gone: int = 2) -> Merge:
    people = {"by": UserFactory(), "at": timezone.now()}
    return Merge.objects.create(kept=known(kept), gone=known(gone), **people)


MAKE: dict[type[models.Model], Callable[..., models.Model]] = {
    Alias: lambda **values: Alias.objects.create(
        **{"kind": choices.AliasKind.ORGANIZATION, "text": "MILA", "target": "Mila"} | values
    ),
    ApplicationRound: RoundFactory,
    Audience: AudienceFactory,
    CatalogueVersion: lambda: CatalogueVersion.objects.get_or_create(pk=1)[0],
    Change: lambda **values: Change.objects.create(
        program=ProgramFactory(), field="name", at=timezone.now(), **values
    ),
    Evidence: EvidenceFactory,
    Guide: GuideFactory,
    ImportBatch: ImportBatchFactory,
    ImportFile: lambda: ImportFile.objects.create(batch=ImportBatchFactory(), content=b""),
    LikelyPair: likely_pair,
    LinkCheck: lambda **values: LinkCheck.objects.create(
        program=ProgramFactory(),
        url="https://example.org/",
        at=timezone.now(),
        outcome=choices.LinkOutcome.OK,
        **values,
    ),
    LinkVisit: lambda **values: LinkVisit.objects.create(
        **{"url": "https://example.org/", "asked_on": timezone.now().date()} | values
    ),
    Location: LocationFactory,
    Merge: merge,
    Organization: OrganizationFactory,
    Program: ProgramFactory,
    Redirect: RedirectFactory,
    Report: ReportFactory,
    Role: RoleFactory,
    RowChange: row_change,
    Topic: TopicFactory,
}


def all_models() -> list[type[models.Model]]:
    return list(apps.get_app_config("programs").get_models())


@contextmanager
def writing(row: models.Model) -> Iterator[None]:
    """Open what a write of the row needs: a recording if it is curated; a savepoint either way."""
    owner = row if isinstance(row, Program) else getattr(row, "program", None)
    curated = row._meta.db_table in curated_tables()
    with recording([owner]) if curated else touching():
        yield


def write(row: models.Model, values: dict[str, Any]) -> None:
    """Write values past all validation."""
    with writing(row):
        type(row).objects.filter(pk=row.pk).update(**values)

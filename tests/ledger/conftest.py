import pytest

from programs.ledger import recording
from programs.models import Program
from tests.factories import (
    AudienceFactory,
    LocationFactory,
    OrganizationFactory,
    ProgramFactory,
    RoleFactory,
    TopicFactory,
)


@pytest.fixture
def program() -> Program:
    """Return a program of which everything curated is stated."""
    organization = OrganizationFactory()
    one, before, loose = (
        ProgramFactory.build(slug=slug, organization=organization)
        for slug in ("one", "before", "loose")
    )
    TopicFactory(slug="vision")
    tags = {"topics": TopicFactory(), "roles": RoleFactory(), "audiences": AudienceFactory()}
    with recording() as record:
        record.created(Program.objects.bulk_create([one, before, loose]))
        Program.objects.filter(slug="before").update(successor=one)
        for name, tag in {**tags, "locations": LocationFactory()}.items():
            getattr(one, name).add(tag)
        one.rounds.create(label="2026", closes_on="2026-12")
        one.evidence.create(quote="The page says so.")
    return one

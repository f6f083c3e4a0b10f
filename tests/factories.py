"""Programs and what is around them, in words of the domain.

Curated data is written through the ledger, as everywhere: `ProgramFactory(open=True)`.
Dates of the traits count from `TODAY`, which tests pass on as the day.
"""

import datetime
from contextlib import contextmanager

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from programs import choices
from programs.catalogue import touching
from programs.ledger import Recording, recording
from programs.ledger.guard import is_recording
from programs.models import (
    ApplicationRound,
    Audience,
    Check,
    Evidence,
    Guide,
    ImportBatch,
    LinkCheck,
    Location,
    Organization,
    Program,
    Publishing,
    Redirect,
    Report,
    Role,
    Topic,
)

TODAY = datetime.date(2026, 11, 22)


def in_days(days: int) -> str:
    """Return the day so many days after TODAY, as a partial date's text."""
    return (TODAY + datetime.timedelta(days=days)).isoformat()


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence("curator{}".format)


class ShownFactory(DjangoModelFactory):
    """Writes what pages show as every door does: so that the catalogue notices."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with touching([kwargs["program"]] if "program" in kwargs else []):
            return super()._create(model_class, *args, **kwargs)


class OrganizationFactory(ShownFactory):
    class Meta:
        model = Organization

    slug = factory.Sequence("organization-{}".format)
    name = factory.Sequence("Organization {}".format)


class TopicFactory(ShownFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence("topic-{}".format)
    name = factory.LazyAttribute(lambda topic: Topic.name_for(topic.slug))


class RoleFactory(TopicFactory):
    class Meta:
        model = Role
        django_get_or_create = ("slug",)

    slug = factory.Sequence("role-{}".format)


class AudienceFactory(TopicFactory):
    class Meta:
        model = Audience
        django_get_or_create = ("slug",)

    slug = factory.Sequence("audience-{}".format)


class LocationFactory(ShownFactory):
    class Meta:
        model = Location
        django_get_or_create = ("city", "country")

    city = ""
    country = "CA"


class RecordedFactory(DjangoModelFactory):
    """Writes through the ledger."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with joined_recording([kwargs["program"]] if "program" in kwargs else []):
            return super()._create(model_class, *args, **kwargs)


@contextmanager
def joined_recording(programs):
    """Record, or write in the recording of the program that is being made."""
    if is_recording.get():
        yield Recording()
    else:
        with recording(programs) as record:
            yield record


class RoundFactory(RecordedFactory):
    class Meta:
        model = ApplicationRound

    program = factory.SubFactory("tests.factories.ProgramFactory")
    label = factory.Sequence("Round {}".format)


class EvidenceFactory(RecordedFactory):
    class Meta:
        model = Evidence

    program = factory.SubFactory("tests.factories.ProgramFactory")
    quote = "The page says so."
    url = "https://example.org/page"


class CheckFactory(ShownFactory):
    class Meta:
        model = Check

    program = factory.SubFactory("tests.factories.ProgramFactory")
    by = factory.SubFactory(UserFactory)
    at = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


class LinkCheckFactory(DjangoModelFactory):
    class Meta:
        model = LinkCheck

    program = factory.SubFactory("tests.factories.ProgramFactory")
    url = factory.SelfAttribute("program.url")
    at = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
    outcome = choices.LinkOutcome.OK


class RedirectFactory(ShownFactory):
    class Meta:
        model = Redirect

    program = factory.SubFactory("tests.factories.ProgramFactory")
    old_slug = factory.Sequence("old-{}".format)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    program = factory.SubFactory("tests.factories.ProgramFactory")
    kind = choices.ReportKind.CORRECTION
    message = "The degree is not asked for any more."


class SuggestionFactory(ReportFactory):
    """What a visitor says of a program that is not listed."""

    program = None
    kind = choices.ReportKind.SUGGESTION
    message = "It pays people to learn."
    suggested_name = "Learning Year"
    suggested_organization = "The Lab"
    suggested_url = "https://lab.example/year"


class GuideFactory(ShownFactory):
    class Meta:
        model = Guide

    slug = factory.Sequence("guide-{}".format)
    title = factory.Sequence("Guide {}".format)
    summary = "How one gets there."
    body = "## First\n\nBegin."
    publication = choices.Publication.PUBLISHED


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    file_name = "programs.csv"
    sha256 = "0" * 64
    size_bytes = 1


class ProgramFactory(RecordedFactory):
    """A published, running program; every requirement is unstated until a test states it.

    `rolling=True` needs no trait: it is a field.
    """

    class Meta:
        model = Program
        skip_postgeneration_save = True

    slug = factory.Sequence("program-{}".format)
    name = factory.Sequence("Program {}".format)
    organization = factory.SubFactory(OrganizationFactory)
    program_type = choices.ProgramType.FELLOWSHIP
    url = factory.LazyAttribute(lambda program: f"https://example.org/{program.slug}")
    summary = "A year of supervised work."
    status = choices.Status.ACTIVE
    publication = choices.Publication.PUBLISHED

    class Params:
        draft = factory.Trait(publication=choices.Publication.DRAFT)
        closed = factory.Trait(status=choices.Status.CLOSED)
        # Says nothing: neither what it asks nor whether it still runs.
        unstated = factory.Trait(status=choices.Status.UNKNOWN)
        open = factory.Trait(
            round=factory.RelatedFactory(
                RoundFactory, "program", opens_on=in_days(-30), closes_on=in_days(90)
            )
        )
        closing_soon = factory.Trait(
            round=factory.RelatedFactory(
                RoundFactory, "program", opens_on=in_days(-30), closes_on=in_days(12)
            )
        )
        opening_later = factory.Trait(
            round=factory.RelatedFactory(
                RoundFactory, "program", opens_on=in_days(40), closes_on=in_days(90)
            )
        )
        over = factory.Trait(
            round=factory.RelatedFactory(
                RoundFactory, "program", opens_on=in_days(-400), closes_on=in_days(-300)
            )
        )

    @classmethod
    def _generate(cls, strategy, params):
        """Make the program and all that comes with it in one recording, as an import does."""
        if strategy != factory.CREATE_STRATEGY:
            return super()._generate(strategy, params)
        with joined_recording([]) as record:
            made = super()._generate(strategy, params)
            record.created([made])
        return made

    @factory.post_generation
    def topics(program, create, slugs):
        _tag(program, "topics", TopicFactory, create and slugs)

    @factory.post_generation
    def roles(program, create, slugs):
        _tag(program, "roles", RoleFactory, create and slugs)

    @factory.post_generation
    def audiences(program, create, slugs):
        _tag(program, "audiences", AudienceFactory, create and slugs)

    @factory.post_generation
    def locations(program, create, keys):
        """Take places as files write them: `Toronto, CA`, `CA`, `remote`."""
        for key in keys or []:
            place = LocationFactory(**Location.parts(key))
            with joined_recording([program]):
                program.locations.add(place)


def _tag(program: Program, field: str, tags: type[DjangoModelFactory], slugs) -> None:
    for slug in slugs or []:
        with joined_recording([program]):
            getattr(program, field).add(tags(slug=slug))


class PublishingFactory(DjangoModelFactory):
    class Meta:
        model = Publishing

    program = factory.SubFactory(ProgramFactory, draft=True)
    on = TODAY
    by = factory.SubFactory(UserFactory, is_superuser=True)

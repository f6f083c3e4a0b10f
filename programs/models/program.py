import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, Exists, Min, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django_countries.fields import CountryField

from programs import choices
from programs.models.evidence import Check
from programs.models.fields import PartialDateField
from programs.models.organization import Organization
from programs.models.program_constraints import PROGRAM_CONSTRAINTS
from programs.models.round import ApplicationRound
from programs.models.terms import Audience, Location, Role, Topic
from programs.money import validate_currency

CLOSING_SOON_DAYS = 60


class NameKey(Lower):
    """What names are sorted by: lower case, then by code point, on every database alike.

    A collation of the server's would sort differently on each machine, and the catalogue, which
    compares these texts itself, would disagree with it.
    """

    def as_postgresql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        sql, params = self.as_sql(compiler, connection, **context)
        return f'{sql} COLLATE "C"', params


class ProgramQuerySet(models.QuerySet):
    """Programs. Nothing here reads the clock: the day is an argument."""

    def published(self) -> Self:
        """Keep what visitors may see."""
        return self.filter(publication=choices.Publication.PUBLISHED)

    def published_among(self, ids: Iterable[int]) -> list["Program"]:
        """Return those of these programs that visitors may see, in this order: one query."""
        # Asked for by key alone: told of the publication too, SQLite walks all that are published.
        ids = list(ids)
        found = self.in_bulk(ids)
        listed = [found[pk] for pk in ids if pk in found]
        return [one for one in listed if one.publication == choices.Publication.PUBLISHED]

    def running(self) -> Self:
        """Keep what is not known to have closed for good."""
        return self.exclude(status=choices.Status.CLOSED)

    def with_rounds_on(self, day: datetime.date) -> Self:
        """Add `opening` (an `Opening`) and `closes_on` (the next closing `PartialDate`, or None).

        A round without an opening date counts as open until it closes, since its deadline is what
        an applicant acts on. One that opened but states no deadline is neither open nor over.
        Paused and closed programs open nothing, whatever dates they left behind; "all year round"
        takes a program that is known to run.
        """
        rounds = ApplicationRound.objects.filter(program=OuterRef("pk"))
        quiet = Q(status__in=[choices.Status.PAUSED, choices.Status.CLOSED])
        closes = rounds.open_on(day).order_by().values("program").values(first=Min("closes_on"))
        return self.annotate(
            closes_on=Case(When(quiet, then=None), default=models.Subquery(closes)),
            opening=Case(
                When(quiet, then=Value(choices.Opening.UNKNOWN)),
                When(Exists(rounds.open_on(day)), then=Value(choices.Opening.NOW)),
                When(
                    status=choices.Status.ACTIVE,
                    rolling=True,
                    then=Value(choices.Opening.ROLLING),
                ),
                When(Exists(rounds.opening_after(day)), then=Value(choices.Opening.SOON)),
                default=Value(choices.Opening.UNKNOWN),
                output_field=models.CharField(),
            ),
        )

    def open_on(self, day: datetime.date) -> Self:
        """Keep what has a round open on the day."""
        return self.with_rounds_on(day).filter(opening=choices.Opening.NOW)

    def rolling(self) -> Self:
        """Keep what runs and takes applications all year round."""
        return self.filter(status=choices.Status.ACTIVE, rolling=True)

    def closing_soon(self, day: datetime.date, *, days: int = CLOSING_SOON_DAYS) -> Self:
        """Keep what is open on the day and closes within so many days, the soonest first."""
        until = day + datetime.timedelta(days=days)
        return (
            self.open_on(day)
            .filter(closes_on__lte=until.isoformat())
            .order_by("closes_on", "name", "pk")
        )

    def with_last_check(self) -> Self:
        """Add `checked_at`: when a person last confirmed any fact of it, or None."""
        newest = Check.objects.filter(program=OuterRef("pk")).order_by("-at").values("at")[:1]
        return self.annotate(checked_at=models.Subquery(newest))


def _choice(vocabulary: type[models.TextChoices], label: str = "", **options: Any) -> Any:
    return models.CharField(
        label or None, max_length=16, choices=vocabulary.choices, blank=True, **options
    )


def _yes_no(label: str, help_text: str = "") -> Any:
    return models.BooleanField(label, null=True, blank=True, help_text=help_text)


def _number(label: str, help_text: str = "") -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=help_text)


def _note(label: str, help_text: str = "") -> Any:
    return models.CharField(label, max_length=500, blank=True, help_text=help_text)


def _currency(label: str) -> Any:
    return models.CharField(
        label,
        max_length=3,
        blank=True,
        validators=[validate_currency],
        help_text="ISO 4217: USD, EUR, GBP.",
    )


class Program(models.Model):
    """One opportunity, and what its sources say of it. Blank always means that they do not say."""

    # Identity
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Its key in files and addresses. Never reused."
    )
    name = models.CharField(max_length=200, help_text="Without a year: rounds carry years.")
    other_names = models.CharField(
        max_length=500, blank=True, help_text="Earlier names and short forms, separated by “; ”."
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="programs")
    program_type = models.CharField(max_length=16, choices=choices.ProgramType.choices)
    url = models.URLField("official page", max_length=500, help_text="Not the home page.")
    summary = models.CharField(max_length=200, help_text="One sentence, at most 200 characters.")
    description = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text="Markdown: what a person who considers it should know.",
    )

    # Life
    status = models.CharField(
        max_length=16, choices=choices.Status.choices, default=choices.Status.UNKNOWN
    )
    status_basis = _choice(choices.StatusBasis, "how we know")
    status_note = _note("status note", "What happened, and when.")
    last_seen = PartialDateField(help_text="Date of the newest evidence that it ran.")
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors"
    )
    publication = models.CharField(
        max_length=16, choices=choices.Publication.choices, default=choices.Publication.DRAFT
    )

    # Degree
    degree_minimum = _choice(
        choices.Degree, "degree asked for", help_text="The least that it asks for."
    )
    degree_or_equivalent = _yes_no(
        "or equivalent experience", "Experience may stand in for the degree."
    )
    max_years_since_degree = _number("years since degree", "At most so many years ago.")
    degree_note = _note("degree note")

    # Enrollment, background, skill
    enrollment = _choice(choices.Enrollment, help_text="Must one be a student now?")
    field_background = _choice(choices.Background, "field of study")
    programming_level = _choice(
        choices.Level, "programming asked for", help_text="What one must bring."
    )
    ml_level = _choice(
        choices.Level, "machine learning asked for", help_text="What one must bring."
    )
    research_experience = _choice(choices.ResearchExperience)

    # Place and person
    open_worldwide = _yes_no("open worldwide", "No: only to the countries named.")
    open_to_countries = CountryField(multiple=True, multiple_sort=False, blank=True, max_length=750)
    minimum_age = _number("minimum age", "In years.")
    maximum_age = _number("maximum age", "In years.")
    sponsors_visa = _yes_no("sponsors a visa")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="programs")
    audience_only = _yes_no("only for its audiences", "Yes: for this audience and nobody else.")
    apply_via = _choice(choices.ApplyVia, "who applies")
    eligibility_note = _note("what else it asks")

    # What it is like
    format = _choice(choices.Format)
    time_commitment = _choice(choices.TimeCommitment)
    duration_weeks_min = _number("shortest duration", "In weeks.")
    duration_weeks_max = _number("longest duration", "In weeks.")
    hours_per_week = _number("hours a week")
    locations = models.ManyToManyField(Location, blank=True, related_name="programs")
    topics = models.ManyToManyField(Topic, blank=True, related_name="programs")
    roles = models.ManyToManyField(Role, blank=True, related_name="programs")
    mentorship = _yes_no("mentor")
    career_services = _yes_no("career services")
    rolling = _yes_no("rolling admission", "Takes applications all year round.")

    # Money, in whole units of the currency
    cost = _choice(choices.Cost, help_text="What the participant pays.")
    cost_min = _number("cost from", "In all.")
    cost_max = _number("cost to", "In all.")
    cost_currency = _currency("cost currency")
    cost_note = _note("cost note")
    funding = _choice(choices.Funding, help_text="What the participant gets.")
    funding_min = _number("funding from")
    funding_max = _number("funding to")
    funding_currency = _currency("funding currency")
    funding_period = _choice(choices.FundingPeriod)
    funding_note = _note("funding note")

    # What one has afterwards: an editorial judgment
    awards_degree = _choice(choices.AwardedDegree)
    builds_programming = _choice(choices.Level)
    builds_ml = _choice(choices.Level, "builds machine learning")
    builds_research = _yes_no("builds research experience")

    # Where it comes from
    source_url = models.URLField(
        "main source", max_length=500, blank=True, help_text="The page that most of this rests on."
    )
    source_date = PartialDateField(help_text="The date that the source speaks of.")

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        permissions = [("publish_program", "Can publish and archive programs")]
        constraints = PROGRAM_CONSTRAINTS
        indexes = [
            models.Index(
                fields=["publication", "status", "program_type"], name="program_listed_by_type"
            ),
            models.Index(fields=["publication", "degree_minimum"], name="program_listed_by_degree"),
            models.Index(fields=["name"], name="program_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.slug})"

    def get_absolute_url(self) -> str:
        return reverse("programs:program", args=[self.slug])

    @property
    def is_closed(self) -> bool:
        return self.status == choices.Status.CLOSED

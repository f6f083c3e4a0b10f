"""What the API says of one thing: a program, an organization, a finding."""

from rest_framework import serializers

from programs.api.stated import PartialDateText, StatedSerializer
from programs.choices import Opening
from programs.models import (
    ApplicationRound,
    Audience,
    Evidence,
    Location,
    Organization,
    Program,
    Role,
    Topic,
)

_COUNTRY = "ISO 3166 code of a country."


class AddressField(serializers.URLField):
    """The whole address of a page of this site."""

    def __init__(self, **options: object) -> None:
        super().__init__(source="get_absolute_url", **options)

    def to_representation(self, value: str) -> str:
        return self.context["request"].build_absolute_uri(value)


class TermSerializer(StatedSerializer):
    """A tag of programs."""

    class Meta:
        fields = ("slug", "name")


class TopicSerializer(TermSerializer):
    class Meta(TermSerializer.Meta):
        model = Topic


class RoleSerializer(TermSerializer):
    class Meta(TermSerializer.Meta):
        model = Role


class AudienceSerializer(TermSerializer):
    class Meta(TermSerializer.Meta):
        model = Audience


class LocationSerializer(StatedSerializer):
    """A city, a country, or remote."""

    country = serializers.CharField(source="country.code", allow_null=True, help_text=_COUNTRY)
    is_remote = serializers.SerializerMethodField(help_text="Anywhere: no city and no country.")
    words = serializers.CharField(help_text="The place as a page says it.")

    class Meta:
        model = Location
        fields = ("city", "country", "is_remote", "words")

    def get_is_remote(self, place: Location) -> bool:
        return not place.country


class RoundSerializer(StatedSerializer):
    """One dated opening of a program. A date is a day, a month or a year, as its source has it."""

    class Meta:
        model = ApplicationRound
        fields = ("label", "opens_on", "closes_on", "starts_on", "closes_at_note", "cancelled")


class ExpectedRoundSerializer(serializers.Serializer):
    """What past rounds let one expect of the next one. Nobody announced it."""

    opens_on = PartialDateText(allow_null=True, help_text="The month.")
    closes_on = PartialDateText(allow_null=True, help_text="The month.")
    words = serializers.CharField(help_text="“opens in November, closes in mid-December”.")
    past_rounds = serializers.IntegerField(help_text="How many past rounds it follows from.")
    is_announced = serializers.BooleanField(help_text="Always false.")


class EvidenceSerializer(StatedSerializer):
    """What a source says of one field; null: of the listing as a whole."""

    class Meta:
        model = Evidence
        fields = ("field", "kind", "quote", "url", "source_date")


class CheckedSerializer(serializers.Serializer):
    """What people confirmed against its source, and has not changed since."""

    on = serializers.DateField(help_text="The day of the check.")
    is_whole = serializers.BooleanField(
        help_text="Whether all facts that decide whether somebody applies are confirmed."
    )
    fields_on = serializers.DictField(
        child=serializers.DateField(), help_text="The day on which each field was confirmed."
    )


class NamedOrganizationSerializer(StatedSerializer):
    """Who runs a program."""

    class Meta:
        model = Organization
        fields = ("slug", "name", "url")


class ProgramSerializer(StatedSerializer):
    """One program. Null is what the sources don’t say: neither a yes nor a no."""

    page = AddressField(help_text="Its page on this site.")
    organization = NamedOrganizationSerializer()
    other_names = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Earlier names and short forms."
    )
    successor = serializers.CharField(
        source="successor_told", allow_null=True, help_text="Slug of the program that followed it."
    )
    opening = serializers.ChoiceField(
        choices=Opening.choices, help_text="Whether one can apply today, from its rounds."
    )
    closes_on = PartialDateText(
        allow_null=True, help_text="The next deadline that is stated and not over."
    )
    open_to_countries = serializers.ListField(
        child=serializers.CharField(help_text=_COUNTRY), allow_null=True, help_text=_COUNTRY
    )
    audiences = AudienceSerializer(many=True, allow_null=True)
    locations = LocationSerializer(many=True, allow_null=True)
    topics = TopicSerializer(many=True, allow_null=True)
    roles = RoleSerializer(many=True, allow_null=True)
    rounds = RoundSerializer(
        many=True, source="rounds_told", help_text="What is ahead, soonest first; then past ones."
    )
    expected_round = ExpectedRoundSerializer(allow_null=True)
    evidence = EvidenceSerializer(
        many=True, source="evidence_told", help_text="What sources say of its fields."
    )
    checked = CheckedSerializer(
        allow_null=True, help_text="Null where no person confirmed anything yet."
    )

    class Meta:
        model = Program
        fields = (
            *("slug", "page", "url", "name", "other_names", "organization", "program_type"),
            *("summary", "description", "status", "status_basis", "status_note", "last_seen"),
            *("successor", "opening", "closes_on", "rolling", "degree_minimum"),
            *("degree_or_equivalent", "max_years_since_degree", "degree_note", "enrollment"),
            *("field_background", "programming_level", "ml_level", "research_experience"),
            *("open_worldwide", "open_to_countries", "minimum_age", "maximum_age"),
            *("sponsors_visa", "audiences", "audience_only", "apply_via", "eligibility_note"),
            *("format", "time_commitment", "duration_weeks_min", "duration_weeks_max"),
            *("hours_per_week", "locations", "topics", "roles", "mentorship", "career_services"),
            *("cost", "cost_min", "cost_max", "cost_currency", "cost_note"),
            *("funding", "funding_min", "funding_max", "funding_currency", "funding_period"),
            *("funding_note", "awards_degree", "builds_programming", "builds_ml"),
            *("builds_research", "rounds", "expected_round", "evidence", "checked"),
            *("source_url", "source_date", "created_at", "updated_at"),
        )


class BriefProgramSerializer(StatedSerializer):
    """A program by its name."""

    class Meta:
        model = Program
        fields = ("slug", "name", "program_type", "status")


class OrganizationSerializer(NamedOrganizationSerializer):
    """Who runs programs, and those that are published, by name."""

    page = AddressField(help_text="Its page on this site.")
    programs = BriefProgramSerializer(many=True)

    class Meta(NamedOrganizationSerializer.Meta):
        fields = ("slug", "page", "url", "name", "programs")

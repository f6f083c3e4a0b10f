"""What the API says around lists: how many, how to go on, and what of the address it ignored."""

from rest_framework import serializers

from programs.api.serializers import OrganizationSerializer, ProgramSerializer
from programs.api.stated import StatedSerializer
from programs.eligibility import ANSWERS, CRITERIA, Cause, Group, Outcome
from programs.filters import ProgramFilter
from programs.models import Evidence


class ProblemSerializer(serializers.Serializer):
    """Why there is no answer (RFC 9457)."""

    type = serializers.CharField(help_text="Always about:blank.")
    title = serializers.CharField()
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What is wrong, and what to do.")


class IgnoredSerializer(serializers.Serializer):
    """What of the address nothing was done with."""

    parameter = serializers.CharField()
    sentence = serializers.CharField(help_text="What was ignored, and what would be known.")


class ReadSerializer(serializers.Serializer):
    ignored = IgnoredSerializer(
        many=True, help_text="Parameters and values that are not known. Empty: all of it was read."
    )


class ListSerializer(ReadSerializer):
    count = serializers.IntegerField(help_text="How many there are in all.")
    next = serializers.URLField(allow_null=True, help_text="The next part; null at the end.")
    previous = serializers.URLField(
        allow_null=True, help_text="The part before; null at the beginning."
    )
    changed = serializers.BooleanField(
        help_text="Whether the catalogue changed since the cursor was given. What keeps its place "
        "in the order comes exactly once all the same; what moved may come twice or not at all."
    )


class CorrectedSerializer(serializers.Serializer):
    typed = serializers.CharField()
    used = serializers.CharField()


class FoundSerializer(serializers.Serializer):
    corrected = CorrectedSerializer(
        many=True, help_text="Words of the search in place of which others were looked for."
    )


class ProgramListSerializer(ListSerializer, FoundSerializer):
    results = ProgramSerializer(many=True)


class OrganizationListSerializer(ListSerializer):
    results = OrganizationSerializer(many=True)


class ValueSerializer(serializers.Serializer):
    value = serializers.CharField(help_text="As the parameter takes it.")
    label = serializers.CharField(help_text="As a page says it.")
    count = serializers.IntegerField(
        help_text="How many programs it would give, beside what else is chosen."
    )
    is_chosen = serializers.BooleanField()


class FacetSerializer(serializers.Serializer):
    parameter = serializers.ChoiceField(choices=[*ProgramFilter.base_filters])
    label = serializers.CharField()
    values = ValueSerializer(many=True)


class FacetListSerializer(ReadSerializer, FoundSerializer):
    count = serializers.IntegerField(help_text="How many programs match.")
    facets = FacetSerializer(many=True)


class SourceSerializer(StatedSerializer):
    """What a source says, on which the program’s side of a finding rests."""

    class Meta:
        model = Evidence
        fields = ("kind", "quote", "url", "source_date")


class FindingSerializer(serializers.Serializer):
    """One thing that a program asks, held against the answers."""

    criterion = serializers.ChoiceField(
        choices=[(name, one.label) for name, one in CRITERIA.items()]
    )
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    cause = serializers.ChoiceField(
        choices=Cause.choices, allow_null=True, help_text="Why it is unknown; null if it isn’t."
    )
    sentence = serializers.CharField()
    asks = serializers.ListField(
        child=serializers.ChoiceField(choices=ANSWERS), help_text="The answers that are missing."
    )
    sources = SourceSerializer(many=True, help_text="Empty: none is on record for it.")
    is_general_knowledge = serializers.BooleanField(
        help_text="Whether all that is on record is that people know it."
    )
    checked_on = serializers.DateField(
        allow_null=True,
        help_text="The day on which a person confirmed it as it stands; null if nobody did.",
    )


class VerdictSerializer(serializers.Serializer):
    """One program, held against the answers."""

    slug = serializers.CharField()
    name = serializers.CharField()
    group = serializers.ChoiceField(choices=Group.choices)
    findings = FindingSerializer(many=True)


class GroupSerializer(serializers.Serializer):
    group = serializers.ChoiceField(choices=Group.choices)
    label = serializers.CharField()
    words = serializers.CharField(help_text="What it means to be in it.")
    count = serializers.IntegerField()


class MissingSerializer(serializers.Serializer):
    """An answer that was not given."""

    answer = serializers.ChoiceField(choices=ANSWERS)
    settles = serializers.IntegerField(help_text="Programs for which nothing else is missing.")
    concerns = serializers.IntegerField(help_text="Programs for which it matters.")


class StepSerializer(serializers.Serializer):
    """What would open programs that are out now."""

    answer = serializers.ChoiceField(choices=ANSWERS)
    value = serializers.JSONField(help_text="What it would be: a text, or true or false.")
    words = serializers.CharField()
    opens = serializers.IntegerField(help_text="How many programs it would open.")
    givers = serializers.ListField(
        child=serializers.CharField(), help_text="Slugs of open programs after which it is taken."
    )


class MatchSerializer(ListSerializer):
    """Nothing of the answers is stored or logged."""

    note = serializers.CharField()
    summary = serializers.CharField()
    groups = GroupSerializer(many=True, help_text="All five, the most promising first.")
    missing = MissingSerializer(many=True, help_text="Those that settle most come first.")
    steps = StepSerializer(many=True, help_text="Those that open most come first.")
    results = VerdictSerializer(many=True, help_text="Group after group, what closes first first.")

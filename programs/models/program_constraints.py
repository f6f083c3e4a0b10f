"""What must hold of every program, in the database."""

from django.db.models import F, Q

from programs import choices
from programs.models.constraints import dated, one_of, ordered, rule, stated

_NO_COST = Q(cost_min__isnull=True, cost_max__isnull=True)
_NO_FUNDING = Q(funding_min__isnull=True, funding_max__isnull=True)
_NO_COUNTRIES = Q(open_to_countries="")

PROGRAM_CONSTRAINTS = [
    *(stated("program", field) for field in ("slug", "name", "url", "summary")),
    one_of("program", "program_type", choices.ProgramType, blank=False),
    one_of("program", "status", choices.Status, blank=False),
    one_of("program", "publication", choices.Publication, blank=False),
    one_of("program", "status_basis", choices.StatusBasis),
    one_of("program", "degree_minimum", choices.Degree),
    one_of("program", "enrollment", choices.Enrollment),
    one_of("program", "field_background", choices.Background),
    one_of("program", "programming_level", choices.Level),
    one_of("program", "ml_level", choices.Level),
    one_of("program", "research_experience", choices.ResearchExperience),
    one_of("program", "apply_via", choices.ApplyVia),
    one_of("program", "format", choices.Format),
    one_of("program", "time_commitment", choices.TimeCommitment),
    one_of("program", "cost", choices.Cost),
    one_of("program", "funding", choices.Funding),
    one_of("program", "funding_period", choices.FundingPeriod),
    one_of("program", "awards_degree", choices.AwardedDegree),
    one_of("program", "builds_programming", choices.Level),
    one_of("program", "builds_ml", choices.Level),
    dated("program", "last_seen"),
    dated("program", "source_date"),
    ordered("program", "duration_weeks_min", "duration_weeks_max"),
    ordered("program", "cost_min", "cost_max"),
    ordered("program", "funding_min", "funding_max"),
    ordered("program", "minimum_age", "maximum_age"),
    rule(
        "program_summary_short",
        Q(summary__length__lte=200),
        "summary must have at most 200 characters.",
    ),
    rule(
        "program_degree_or_equivalent_of_a_degree",
        Q(degree_or_equivalent__isnull=True)
        | Q(degree_or_equivalent=False)
        | ~Q(degree_minimum__in=["", choices.Degree.NONE]),
        "degree_or_equivalent is yes, but degree_minimum names no degree to stand in for.",
    ),
    rule(
        "program_worldwide_names_no_countries",
        # A comparison with NULL is no breach by itself, so that it is stated must be asked too.
        _NO_COUNTRIES | Q(open_worldwide__isnull=False, open_worldwide=False),
        "open_to_countries names countries, so open_worldwide must be no.",
    ),
    rule(
        "program_cost_has_currency",
        _NO_COST | ~Q(cost_currency=""),
        "cost_min and cost_max need cost_currency.",
    ),
    rule(
        "program_free_costs_nothing",
        _NO_COST | ~Q(cost__in=["", choices.Cost.FREE]),
        "cost_min and cost_max are stated, so cost must say who pays them.",
    ),
    rule(
        "program_funding_has_currency_and_period",
        _NO_FUNDING | (~Q(funding_currency="") & ~Q(funding_period="")),
        "funding_min and funding_max need funding_currency and funding_period.",
    ),
    rule(
        "program_funding_has_kind",
        _NO_FUNDING | ~Q(funding__in=["", choices.Funding.NONE]),
        "funding_min and funding_max are stated, so funding must say what kind it is.",
    ),
    rule(
        "program_not_its_own_successor",
        Q(successor__isnull=True) | ~Q(successor=F("id")),
        "A program cannot be its own successor.",
    ),
]

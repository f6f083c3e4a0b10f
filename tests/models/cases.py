"""How each named constraint of `programs.models` is broken, and the sentence for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, connection, models

from programs import choices
from programs.models import (
    Alias,
    ApplicationRound,
    Audience,
    CatalogueVersion,
    Change,
    Evidence,
    Guide,
    ImportBatch,
    LikelyPair,
    LinkCheck,
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
    EvidenceFactory,
    LocationFactory,
    ProgramFactory,
    ReportFactory,
    RoundFactory,
)
from tests.models.rows import MAKE, numbered, row_change


@dataclass(frozen=True, kw_only=True)
class Case:
    """A row that holds, what breaks the one constraint, and the sentence for it."""

    broken: dict[str, Any]
    sentence: str
    make: Callable[..., models.Model]
    given: dict[str, Any] = field(default_factory=dict)
    refused_with: type[Exception] = IntegrityError


def blank(model: type[models.Model], column: str, **given: Any) -> Case:
    return Case(
        make=MAKE[model],
        given=given,
        broken={column: ""},
        sentence=f"{column} must not be blank.",
    )


def unknown(model: type[models.Model], column: str, vocabulary: Any, *, blank: bool) -> Case:
    allowed = f"{column} must be one of {', '.join(vocabulary.values)}"
    or_blank = ", or blank where the sources do not say." if blank else "."
    return Case(make=MAKE[model], broken={column: "nonsense"}, sentence=allowed + or_blank)


def no_date(model: type[models.Model], column: str) -> Case:
    return Case(
        make=MAKE[model],
        broken={column: "2026-13"},
        sentence=f"{column} must be a year, a month or a day: 2026, 2026-01 or 2026-01-15.",
    )


def crossed(low: str, high: str, **given: Any) -> Case:
    return Case(
        make=ProgramFactory,
        given={low: 10, high: 20, **given},
        broken={low: 21},
        sentence=f"{low} must not be above {high}.",
    )


def program(given: dict[str, Any], broken: dict[str, Any], sentence: str) -> Case:
    return Case(make=ProgramFactory, given=given, broken=broken, sentence=sentence)


COST = {"cost": "paid", "cost_currency": "USD"}
FUNDING = {"funding": "grant", "funding_currency": "USD", "funding_period": "total"}

CASES: dict[str, Case] = {
    # Spellings, batches, changes
    "alias_kind_known": unknown(Alias, "kind", choices.AliasKind, blank=False),
    "alias_text_stated": blank(Alias, "text"),
    "alias_target_stated": blank(Alias, "target"),
    "alias_once": Case(
        make=lambda: (MAKE[Alias](text="MILA"), MAKE[Alias](text="Mila Quebec"))[1],
        broken={"text": "MILA"},
        sentence="This spelling is resolved already.",
    ),
    "redirect_old_slug_stated": blank(Redirect, "old_slug"),
    "batch_state_known": unknown(ImportBatch, "state", choices.BatchState, blank=False),
    "row_change_action_known": unknown(RowChange, "action", choices.RowAction, blank=False),
    "row_change_decision_known": unknown(RowChange, "decision", choices.RowDecision, blank=True),
    "row_change_once": Case(
        make=lambda: row_change(batch=row_change(row=2).batch, row=3),
        broken={"row": 2},
        sentence="This batch has this row already.",
    ),
    "change_field_stated": blank(Change, "field"),
    # Evidence and links
    "evidence_kind_known": unknown(Evidence, "kind", choices.EvidenceKind, blank=False),
    "evidence_source_date_is_date": no_date(Evidence, "source_date"),
    "evidence_says_something": Case(
        make=EvidenceFactory,
        broken={"quote": ""},
        sentence="Evidence needs what the source says; a further source needs its address.",
    ),
    "link_check_outcome_known": unknown(LinkCheck, "outcome", choices.LinkOutcome, blank=False),
    # Pairs and merges
    "likely_pair_once": Case(
        make=lambda: (MAKE[LikelyPair](1, 2), MAKE[LikelyPair](1, 3))[1],
        broken={"second_id": numbered(2)},
        sentence="This pair is known.",
    ),
    "likely_pair_in_order": Case(
        make=lambda: MAKE[LikelyPair](1, 2),
        broken={"second_id": numbered(1)},
        sentence="A pair names the older program first.",
    ),
    "merge_of_two": Case(
        make=lambda: MAKE[Merge](1, 2),
        broken={"kept_id": numbered(2)},
        sentence="A program cannot be merged into itself.",
    ),
    "merge_of_gone_once": Case(
        make=lambda: (MAKE[Merge](1, 2), MAKE[Merge](1, 3))[1],
        broken={"gone_id": numbered(2)},
        sentence="This program was merged into another one already.",
    ),
    # Reports
    "report_kind_known": unknown(Report, "kind", choices.ReportKind, blank=False),
    "report_state_known": unknown(Report, "state", choices.ReportState, blank=False),
    "report_suggested_type_known": unknown(
        Report, "suggested_type", choices.ProgramType, blank=True
    ),
    "report_message_stated": blank(Report, "message"),
    "report_correction_names_program": Case(
        make=ReportFactory,
        broken={"program_id": None},
        sentence="A correction needs the program that it corrects.",
    ),
    # The catalogue
    "catalogue_version_once": Case(
        make=MAKE[CatalogueVersion],
        broken={"id": 2},
        sentence="There is one version: its key is 1.",
    ),
    # Guides, organizations, tags, places
    "guide_slug_stated": blank(Guide, "slug"),
    "guide_title_stated": blank(Guide, "title"),
    "guide_publication_known": unknown(Guide, "publication", choices.Publication, blank=False),
    "organization_name_stated": blank(Organization, "name"),
    "organization_slug_stated": blank(Organization, "slug"),
    **{
        f"{model._meta.model_name}_{column}_stated": blank(model, column)
        for model in (Topic, Role, Audience)
        for column in ("slug", "name")
    },
    "location_once": Case(
        make=lambda: (LocationFactory(country="CA"), LocationFactory(country="GH"))[1],
        broken={"country": "CA"},
        sentence="This place is on the list already.",
    ),
    "location_city_has_country": Case(
        make=LocationFactory,
        given={"city": "Toronto"},
        broken={"country": ""},
        sentence="A city needs its country.",
    ),
    "location_city_in_one_cell": Case(
        make=LocationFactory,
        broken={"city": "Toronto; Ottawa"},
        sentence="A city’s name has no semicolon: files separate places with it.",
    ),
    # Rounds
    "round_label_once": Case(
        make=lambda: RoundFactory(program=RoundFactory(label="2026").program, label="2027"),
        broken={"label": "2026"},
        sentence="Another round of this program has this label.",
    ),
    "round_label_stated": blank(ApplicationRound, "label"),
    **{
        f"round_{column}_is_date": no_date(ApplicationRound, column)
        for column in ("opens_on", "closes_on", "starts_on")
    },
    "round_opens_before_it_closes": Case(
        make=RoundFactory,
        given={"opens_on": "2026-03-01", "closes_on": "2026-03-15"},
        broken={"opens_on": "2026-03-16"},
        sentence="The round closes before it opens.",
    ),
    "round_fits_in_one_cell": Case(
        make=RoundFactory,
        broken={"label": "2026 | autumn"},
        sentence="A round’s texts have no | and no semicolon: files separate rounds with them.",
    ),
    # Programs
    **{
        f"program_{column}_stated": blank(Program, column)
        for column in ("slug", "name", "url", "summary")
    },
    **{
        f"program_{column}_known": unknown(Program, column, vocabulary, blank=False)
        for column, vocabulary in {
            "program_type": choices.ProgramType,
            "status": choices.Status,
            "publication": choices.Publication,
        }.items()
    },
    **{
        f"program_{column}_known": unknown(Program, column, vocabulary, blank=True)
        for column, vocabulary in {
            "status_basis": choices.StatusBasis,
            "degree_minimum": choices.Degree,
            "enrollment": choices.Enrollment,
            "field_background": choices.Background,
            "programming_level": choices.Level,
            "ml_level": choices.Level,
            "research_experience": choices.ResearchExperience,
            "apply_via": choices.ApplyVia,
            "format": choices.Format,
            "time_commitment": choices.TimeCommitment,
            "cost": choices.Cost,
            "funding": choices.Funding,
            "funding_period": choices.FundingPeriod,
            "awards_degree": choices.AwardedDegree,
            "builds_programming": choices.Level,
            "builds_ml": choices.Level,
        }.items()
    },
    "program_last_seen_is_date": no_date(Program, "last_seen"),
    "program_source_date_is_date": no_date(Program, "source_date"),
    "program_duration_weeks_min_below_duration_weeks_max": crossed(
        "duration_weeks_min", "duration_weeks_max"
    ),
    "program_minimum_age_below_maximum_age": crossed("minimum_age", "maximum_age"),
    "program_cost_min_below_cost_max": crossed("cost_min", "cost_max", **COST),
    "program_funding_min_below_funding_max": crossed("funding_min", "funding_max", **FUNDING),
    "program_summary_short": Case(
        make=ProgramFactory,
        broken={"summary": "s" * 201},
        sentence="summary must have at most 200 characters.",
        # PostgreSQL has a second guard in front: the column itself is no wider.
        refused_with=DataError if connection.vendor == "postgresql" else IntegrityError,
    ),
    "program_degree_or_equivalent_of_a_degree": program(
        {"degree_minimum": "master", "degree_or_equivalent": True},
        {"degree_minimum": "none"},
        "degree_or_equivalent is yes, but degree_minimum names no degree to stand in for.",
    ),
    "program_worldwide_names_no_countries": program(
        {"open_worldwide": False, "open_to_countries": ["CA", "GH"]},
        {"open_worldwide": True},
        "open_to_countries names countries, so open_worldwide must be no.",
    ),
    "program_cost_has_currency": program(
        {**COST, "cost_min": 1},
        {"cost_currency": ""},
        "cost_min and cost_max need cost_currency.",
    ),
    "program_free_costs_nothing": program(
        {**COST, "cost_max": 1},
        {"cost": "free"},
        "cost_min and cost_max are stated, so cost must say who pays them.",
    ),
    "program_funding_has_currency_and_period": program(
        {**FUNDING, "funding_min": 1},
        {"funding_period": ""},
        "funding_min and funding_max need funding_currency and funding_period.",
    ),
    "program_funding_has_kind": program(
        {**FUNDING, "funding_max": 1},
        {"funding": "none"},
        "funding_min and funding_max are stated, so funding must say what kind it is.",
    ),
    "program_not_its_own_successor": program(
        {}, {"successor_id": "itself"}, "A program cannot be its own successor."
    ),
}

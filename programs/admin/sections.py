"""The fields of a program in the order in which its page tells them, and their names."""

from programs.presentation.values import field_label

SECTIONS = {
    "Identity": [
        "name",
        "slug",
        "other_names",
        ("organization", "program_type"),
        "url",
        "summary",
        "description",
        "topics",
        "roles",
    ],
    "State": [
        ("publication", "status", "status_basis"),
        "status_note",
        ("last_seen", "rolling"),
        "successor",
    ],
    "What it asks: degree": [
        ("degree_minimum", "degree_or_equivalent", "max_years_since_degree"),
        "degree_note",
    ],
    "What it asks: enrollment, field and skill": [
        ("enrollment", "field_background"),
        ("programming_level", "ml_level", "research_experience"),
    ],
    "What it asks: place and person": [
        "open_worldwide",
        "open_to_countries",
        ("minimum_age", "maximum_age", "sponsors_visa"),
        ("audiences", "audience_only"),
        "apply_via",
        "eligibility_note",
    ],
    "What it is like": [
        ("format", "time_commitment"),
        ("duration_weeks_min", "duration_weeks_max", "hours_per_week"),
        "locations",
        ("mentorship", "career_services"),
    ],
    "Money": [
        ("cost", "cost_min", "cost_max", "cost_currency"),
        "cost_note",
        ("funding", "funding_min", "funding_max", "funding_currency", "funding_period"),
        "funding_note",
    ],
    "What you have afterwards": [
        "awards_degree",
        ("builds_programming", "builds_ml", "builds_research"),
    ],
    "Where it comes from": ["source_url", "source_date"],
}
"""Headings of a program's form, each with its rows of fields."""


def field_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every curated field with its label, grouped by section, as choices of a form."""
    names = {
        heading: [name for row in rows for name in ([row] if isinstance(row, str) else row)]
        for heading, rows in SECTIONS.items()
    }
    names["What it is like"].append("rounds")
    names["Where it comes from"].append("evidence")
    return [
        (heading, [(name, field_label(name)) for name in fields])
        for heading, fields in names.items()
    ]

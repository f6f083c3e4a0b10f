"""The columns in words: how they are grouped, what each one holds, and an example of a cell."""

HELP_MARK = "# Help"
"""How the key of a row begins that explains its columns: no key does, and the import skips it."""

GROUPS = {
    "What it is": (
        "slug name other_names organization organization_url program_type url summary description"
    ),
    "Whether it still runs": "status status_basis status_note last_seen successor",
    "Degree": "degree_minimum degree_or_equivalent max_years_since_degree degree_note",
    "Enrollment, field and skill": (
        "enrollment field_background programming_level ml_level research_experience"
    ),
    "Place and person": (
        "open_worldwide open_to_countries minimum_age maximum_age sponsors_visa "
        "audiences audience_only apply_via eligibility_note"
    ),
    "What it is like": (
        "topics roles format time_commitment "
        "duration_weeks_min duration_weeks_max hours_per_week locations"
    ),
    "What it costs": "cost cost_min cost_max cost_currency cost_note",
    "What it pays": (
        "funding funding_min funding_max funding_currency funding_period funding_note"
    ),
    "Support and dates": "mentorship career_services rolling rounds",
    "What you have afterwards": "awards_degree builds_programming builds_ml builds_research",
    "Where it comes from": "source_url source_date revision",
}
"""Headings, each with its columns: together they are in the order in which files have them."""

_AFTERWARDS = "An editorial judgment by type of program, not from its sources."

HELP: dict[str, tuple[str, str]] = {
    "slug": (
        "Its key in files and addresses. It stays, and no other program ever gets it.",
        "ai-residency",
    ),
    "name": ("What it calls itself, without a year: rounds carry years.", "AI Residency"),
    "other_names": ("Earlier names and short forms.", "Brain Residency; GAIR"),
    "organization": (
        "Who runs it, as it writes its own name. One that we don’t have is added.",
        "Example Lab",
    ),
    "organization_url": (
        "The organization’s own page. It is taken if we have none.",
        "https://example.org",
    ),
    "program_type": ("What sort of program it is.", "residency"),
    "url": (
        "Its official page, not the organization’s home page.",
        "https://example.org/residency",
    ),
    "summary": ("One sentence.", "A paid year of research with a mentor."),
    "description": (
        "What a person who considers it should know. Markdown.",
        "Residents join a team, choose a project and publish it.",
    ),
    "status": ("Whether it runs. Blank for a new program is unknown.", "active"),
    "status_basis": (
        "Whether a source says the status, or it follows from how old the sources are.",
        "stated",
    ),
    "status_note": ("What happened, and when.", "Paused in 2025; back in 2026."),
    "last_seen": ("When it ran last, as far as any source shows.", "2026-05"),
    "successor": ("The key of the program that took its place.", "new-residency"),
    "degree_minimum": (
        "The least degree that it asks for. A master is any graduate degree, MS or PhD.",
        "bachelor",
    ),
    "degree_or_equivalent": ("Whether experience may stand in for the degree.", "yes"),
    "max_years_since_degree": ("How many years ago the degree may be, at most.", "3"),
    "degree_note": ("What else it says of the degree.", "Mathematics or statistics preferred"),
    "enrollment": (
        "Whether one must be a student now, and of what. None: one need not be.",
        "undergraduate",
    ),
    "field_background": ("The field that one must come from.", "quantitative"),
    "programming_level": ("How well one must program already.", "working"),
    "ml_level": ("How much machine learning one must know already.", "basic"),
    "research_experience": ("Whether one must have done research.", "helpful"),
    "open_worldwide": (
        "Whether people of every country may apply. No: only those of open_to_countries.",
        "no",
    ),
    "open_to_countries": ("The only countries whose people may apply.", "US; CA"),
    "minimum_age": ("The least age, in years.", "18"),
    "maximum_age": ("The highest age, in years.", "35"),
    "sponsors_visa": ("Whether it helps people from abroad to a visa.", "yes"),
    "audiences": ("Whom it is meant for.", "women; career-changers"),
    "audience_only": ("Whether nobody else may apply.", "no"),
    "apply_via": ("Who applies: the person, their university, or whoever nominates them.", "self"),
    "eligibility_note": ("What it asks for besides.", "Two letters of recommendation"),
    "topics": ("What it is about.", "machine-learning; nlp"),
    "roles": ("The work that it leads to.", "ml-engineer; ai-researcher"),
    "format": ("Where it takes place.", "hybrid"),
    "time_commitment": ("How much of one’s time it takes.", "full_time"),
    "duration_weeks_min": ("How long it takes at least, in weeks.", "12"),
    "duration_weeks_max": ("How long it takes at most, in weeks.", "3 months"),
    "hours_per_week": ("How many hours a week it takes.", "20"),
    "locations": ("Where one may take part.", "Toronto, CA; DE; remote"),
    "cost": ("Who pays for it, and when.", "paid"),
    "cost_min": ("What a participant pays in all, at least.", "4500"),
    "cost_max": ("What a participant pays in all, at most.", "6000"),
    "cost_currency": ("The currency of cost_min and cost_max, which need it.", "USD"),
    "cost_note": ("What else it says of its price.", "Books are not included"),
    "funding": ("What a participant gets.", "stipend"),
    "funding_min": ("How much it pays at least, in each funding_period.", "3000"),
    "funding_max": ("How much it pays at most, in each funding_period.", "3500"),
    "funding_currency": ("The currency of funding_min and funding_max, which need it.", "EUR"),
    "funding_period": ("What the amount is for. funding_min and funding_max need it.", "month"),
    "funding_note": ("What else it says of its pay.", "Travel is paid as well"),
    "mentorship": ("Whether everybody has a mentor.", "yes"),
    "career_services": ("Whether it helps to find work afterwards.", "no"),
    "rolling": ("Whether it takes applications all year round.", "no"),
    "rounds": (
        "Its dated openings: a label, then when it opens, closes and starts; then, if needed, a "
        "note and the word cancelled. Parts at the end may be left off. A round of a label that we "
        "have is replaced, and those that the cell doesn’t name stay.",
        "2027 cohort|2026-08|2026-10-01|2027-01; 2028||2027-10",
    ),
    "awards_degree": (f"The degree that one has then. {_AFTERWARDS}", "master"),
    "builds_programming": (f"How well one programs then. {_AFTERWARDS}", "strong"),
    "builds_ml": (f"How much machine learning one knows then. {_AFTERWARDS}", "working"),
    "builds_research": (f"Whether one has done research then. {_AFTERWARDS}", "yes"),
    "source_url": (
        "The page that most of the row rests on. It becomes evidence of each fact that the row "
        "changes.",
        "https://example.org/residency/faq",
    ),
    "source_date": ("The date that this page speaks of.", "2026-01-15"),
    "revision": (
        "Only in files that were exported here: what was known then. When the file comes back, it "
        "tells what changed here since. Leave it as it is; in a file of your own, leave it out.",
        "r1234-567-a1b2c3",
    ),
    "duration_weeks": (
        "How long it takes, instead of duration_weeks_min and duration_weeks_max.",
        "3-6 months",
    ),
    "cost_amount": (
        "What it costs, instead of cost_min, cost_max and cost_currency; or that it is free.",
        "US$4,500",
    ),
    "funding_amount": (
        "What it pays, instead of funding_min, funding_max and funding_currency.",
        "3000-3500 EUR",
    ),
}
"""By column: what it holds, and a cell that it takes."""

"""What people write instead of our stored values and column names: one table a vocabulary.

Stored values and the labels of pages are always read, and don't stand here. Letter case, spaces,
apostrophes, dots and hyphens between words don't matter. What could mean two values belongs into
`UNDECIDED`: it is refused, and the sentence says what it could mean.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from programs.choices import (
    ApplyVia,
    AwardedDegree,
    Background,
    Cost,
    Degree,
    Enrollment,
    Format,
    Funding,
    FundingPeriod,
    Level,
    ProgramType,
    ResearchExperience,
    Status,
    TimeCommitment,
)

Table = Mapping[str, tuple[str, ...]]

_BACHELOR = (
    *("bachelor’s", "bachelor degree", "bachelors degree", "undergraduate degree"),
    *("BS", "BSc", "BA", "BEng", "BTech"),
)
_MASTER = ("master’s", "master degree", "master’s degree", "MS", "MSc", "MA", "MEng", "MTech")
_PHD = ("doctorate", "doctoral degree", "doctoral", "DPhil", "PhD degree")

_LEVEL: Table = {
    Level.NONE: ("none required", "none needed", "no experience"),
    Level.BASIC: ("basics", "beginner"),
    Level.WORKING: ("working knowledge", "intermediate"),
    Level.STRONG: ("advanced", "expert"),
}

SPELLINGS: dict[str, Table] = {
    "program_type": {
        ProgramType.DEGREE: ("degree program",),
        ProgramType.BOOTCAMP: ("boot camp", "coding bootcamp"),
        ProgramType.COURSE: ("online course",),
        ProgramType.INTERNSHIP: ("intern", "internship program"),
        ProgramType.FELLOWSHIP: ("fellow", "fellowship program"),
        ProgramType.RESIDENCY: ("resident", "residency program"),
    },
    "status": {
        Status.ACTIVE: ("still running",),
        Status.PAUSED: ("on hold", "on hiatus"),
        Status.CLOSED: ("discontinued", "shut down"),
        Status.UNKNOWN: ("not known", "unclear"),
    },
    "degree_minimum": {
        Degree.NONE: (
            *("none required", "none needed", "no degree required", "no degree needed"),
            *("no requirement", "not required"),
        ),
        Degree.BACHELOR: _BACHELOR,
        Degree.MASTER: (*_MASTER, "graduate"),
        Degree.PHD: _PHD,
    },
    "awards_degree": {
        AwardedDegree.BACHELOR: _BACHELOR,
        AwardedDegree.MASTER: _MASTER,
        AwardedDegree.PHD: _PHD,
    },
    "enrollment": {
        Enrollment.NONE: ("none required", "not required", "no enrollment"),
        Enrollment.ADMITTED: ("admitted students",),
        Enrollment.UNDERGRADUATE: ("undergraduate students", "undergrad", "undergrads"),
        Enrollment.GRADUATE: ("graduate student", "grad student", "grad students"),
        Enrollment.PHD: ("PhD student", "doctoral students", "doctoral student"),
        Enrollment.ANY_STUDENT: ("all students",),
    },
    "field_background": {
        Background.ANY: ("any background", "any major", "all fields"),
        Background.QUANTITATIVE: ("quantitative field", "quantitative degree"),
        Background.COMPUTING: ("computer science", "CS"),
        Background.NON_COMPUTING: ("non-CS",),
    },
    "programming_level": _LEVEL,
    "ml_level": _LEVEL,
    "builds_programming": _LEVEL,
    "builds_ml": _LEVEL,
    "research_experience": {
        ResearchExperience.NOT_NEEDED: ("not required", "none required", "none", "no"),
        ResearchExperience.HELPFUL: ("preferred", "a plus"),
        ResearchExperience.REQUIRED: ("needed", "mandatory", "must"),
    },
    "apply_via": {
        ApplyVia.SELF: ("self application", "yourself"),
        ApplyVia.UNIVERSITY: ("through a university", "your university"),
        ApplyVia.NOMINATION: ("nominated", "by nomination"),
    },
    "format": {
        Format.IN_PERSON: ("on site", "on campus", "face to face"),
        Format.ONLINE: ("remote", "fully online", "fully remote", "virtual"),
        Format.HYBRID: (
            *("online and in person", "in person and online", "both", "blended", "mixed"),
            *("online or in person", "in person or online"),
        ),
    },
    "time_commitment": {
        TimeCommitment.FULL_TIME: ("fulltime", "FT"),
        TimeCommitment.PART_TIME: ("parttime", "PT"),
        TimeCommitment.SELF_PACED: ("own pace",),
    },
    "cost": {
        Cost.FREE: (
            "0",
            "$0",
            "$ 0",
            "$0.00",
            "US$0",
            "€0",
            "£0",
            "free of charge",
            "no cost",
            "no tuition",
        ),
        Cost.EMPLOYER_PAYS: ("employer paid", "paid by employer"),
        Cost.DEFERRED: ("ISA", "income share agreement", "deferred tuition"),
    },
    "funding": {
        Funding.NONE: ("no funding", "unfunded", "unpaid"),
        Funding.SALARY: ("salaried",),
    },
    "funding_period": {
        FundingPeriod.TOTAL: ("in total", "one-time", "lump sum"),
        FundingPeriod.YEAR: ("per year", "yearly", "annual", "annually"),
        FundingPeriod.MONTH: ("per month", "monthly"),
        FundingPeriod.WEEK: ("per week", "weekly"),
    },
}

UNDECIDED: dict[str, dict[str, tuple[str, ...]]] = {
    "status": {"inactive": (Status.PAUSED, Status.CLOSED)},
    "degree_minimum": {
        "yes": (Degree.BACHELOR, Degree.MASTER, Degree.PHD),
        "degree": (Degree.BACHELOR, Degree.MASTER, Degree.PHD),
        "undergraduate": (Degree.NONE, Degree.BACHELOR),
    },
    "awards_degree": {
        "graduate": (AwardedDegree.MASTER, AwardedDegree.PHD),
        "graduate degree": (AwardedDegree.MASTER, AwardedDegree.PHD),
    },
    "enrollment": {
        "yes": (Enrollment.ADMITTED, Enrollment.ANY_STUDENT),
        "student": (Enrollment.UNDERGRADUATE, Enrollment.GRADUATE, Enrollment.ANY_STUDENT),
        "students": (Enrollment.UNDERGRADUATE, Enrollment.GRADUATE, Enrollment.ANY_STUDENT),
        "graduates": (Enrollment.NONE, Enrollment.GRADUATE),
        "graduate degree": (Enrollment.NONE, Enrollment.GRADUATE),
    },
    "format": {
        "yes": (Format.ONLINE, Format.HYBRID),
        "no": (Format.IN_PERSON, Format.HYBRID),
    },
    "field_background": {"STEM": (Background.QUANTITATIVE, Background.COMPUTING)},
    "research_experience": {"yes": (ResearchExperience.HELPFUL, ResearchExperience.REQUIRED)},
    "cost": {
        "loan": (Cost.PAID, Cost.DEFERRED),
        "sponsored": (Cost.FREE, Cost.EMPLOYER_PAYS),
    },
    "funding": {"paid": (Funding.STIPEND, Funding.SALARY), "yes": tuple(Funding.values[1:])},
}

COLUMN_NAMES: Table = {
    "slug": ("key", "id", "identifier"),
    "name": ("program", "program name", "title", "program title", "course"),
    "other_names": ("aliases", "also known as", "alternative names"),
    "organization": ("organisation", "bootcamp", "school", "provider", "company", "university"),
    "organization_url": ("organization website", "provider website"),
    "program_type": ("type", "kind", "category", "type of program"),
    "url": ("website", "link", "web address", "homepage", "web site"),
    "summary": ("short description", "tagline"),
    "description": ("comments", "comment", "notes", "details", "about"),
    "last_seen": ("last updated", "last active"),
    "degree_minimum": (
        *("degree", "degree required", "required degree", "min degree", "minimum degree"),
        *("degree requirement", "education"),
    ),
    "enrollment": ("student status", "must be enrolled"),
    "field_background": ("background", "major", "field of study"),
    "programming_level": ("programming", "coding level"),
    "research_experience": ("research",),
    "open_to_countries": ("eligible countries", "open to", "nationality"),
    "minimum_age": ("min age",),
    "maximum_age": ("max age",),
    "sponsors_visa": ("visa", "visa sponsorship"),
    "audiences": ("audience", "for whom", "target audience"),
    "topics": ("topic", "subjects", "tags"),
    "roles": ("role", "jobs"),
    "format": ("mode", "delivery", "online", "is online", "remote"),
    "time_commitment": ("commitment", "schedule", "pace"),
    "duration_weeks": ("duration", "length", "weeks", "program length"),
    "hours_per_week": ("weekly hours", "hours"),
    "locations": (
        "location",
        "country",
        "countries",
        "state",
        "states",
        "city",
        "place",
        "where",
        "campus",
    ),
    "cost_amount": ("price", "tuition", "fee", "fees", "amount"),
    "cost_currency": ("currency",),
    "funding_amount": ("stipend", "salary", "stipend amount", "pay"),
    "rounds": ("deadline", "deadlines", "application deadline"),
    "source_url": ("source", "reference"),
    "source_date": ("date", "as of"),
}
"""Other names of columns, by the one that they are proposed for; none is ever applied unasked."""

_LONGEST_NAME = 60
_MARKS = re.compile(r"['’‘ʼ`´.]")
_JOINTS = re.compile(r"(?<=\w)[_\-‐‑–—](?=\w)")


def fold(text: str) -> str:
    """Return what stays of a spelling when case, spaces, apostrophes and hyphens don't matter."""
    # Before, because some marks become others with a space; after, because others become these.
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", _MARKS.sub("", text))).casefold()
    return " ".join(re.sub(r"_", " ", _JOINTS.sub(" ", bare)).split())


def readings(column: str, choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the stored value for each folded spelling that a column takes.

    Raises ValueError if one spelling would mean two values.
    """
    found: dict[str, str] = {}
    others = SPELLINGS.get(column, {})
    for value, label in choices:
        for spelling in (value, label, *others.get(value, ())):
            if found.setdefault(fold(spelling), value) != value:
                raise ValueError(f"{column}: “{spelling}” would mean two values.")
    return found


def undecided(column: str) -> dict[str, tuple[str, ...]]:
    """Return the values that each folded spelling could mean, where that cannot be told."""
    return {fold(spelling): values for spelling, values in UNDECIDED.get(column, {}).items()}


@cache
def other_names() -> dict[str, str]:
    """Return the column for each folded other name of one."""
    return {fold(other): name for name, others in COLUMN_NAMES.items() for other in others}


def names_of_columns() -> list[str]:
    """Return the other names of columns in lower case, as the header of a file may have them."""
    return [other.lower() for others in COLUMN_NAMES.values() for other in others]


def is_other_name(text: str) -> bool:
    """Return whether the text is one that a file's column may have instead of ours."""
    return len(text) <= _LONGEST_NAME and fold(text) in other_names()

"""What the starter catalogue says, taken apart so that programs can be drawn from it.

Each group of fields below comes from one starter row as a whole, so that a cost keeps its currency
and every constraint holds; different groups come from different rows, so that combinations are
many. The frequencies of all values, blank included, stay those of the starter file.
"""

import datetime
import random
import re
from dataclasses import dataclass

from programs.csv_import import COLUMNS, open_sheet
from programs.csv_import.map import map_columns
from programs.csv_import.validate import validate_rows
from programs.starter import DATA

GROUPS = [
    names.split()
    for names in (
        "status status_basis status_note last_seen",
        "degree_minimum degree_or_equivalent max_years_since_degree degree_note "
        "enrollment field_background",
        "programming_level ml_level research_experience",
        "open_worldwide open_to_countries sponsors_visa apply_via eligibility_note",
        "minimum_age maximum_age audience_only",
        "audiences",
        "format locations",
        "time_commitment duration_weeks_min duration_weeks_max hours_per_week",
        "cost cost_min cost_max cost_currency cost_note",
        "funding funding_min funding_max funding_currency funding_period funding_note",
        "mentorship career_services",
        "rolling rounds",
        "awards_degree builds_programming builds_ml builds_research",
        "source_url source_date",
        # Texts speak of the topics, so these stay together.
        "name organization summary description program_type url topics roles",
    )
]

_CHANGED_WORDS = 0.15
_COINED_WORDS = 0.02
_SYLLABLES = [consonant + vowel for consonant in "bdfghjklmnprstvz" for vowel in "aeiou"][:64]
_PLACES = len(_SYLLABLES) ** 4


def coined(number: int) -> str:
    """Return a made-up word of eight letters; every number up to 16 million has its own."""
    number = number * 7_368_787 % _PLACES
    letters = []
    for _ in range(4):
        number, digit = divmod(number, len(_SYLLABLES))
        letters.append(_SYLLABLES[digit])
    return "".join(letters)


@dataclass(frozen=True, slots=True)
class StarterRows:
    """The rows of the starter file, typed; its words, each as often as it stands there."""

    rows: list[dict]
    words: list[str]
    kinds: list[str]
    """Last words of organizations: `University`, `Institute`."""

    @classmethod
    def read(cls) -> "StarterRows":
        sheet = open_sheet(DATA / "programs.csv")
        typed = list(validate_rows(map_columns(sheet), sheet.rows()))
        blanks = {name: column.kind.blank for name, column in COLUMNS.items()}
        rows = [blanks | row.values for row in typed]
        texts = [row[name] for row in rows for name in ("summary", "description")]
        ends = [row["organization"].split()[-1] for row in rows]
        return cls(
            rows,
            re.findall(r"[^\W\d_]+", " ".join(texts)),
            [word for word in ends if word.isalpha() and ends.count(word) > 1],
        )

    def drawn(self, chance: random.Random) -> dict:
        """Return the fields of one program, each group of them from a row of its own."""
        return {
            name: row[name]
            for group in GROUPS
            for row in (chance.choice(self.rows),)
            for name in group
        }

    def reworded(self, text: str, chance: random.Random, *, longest: int) -> str:
        """Return the text with some words replaced by others of the starter file, or coined."""
        words = text.split(" ")
        for place in range(len(words)):
            luck = chance.random()
            if luck < _COINED_WORDS:
                # Zipf's law: few new words come often, most of them once.
                words[place] = coined(int(_PLACES ** chance.random()))
            elif luck < _CHANGED_WORDS:
                words[place] = chance.choice(self.words)
        return " ".join(words)[:longest].rstrip()

    def name(self, row: dict, organization: str, chance: random.Random) -> str:
        """Return the row's name with another organization in the place of its own."""
        own = set(row["organization"].split())
        words = [word for word in row["name"].split() if word not in own]
        if chance.random() < 0.3:
            words.insert(chance.randrange(len(words) + 1), chance.choice(self.words).title())
        return " ".join([organization.split()[0], *words])[:200]


def moved_rounds(rounds: list[dict], day: datetime.date, chance: random.Random) -> list[dict]:
    """Return the rounds moved by years, and exact ones by days, to where past meets future."""
    names = ("opens_on", "closes_on", "starts_on")
    years = [int(one[name][:4]) for one in rounds for name in names if one[name]]
    if not years:
        return rounds
    by_years = day.year + chance.choice((-2, -1, 0, 0, 0, 1)) - max(years)
    by_days = chance.randint(-90, 90)
    moved = []
    for one in rounds:
        dates = {name: one[name] for name in names if one[name]}
        days = by_days if all(len(text) == 10 for text in dates.values()) else 0
        moved.append(one | {name: _moved(text, by_years, days) for name, text in dates.items()})
    return moved


def _moved(text: str, years: int, days: int) -> str:
    year = int(text[:4]) + years
    if len(text) < 10:
        return f"{year}{text[4:]}"
    date = datetime.date(year, int(text[5:7]), min(int(text[8:]), 28))
    return (date + datetime.timedelta(days)).isoformat()

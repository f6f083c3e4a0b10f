"""Programs and addresses at random, over few values, so that addresses find something."""

import datetime
import random
from typing import Any

from django.http import QueryDict
from hypothesis import strategies as st

from programs import choices
from programs.choices import UNSTATED
from programs.models import Program
from tests.factories import TODAY, CheckFactory, ProgramFactory

TOPICS = ["nlp", "robotics", "statistics"]
ROLES = ["data-scientist", "ml-engineer"]
AUDIENCES = ["students", "women"]
PLACES = ["Toronto, CA", "CA", "remote", "Berlin, DE", "Boston, US"]

VALUES = {
    "program_type": ["fellowship", "residency"],
    "degree": ["none", "bachelor", UNSTATED],
    "enrollment": ["none", "phd", UNSTATED],
    "open": choices.Opening.values,
    "opens": ["january", "october", UNSTATED],
    "closes": ["january", "february", UNSTATED],
    "cost": ["free", "paid", UNSTATED],
    "funding": ["none", "stipend", UNSTATED],
    "format": ["online", "hybrid", UNSTATED],
    "time": ["full_time", UNSTATED],
    "country": ["CA", "DE", "US", UNSTATED],
    "topic": [*TOPICS, UNSTATED],
    "role": [*ROLES, UNSTATED],
    "audience": [*AUDIENCES, UNSTATED],
    "research": ["helpful", "required", UNSTATED],
    "programming": ["basic", UNSTATED],
    "ml": ["none", UNSTATED],
    "background": ["any", UNSTATED],
    "status": choices.Status.values,
    "checked": [*choices.Age.values, UNSTATED],
}
AGES = [None, None, *(datetime.timedelta(days=days) for days in (0, 91, 92, 183, 365, 366))]
"""How long before NOON a program was checked."""
NOON = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
LADDER = [*choices.Degree.values, UNSTATED]
WEEKS = [4, 10, 52]
NAMES = ["Robot Lab", "data year", "Open Residency", "École of Data"]
TEXTS = [
    "Learns from data with a robot.",
    "A residency in machine learning.",
    "The labs of Toronto.",
    "Statistics, then robots",
]
SEARCHES = ["robot", "lab", "data", "residency machine", "robots da", "ml", "toronto", "ecole", "l"]


def some(dice: random.Random, values: list[str]) -> list[str]:
    return dice.sample(values, dice.randint(0, len(values)))


def stated_or_blank(dice: random.Random, parameter: str) -> str:
    value = dice.choice(VALUES[parameter])
    return "" if value == UNSTATED else value


def random_fields(dice: random.Random) -> dict[str, Any]:
    """Return columns of a program."""
    degree = stated_or_blank(dice, "degree")
    return {
        "name": dice.choice(NAMES) + f" {dice.randint(1, 99)}",
        "program_type": dice.choice(VALUES["program_type"]),
        "status": dice.choice(choices.Status.values),
        "degree_minimum": degree,
        "degree_or_equivalent": dice.choice([True, None]) if degree == "bachelor" else None,
        "enrollment": stated_or_blank(dice, "enrollment"),
        "field_background": stated_or_blank(dice, "background"),
        "programming_level": stated_or_blank(dice, "programming"),
        "ml_level": stated_or_blank(dice, "ml"),
        "research_experience": stated_or_blank(dice, "research"),
        "cost": stated_or_blank(dice, "cost"),
        "funding": stated_or_blank(dice, "funding"),
        "format": stated_or_blank(dice, "format"),
        "time_commitment": stated_or_blank(dice, "time"),
        "rolling": dice.choice([True, False, None]),
        "duration_weeks_min": dice.choice([None, *WEEKS]),
        "duration_weeks_max": dice.choice([None, 52]),
        "summary": dice.choice(TEXTS),
        "description": dice.choice(TEXTS),
        "eligibility_note": dice.choice(TEXTS),
    }


def random_program(dice: random.Random) -> Program:
    round_trait = dice.choice(["open", "opening_later", "over", "draft", None, None])
    program = ProgramFactory(
        **({round_trait: True} if round_trait else {}),
        **random_fields(dice),
        topics=some(dice, TOPICS),
        roles=some(dice, ROLES),
        audiences=some(dice, AUDIENCES),
        locations=some(dice, PLACES),
    )
    if age := dice.choice(AGES):
        CheckFactory(program=program, at=NOON - age, fields=dice.choice([[], [], ["cost"]]))
    return program


def make_programs(dice: random.Random, count: int = 60) -> list[Program]:
    return [random_program(dice) for _ in range(count)]


queries = st.fixed_dictionaries(
    {},
    optional={
        parameter: st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True)
        for parameter, values in VALUES.items()
    }
    | {
        "have": st.sampled_from(LADDER[:-1]).flatmap(
            lambda degree: st.sampled_from([[degree], [degree, UNSTATED]])
        ),
        "max_weeks": st.sampled_from(WEEKS),
    },
).filter(lambda query: len(query) <= 4)
"""Parameters of an address: a list of values a facet, a number of weeks."""


def address_of(query: dict[str, Any]) -> QueryDict:
    address = QueryDict(mutable=True)
    for parameter, values in query.items():
        address.setlist(parameter, values if isinstance(values, list) else [str(values)])
    return address

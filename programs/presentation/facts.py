"""One program's facts as a page says them. No queries beyond what is prefetched, and no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from programs import choices
from programs.models import Program
from programs.models.terms import Term
from programs.money import amount_words

WEEKS_A_YEAR = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to the browse page with this query string."""

    words: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what is known; `words` is empty where the sources do not say."""

    label: str
    words: str
    fields: tuple[str, ...]
    """The fields of the program that it tells, for which evidence stands."""
    note: str = ""
    links: tuple[Link, ...] = ()

    @property
    def is_said(self) -> bool:
        return bool(self.words or self.note)


def requirements(program: Program) -> list[Fact]:
    """Return what it asks, one fact a requirement; unstated ones are in the list too.

    Reads the prefetched audiences. What hangs on a named degree is left out without one.
    """
    return [
        *_degree(program),
        _chosen(program, "Being a student", "enrollment"),
        _chosen(program, "Field of study", "field_background"),
        _level(program, "Programming", "programming_level"),
        _level(program, "Machine learning", "ml_level"),
        _chosen(program, "Research experience", "research_experience"),
        Fact(
            label="Where you are from",
            words=place_words(program),
            fields=("open_worldwide", "open_to_countries"),
        ),
        Fact(label="Age", words=age_words(program), fields=("minimum_age", "maximum_age")),
        Fact(
            label="Visa",
            words=_either(program.sponsors_visa, "Sponsors a visa", "Does not sponsor a visa"),
            fields=("sponsors_visa",),
        ),
        Fact(
            label="Meant for",
            words=audience_words(program),
            fields=("audiences", "audience_only"),
        ),
        _chosen(program, "Who applies", "apply_via"),
        *_if_said(
            Fact(label="Also asks", words=program.eligibility_note, fields=("eligibility_note",))
        ),
    ]


def experience(program: Program) -> list[Fact]:
    """Return what it is like. Reads the prefetched locations, topics and roles."""
    return [
        _chosen(program, "Format", "format"),
        Fact(label="Where", words=where_words(program), fields=("locations",)),
        Fact(
            label="Time",
            words=choice_words(program, "time_commitment"),
            fields=("time_commitment", "hours_per_week"),
            note=f"{program.hours_per_week} hours a week" if program.hours_per_week else "",
        ),
        Fact(
            label="Length",
            words=length_words(program.duration_weeks_min, program.duration_weeks_max),
            fields=("duration_weeks_min", "duration_weeks_max"),
        ),
        _yes_no(program, "Mentor", "mentorship"),
        _yes_no(program, "Career services", "career_services"),
        _tags("Topics", "topic", "topics", program.topics.all()),
        _tags("Leads to work as", "role", "roles", program.roles.all()),
    ]


def money(program: Program) -> list[Fact]:
    """Return what one pays and what one gets."""
    return [
        Fact(
            label="You pay",
            words=cost_words(program),
            note=program.cost_note,
            fields=("cost", "cost_min", "cost_max", "cost_currency", "cost_note"),
        ),
        Fact(
            label="You get",
            words=funding_words(program),
            note=program.funding_note,
            fields=(
                *("funding", "funding_min", "funding_max"),
                *("funding_currency", "funding_period", "funding_note"),
            ),
        ),
    ]


def choice_words(program: Program, field: str) -> str:
    """Return how a page says the choice that a field holds; empty if unstated."""
    return _labels(field).get(getattr(program, field), "")


@cache
def _labels(field: str) -> dict[str, str]:
    # `get_…_display` makes them anew each time, which lists feel.
    return dict(Program._meta.get_field(field).flatchoices)


def degree_words(program: Program) -> str:
    """Return what degree it asks for, `Bachelor’s degree, or equivalent`; empty if unstated."""
    words = choice_words(program, "degree_minimum")
    return f"{words}, or equivalent" if program.degree_or_equivalent else words


def place_words(program: Program) -> str:
    """Return where one may come from; empty if unstated."""
    if countries := sorted(country.name for country in program.open_to_countries):
        return f"Open to {listed(countries, 'and')}"
    return _either(
        program.open_worldwide, "Open to all countries", "Not open to all countries; ask which"
    )


def where_words(program: Program) -> str:
    """Return where it takes place: `Berlin and Munich, Germany; Remote`; empty if unstated.

    Reads the prefetched locations; a country is named once, after its cities.
    """
    cities: dict[str, list[str]] = {}
    for place in program.locations.all():
        country = place.country.name or "Remote"
        # A city that is its country, Singapore, is named once.
        cities.setdefault(country, []).append("" if place.city == country else place.city)
    return "; ".join(
        ", ".join(filter(None, [listed(sorted(filter(None, cities[country])), "and"), country]))
        for country in sorted(cities)
    )


def age_words(program: Program) -> str:
    """Return the bounds of age; empty if unstated."""
    low, high = program.minimum_age, program.maximum_age
    if low and high:
        return f"{low}" if low == high else f"{low} to {high}"
    if low:
        return f"{low} or older"
    return f"{high} or younger" if high else ""


def audience_words(program: Program) -> str:
    """Return whom it is meant for, and whether only for them; empty if unstated."""
    names = sorted(audience.name for audience in program.audiences.all())
    words = listed(names, "and")
    return f"{words}, and nobody else" if words and program.audience_only else words


def length_words(low: int | None, high: int | None) -> str:
    """Return a length given in weeks: `10 to 12 weeks`, `2 years`, `up to 8 weeks`; may be empty.

    Years are said where they come out whole.
    """
    weeks = [number for number in (low, high) if number]
    if not weeks:
        return ""
    whole = all(number % WEEKS_A_YEAR == 0 for number in weeks)
    size, unit = (WEEKS_A_YEAR, "year") if whole else (1, "week")
    numbers = list(dict.fromkeys(number // size for number in weeks))
    start = "" if low and high else "from " if low else "up to "
    return f"{start}{' to '.join(map(str, numbers))} {unit}{'' if numbers[-1] == 1 else 's'}"


def cost_words(program: Program) -> str:
    """Return who pays and how much; empty if unstated."""
    amount = amount_words(program.cost_min, program.cost_max, program.cost_currency)
    return ", ".join(filter(None, [choice_words(program, "cost"), amount]))


def funding_words(program: Program) -> str:
    """Return what one gets, how much and how often; empty if unstated."""
    amount = amount_words(program.funding_min, program.funding_max, program.funding_currency)
    period = choice_words(program, "funding_period") if amount else ""
    return ", ".join(
        filter(None, [choice_words(program, "funding"), " ".join(filter(None, [amount, period]))])
    )


def _degree(program: Program) -> list[Fact]:
    names_one = program.degree_minimum not in ("", choices.Degree.NONE)
    years = program.max_years_since_degree
    since = f"At most {years} year{'' if years == 1 else 's'} ago" if years is not None else ""
    either = _either(
        program.degree_or_equivalent,
        "May stand in for the degree",
        "Does not stand in for the degree",
    )
    return [
        Fact(
            label="Degree",
            words=choice_words(program, "degree_minimum"),
            note=program.degree_note,
            fields=("degree_minimum", "degree_note"),
        ),
        *(
            [Fact(label="Experience instead", words=either, fields=("degree_or_equivalent",))]
            if names_one
            else []
        ),
        *(
            [Fact(label="Degree finished", words=since, fields=("max_years_since_degree",))]
            if names_one or since
            else []
        ),
    ]


def _tags(label: str, parameter: str, field: str, terms: Iterable[Term]) -> Fact:
    links = tuple(
        Link(words=term.name, query=urlencode({parameter: term.slug}))
        for term in sorted(terms, key=lambda term: term.name)
    )
    words = ", ".join(link.words for link in links)
    return Fact(label=label, words=words, fields=(field,), links=links)


def _chosen(program: Program, label: str, field: str) -> Fact:
    """Return the fact of a field that holds one of its choices, or nothing."""
    return Fact(label=label, words=choice_words(program, field), fields=(field,))


def _level(program: Program, label: str, field: str) -> Fact:
    """Return the fact of a level that one must bring."""
    if getattr(program, field) == choices.Level.NONE:
        return Fact(label=label, words="None asked", fields=(field,))
    return _chosen(program, label, field)


def _yes_no(program: Program, label: str, field: str) -> Fact:
    return Fact(label=label, words=_either(getattr(program, field), "Yes", "No"), fields=(field,))


def _either(value: bool | None, yes: str, no: str) -> str:
    return "" if value is None else yes if value else no


def _if_said(fact: Fact) -> list[Fact]:
    return [fact] if fact.is_said else []


def listed(names: list[str], joint: str) -> str:
    """Return `A`, `A and B` or `A, B and C`; empty if there are none."""
    head, last = names[:-1], names[-1:]
    return f" {joint} ".join(filter(None, [", ".join(head), *last]))


def alike(program: Program) -> Link:
    """Return the link to running programs of the same type that ask for the same degree."""
    degree = program.degree_minimum
    asking = {
        "": "that don’t say what degree they ask for",
        choices.Degree.NONE: "that ask for no degree",
        choices.Degree.BACHELOR: "that ask for a bachelor’s degree",
        choices.Degree.MASTER: "that ask for a graduate degree",
        choices.Degree.PHD: "that ask for a PhD",
    }[degree]
    kind = choices.ProgramType(program.program_type)
    query = {"program_type": kind.value, "degree": degree or choices.UNSTATED}
    return Link(words=f"{kind.plural} {asking}", query=urlencode(query))

import pytest

from programs import choices
from programs.dates import PartialDate
from programs.models import Program
from programs.presentation import facts
from programs.presentation.standing import standing_words
from tests.factories import ProgramFactory


def by_label(told):
    return {fact.label: fact for fact in told}


@pytest.mark.django_db
def test_unstated_requirements_are_listed_and_say_nothing():
    told = facts.requirements(ProgramFactory(unstated=True))

    assert [fact.label for fact in told] == [
        *("Degree", "Being a student", "Field of study", "Programming", "Machine learning"),
        *("Research experience", "Where you are from", "Age", "Visa", "Meant for", "Who applies"),
    ]
    assert not any(fact.is_said for fact in told)


@pytest.mark.django_db
def test_unknown_degree_is_not_a_no():
    unstated = by_label(facts.requirements(ProgramFactory()))["Degree"]
    none_asked = by_label(facts.requirements(ProgramFactory(degree_minimum="none")))["Degree"]

    assert not unstated.is_said
    assert none_asked.words == "No degree"


@pytest.mark.django_db
def test_a_named_degree_asks_what_may_stand_in_for_it():
    told = by_label(facts.requirements(ProgramFactory(degree_minimum="bachelor")))

    assert not told["Experience instead"].is_said
    assert not told["Degree finished"].is_said


@pytest.mark.django_db
def test_no_is_said_and_differs_from_silence():
    told = by_label(facts.requirements(ProgramFactory(sponsors_visa=False, open_worldwide=False)))

    assert told["Visa"].words == "Does not sponsor a visa"
    assert told["Where you are from"].words == "Not open to all countries; ask which"


@pytest.mark.django_db
def test_each_field_that_can_be_stated_belongs_to_one_fact():
    program = ProgramFactory(degree_minimum="phd", eligibility_note="A letter")
    told = [
        *facts.requirements(program),
        *facts.experience(program),
        *facts.money(program),
    ]

    names = [name for fact in told for name in fact.fields]
    assert len(names) == len(set(names))
    assert {name for name in names if not hasattr(Program, name)} == set()


@pytest.mark.django_db
def test_topics_lead_to_the_browse_page():
    program = ProgramFactory(topics=["nlp", "ai-safety"])

    topics = by_label(facts.experience(program))["Topics"]

    assert [(link.words, link.query) for link in topics.links] == [
        ("AI safety", "topic=ai-safety"),
        ("NLP", "topic=nlp"),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "", id="unstated"),
        pytest.param({"open_worldwide": True}, "Open to all countries", id="worldwide"),
        pytest.param(
            {"open_worldwide": False, "open_to_countries": ["US", "CA", "DE"]},
            "Open to Canada, Germany and United States",
            id="countries",
        ),
    ],
)
def test_where_one_may_come_from(fields, words):
    assert facts.place_words(Program(**fields)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(None, None, "", id="unstated"),
        pytest.param(18, None, "18 or older", id="lower-bound"),
        pytest.param(None, 30, "30 or younger", id="upper-bound"),
        pytest.param(18, 30, "18 to 30", id="both"),
        pytest.param(18, 18, "18", id="same"),
    ],
)
def test_age(low, high, words):
    assert facts.age_words(Program(minimum_age=low, maximum_age=high)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        pytest.param(None, None, "", id="unstated"),
        pytest.param(10, 10, "10 weeks", id="exact"),
        pytest.param(1, 1, "1 week", id="one-week"),
        pytest.param(10, 12, "10 to 12 weeks", id="range"),
        pytest.param(None, 8, "up to 8 weeks", id="at-most"),
        pytest.param(8, None, "from 8 weeks", id="at-least"),
        pytest.param(52, 52, "1 year", id="a-year"),
        pytest.param(52, 104, "1 to 2 years", id="years"),
        pytest.param(40, 52, "40 to 52 weeks", id="not-whole-years"),
    ],
)
def test_length(low, high, words):
    assert facts.length_words(low, high) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "", id="unstated"),
        pytest.param({"cost": "free"}, "Free", id="free"),
        pytest.param(
            {"cost": "paid", "cost_min": 8099, "cost_max": 8099, "cost_currency": "EUR"},
            "You pay, €8,099",
            id="amount",
        ),
    ],
)
def test_cost(fields, words):
    assert facts.cost_words(Program(**fields)) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({}, "", id="unstated"),
        pytest.param({"funding": "none"}, "Nothing", id="nothing-is-said"),
        pytest.param({"funding": "stipend"}, "Stipend", id="kind-alone"),
        pytest.param(
            {
                "funding": "salary",
                "funding_min": 900,
                "funding_max": 1000,
                "funding_currency": "EUR",
                "funding_period": "month",
            },
            "Salary, €900 to €1,000 a month",
            id="range-a-month",
        ),
    ],
)
def test_funding(fields, words):
    assert facts.funding_words(Program(**fields)) == words


@pytest.mark.parametrize(
    ("places", "words"),
    [
        pytest.param([], "", id="unstated"),
        pytest.param(["remote"], "Remote", id="remote"),
        pytest.param(["DE"], "Germany", id="country"),
        pytest.param(["Singapore, SG"], "Singapore", id="city-that-is-its-country"),
        pytest.param(
            ["Munich, DE", "Berlin, DE", "Paris, FR", "remote"],
            "Paris, France; Berlin and Munich, Germany; Remote",
            id="cities",
        ),
        pytest.param(["Berlin, DE", "DE"], "Berlin, Germany", id="city-and-its-country"),
    ],
)
@pytest.mark.django_db
def test_places_name_each_country_once(places, words):
    assert facts.where_words(ProgramFactory(locations=places)) == words


@pytest.mark.django_db
def test_an_audience_may_be_the_only_one():
    program = ProgramFactory(audiences=["women", "students"], audience_only=True)

    assert facts.audience_words(program) == "Students and Women, and nobody else"


@pytest.mark.parametrize("degree", ["", *choices.Degree.values])
@pytest.mark.parametrize("kind", choices.ProgramType)
def test_programs_alike_have_the_same_type_and_degree(kind, degree):
    link = facts.alike(Program(program_type=kind, degree_minimum=degree))

    assert link.words.startswith(kind.plural)
    assert link.query == f"program_type={kind.value}&degree={degree or 'unstated'}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"status": "active"}, "Running", id="active"),
        pytest.param({"status": "closed", "last_seen": PartialDate(2020)}, "Closed", id="closed"),
        pytest.param(
            {"status": "unknown", "last_seen": PartialDate(2018, 7)},
            "No sign of it since July 2018",
            id="last-seen",
        ),
        pytest.param({"status": "unknown"}, "Not known to be running", id="never-seen"),
    ],
)
def test_the_state_in_words(fields, words):
    assert standing_words(Program(**fields)) == words

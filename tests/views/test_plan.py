"""Plan a route: a goal and answers in, the ways there out."""

import re

import pytest

from tests.factories import TODAY, GuideFactory, ProgramFactory, RoleFactory
from tests.views.plan_page import ANSWERED, OPEN_TO_ALL, goal, page, results

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def residency():
    return goal()


# --- The goal --------------------------------------------------------------------------------


def test_without_a_goal_it_asks_for_one(client, residency):
    assert "Choose a goal first" in results(client, ANSWERED)


def test_goals_are_kinds_of_programs_and_of_work_that_there_are(client, residency):
    RoleFactory(slug="nobody")
    ProgramFactory(program_type="grant", roles=["ml-engineer"])

    html = page(client, "goal=role:ml-engineer")

    assert re.findall(r'<option value="((?:type|role):[^"]*)"( selected)?>', html) == [
        ("type:residency", ""),
        ("type:grant", ""),
        ("role:ml-engineer", " selected"),
    ]


def test_a_program_is_chosen_by_its_address(client, residency):
    html = page(client, "goal=goal")

    assert '<option value="goal" selected>Goal</option>' in html


def test_a_program_is_found_by_its_name(client, residency):
    other = ProgramFactory(name="Aim")

    assert "To Goal" in results(client, "named=goal")
    assert "To Aim" in results(client, f"named=aim&goal={residency.slug}")
    assert 'name="named" value=""' in page(client, "named=aim")
    assert "To Aim" in results(client, f"named=goal&pick={other.slug}")


def test_where_a_name_fits_several_programs_one_picks(client):
    for word in ("north", "south"):
        ProgramFactory(slug=word, name=f"Research {word}")

    html = page(client, "named=research")

    assert re.findall(r'name="pick" value="([^"]*)"', html) == ["north", "south"]
    assert 'name="named" value="research"' in html
    assert "To Research north" in results(client, "named=research north")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("goal=castle", "We ignored goal “castle”: it is neither a program"),
        ("goal=type:castle", "We ignored goal “type:castle”"),
        ("goal=%00", "We ignored goal"),
        ("named=castle", "We found no program for “castle”."),
        ("goal=goal&degree=doctor", "We ignored degree “doctor”"),
    ],
)
def test_what_is_not_known_is_told(client, residency, query, problem):
    assert problem in results(client, query)


def test_a_closed_program_leads_to_what_is_known_of_it(client):
    program = ProgramFactory(slug="gone", closed=True)

    assert "This program has closed." in results(client, "goal=gone")
    assert f'href="{program.get_absolute_url()}"' in page(client, "goal=gone")


def test_a_kind_of_which_all_have_closed_says_so(client):
    ProgramFactory(program_type="grant", closed=True)

    assert "no such program that has not closed" in results(client, "goal=type:grant")


# --- The ways --------------------------------------------------------------------------------


def test_a_goal_that_is_open_needs_no_steps(client):
    ProgramFactory(slug="goal", name="Goal", **OPEN_TO_ALL)

    assert "No steps needed Looks open to you now. See the program" in results(
        client, f"goal=goal&{ANSWERED}"
    )


def test_what_one_still_has_to_answer_leads_to_the_question(client):
    ProgramFactory(slug="goal", **OPEN_TO_ALL | {"cost": "paid"})

    html = page(client, f"goal=goal&{ANSWERED}")

    assert 'Still to answer: <a href="#q-pays">Could you pay for a program?</a>' in html
    assert 'id="q-pays"' in html


def test_only_the_first_questions_that_are_left_are_named(client):
    ProgramFactory(
        slug="goal",
        degree_minimum="bachelor",
        programming_level="basic",
        ml_level="basic",
        research_experience="required",
    )

    text = results(client, "goal=goal")

    assert "How well can you program? How much do you know of machine learning?" in text
    assert "And 2 more." in text
    assert "research?" not in text


def test_each_way_says_its_steps_why_and_what_they_take(client, residency):
    labs = {"duration_weeks_min": 8, "duration_weeks_max": 10, "builds_research": True}
    for name in "ABCDE":
        ProgramFactory(name=f"Lab {name}", funding="none", **labs, **OPEN_TO_ALL)

    text = results(client, f"goal=goal&{ANSWERED}")

    first, second = text[text.index("Way 1:") :].split("Way 2:")
    for words in (
        "2 steps Lab A",
        "Why: “Goal” asks for research experience. After this step, you have that.",
        "Looks open to you now.",
        "Would do too: Lab B, Lab C and 2 more.",
        "Looks open to you then.",
        "Time 8 to 10 weeks 1 program doesn’t say how long it takes.",
        "You pay Nothing",
        "1 program pays you nothing. 1 program doesn’t say whether it pays you.",
    ):
        assert words in first
    assert "Do research on your own Help with a research project" in second
    assert "The step without a program comes on top." in second


def test_research_on_ones_own_leads_to_its_guide(client, residency):
    assert "How to begin" not in page(client, f"goal=goal&{ANSWERED}")

    guide = GuideFactory(slug="research-experience")

    html = page(client, f"goal=goal&{ANSWERED}")
    assert f'<a href="{guide.get_absolute_url()}">How to begin</a>' in html


def test_of_a_kind_it_tells_what_is_open_what_to_ask_and_the_ways_to_others(client, residency):
    ProgramFactory(name="Open", program_type="residency", **OPEN_TO_ALL)
    ProgramFactory(name="Silent", program_type="residency", cost="free")

    text = results(client, f"goal=type:residency&{ANSWERED}")

    assert "Residencies: 3 programs No steps needed 1 1 looks open to you now. Open" in text
    assert "Ask them 1 Silent" in text
    assert "Ways to the others 2 steps Do research on your own" in text


def test_ways_that_are_not_sure_say_so(client):
    ProgramFactory(slug="goal", **OPEN_TO_ALL | {"ml_level": "basic"})
    ProgramFactory(builds_ml="basic", cost="free", unstated=True)

    text = results(client, f"goal=goal&{ANSWERED}")

    assert "No way is sure: some steps don’t say everything" in text
    assert "Some steps may not run any more" in text


def test_who_has_said_nothing_is_told_so(client, residency):
    assert "You haven’t answered any question yet" in results(client, "goal=goal")
    assert "You haven’t answered" not in results(client, "goal=goal&research=no")


# --- Where there is none ---------------------------------------------------------------------


def test_what_is_missing_in_the_catalogue_is_named(client):
    ProgramFactory(slug="goal", **OPEN_TO_ALL | {"degree_minimum": "phd"})

    text = results(client, f"goal=goal&{ANSWERED}")

    assert "No way there yet No program in our list gives you a PhD." in text


def test_what_keeps_the_programs_closed_that_give_it_is_counted(client):
    ProgramFactory(slug="goal", **OPEN_TO_ALL | {"degree_minimum": "phd"})
    ProgramFactory(awards_degree="phd", **OPEN_TO_ALL | {"cost": "paid"})

    text = results(client, f"goal=goal&pays=no&{ANSWERED}")

    assert "1 program gives it, but is not open to you as stated: Cost: 1 of 1 program" in text


def test_what_no_program_can_give_is_told_for_a_single_program(client):
    ProgramFactory(slug="goal", **OPEN_TO_ALL | {"cost": "paid"})

    text = results(client, f"goal=goal&pays=no&{ANSWERED}")

    assert "Steps alone don’t lead there." in text
    assert "Not met: It costs money." in text

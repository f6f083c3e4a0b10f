"""What a program's page says to a visitor who has answered questions."""

from html import unescape

import pytest

from tests.factories import ProgramFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def post(client, program, **answers) -> str:
    answer = client.post(f"/programs/{program.slug}/fit/", answers)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_the_page_of_a_program_asks_the_questions(client):
    program = ProgramFactory()

    html = client.get(program.get_absolute_url()).content.decode()

    assert f'data-fit="/programs/{program.slug}/fit/"' in html
    assert 'href="/match/"' in html


def test_it_says_the_verdict_with_its_reasons(client):
    program = ProgramFactory(degree_minimum="bachelor", cost="free")

    html = post(client, program, degree="none", studying="no")

    assert "Not for you as stated" in html
    assert "It asks for a bachelor’s degree. You have no degree." in html


def test_it_says_the_same_as_the_page_of_all_programs(client):
    program = ProgramFactory(degree_minimum="bachelor", cost="paid", time_commitment="full_time")
    answers = {"degree": "bachelor", "hours": "10", "pays": "no", "citizenships": "NG"}

    one = post(client, program, **answers)
    data = client.post("/match/", answers, headers={"accept": "application/json"}).json()

    ((group, found),) = [
        (group["label"], found) for group in data["groups"] for found in group["programs"]
    ]
    assert group in one
    assert all(finding["sentence"] in one for finding in found["findings"])


def test_it_says_how_many_programs_it_would_open(client):
    program = ProgramFactory(degree_minimum="none", builds_research=True)
    ProgramFactory.create_batch(2, degree_minimum="none", research_experience="required")

    assert "After it, 2 more programs" in post(client, program, degree="none", research="no")
    assert "After it" not in post(client, program, degree="none", research="yes")


def test_answers_are_kept_nowhere(client):
    answer = client.post(f"/programs/{ProgramFactory().slug}/fit/", {"citizenships": "NG"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert "NG" not in answer.content.decode()


@pytest.mark.parametrize("traits", [{"draft": True}, {"closed": True}], ids=["draft", "closed"])
def test_there_is_no_verdict_on_what_nobody_can_apply_to(client, traits):
    program = ProgramFactory(**traits)

    assert client.post(f"/programs/{program.slug}/fit/").status_code == 404
    assert client.post("/programs/unheard/fit/").status_code == 404


def test_a_closed_program_asks_no_questions(client):
    html = client.get(ProgramFactory(closed=True).get_absolute_url()).content.decode()

    assert "data-fit" not in html


def test_it_is_not_an_address_to_visit(client):
    assert client.get(f"/programs/{ProgramFactory().slug}/fit/").status_code == 405


@pytest.mark.parametrize("number", [1, 20])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    program = ProgramFactory(locations=["US"], audiences=["women"])
    ProgramFactory.create_batch(number)
    post(client, program)  # the first visit builds the catalogue

    with django_assert_num_queries(7):
        post(client, program, degree="none")

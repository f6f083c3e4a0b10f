"""Find my path: the five groups, why each program is where it is, and what would change that."""

import re

import pytest

from programs.choices import Status
from programs.models import Program
from programs.starter import load_starter
from tests.factories import TODAY, CheckFactory, EvidenceFactory, GuideFactory, ProgramFactory
from tests.views.match_page import (
    ANSWERED,
    GROUPS,
    SAYS,
    SECRETS,
    data,
    named,
    page,
    post,
    section,
    told,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def one_of_each():
    """One program of each group for somebody without a degree or research experience."""
    ProgramFactory(name="Open", **SAYS)
    ProgramFactory(name="Costly", **SAYS | {"cost": "paid"})
    ProgramFactory(name="Silent", cost="free")
    ProgramFactory(name="Near", research_experience="required", **SAYS)
    ProgramFactory(name="Far", **SAYS | {"degree_minimum": "phd"})


# --- The groups ------------------------------------------------------------------------------


def test_each_program_is_in_one_group(client, one_of_each):
    html = page(client, ANSWERED)

    assert {group: named(section(html, group)) for group in GROUPS} == {
        "looks_open": ["Open"],
        "open_if": ["Costly"],
        "ask_them": ["Silent"],
        "not_yet": ["Near"],
        "not_for_you": ["Far"],
    }
    assert "1 look open, 1 open if …, 1 to ask, 1 not yet, 1 not for you as stated" in html


@pytest.mark.parametrize("query", ["", ANSWERED, f"{ANSWERED}&{SECRETS}"])
def test_the_counts_add_up_to_all_that_have_not_closed(client, query):
    load_starter()
    ProgramFactory(draft=True)
    listed = Program.objects.published().exclude(status=Status.CLOSED).count()

    counts = data(client, query)["counts"]

    assert list(counts) == GROUPS
    assert sum(counts.values()) == listed > 150


def test_what_has_closed_or_is_no_page_is_left_out(client):
    ProgramFactory(closed=True, **SAYS)
    ProgramFactory(draft=True, **SAYS)

    assert sum(data(client)["counts"].values()) == 0


def test_what_is_not_met_or_open_is_in_view_and_what_is_met_is_folded(client, one_of_each):
    html = page(client, ANSWERED)

    assert told(html, "Costly") == [
        "Open: Cost. It costs money. You haven’t said whether you could pay."
    ]
    assert told(html, "Open") == []
    assert told(html, "Far")[0].startswith("Not met: Degree. It asks for a PhD. You have no degree")
    assert "<b>2 met:</b> Degree, Cost" in section(html, "looks_open")
    assert "<li><b>Cost.</b> It is free.</li>" in section(html, "looks_open")


def test_timing_is_beside_the_verdict(client):
    ProgramFactory(name="Closing", closing_soon=True, **SAYS)
    ProgramFactory(name="Paused", status="paused", **SAYS)

    html = section(page(client), "looks_open")

    assert named(html) == ["Closing", "Paused"]
    assert '<span class="flag">Closes 4 December 2026</span>' in html
    assert '<span class="fit__state">Paused</span>' in html


def test_a_line_has_its_source_and_the_day_it_was_checked(client):
    program = ProgramFactory(name="Costly", **SAYS | {"cost": "paid"})
    EvidenceFactory(
        program=program,
        field="cost",
        kind="quote",
        quote="Tuition is 900 euros.",
        url="https://www.example.org/fees",
        source_date="2026-03",
    )
    EvidenceFactory(program=program, field="degree_minimum", quote="All are welcome.", url="")
    CheckFactory(program=program)

    html = section(page(client), "open_if")

    assert "<q>Tuition is 900 euros.</q>" in html
    assert (
        '<a href="https://www.example.org/fees" rel="nofollow">example.org</a>, March 2026' in html
    )
    assert (
        f'All are welcome. <a href="{program.get_absolute_url()}#sources">Its sources</a>' in html
    )
    assert told(html, "Costly")[0].endswith("Checked 20 November 2026 by a person.")


def test_what_a_program_asks_in_its_own_words_is_quoted(client):
    ProgramFactory(name="Particular", eligibility_note="Only for those who'd <move>.", **SAYS)

    html = post(client).content.decode()

    assert "<blockquote>Only for those who’d &lt;move&gt;.</blockquote>" in html


def test_nothing_answered_is_said(client, one_of_each):
    assert "You haven’t answered anything yet." in page(client)
    assert "You haven’t answered anything yet." not in page(client, "degree=none")


def test_an_empty_group_says_so(client):
    ProgramFactory(**SAYS)

    html = page(client)

    assert "No program is one step away." in section(html, "not_yet")
    assert "<details" not in section(html, "not_for_you")


def test_an_empty_catalogue_has_a_page(client):
    html = page(client)

    assert "The list of programs is empty so far." in html
    assert 'type="radio"' not in html


def test_only_what_a_program_tests_is_asked(client):
    ProgramFactory(**SAYS | {"cost": "paid"})

    html = page(client)

    assert set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', html)) == {"q", "pays", "private"}


def test_no_word_says_eligible(client):
    load_starter()

    # What programs call themselves and what sources say is in their own words.
    others = r'<ul class="sources">.*?</ul>|<blockquote>.*?</blockquote>|<h3>.*?</h3>'
    text = words(re.sub(others, "", page(client, f"{ANSWERED}&{SECRETS}")))

    assert len(text) > 10_000
    assert not re.search(r"(?i)eligible|\bfail|%", text)


# --- What is missing, and what would open most -----------------------------------------------


def test_the_missing_answer_is_asked_for_in_place(client, one_of_each):
    html = section(page(client, ANSWERED), "open_if")

    assert "<b>Could you pay for a program?</b> This settles 1 program." in html
    assert re.findall(r'name="answer" value="([^"]+)"', html) == ["pays:yes", "pays:no"]
    assert 'Still to answer: <a href="#q-pays">whether you could pay</a>' in html


def test_a_guide_that_is_not_there_is_not_linked(client, one_of_each):
    assert "/guides/research-experience/" not in page(client, ANSWERED)


def test_the_button_joins_the_answers(client, one_of_each):
    html = page(client, f"{ANSWERED}&pays=&answer=pays:yes")

    assert named(section(html, "looks_open")) == ["Costly", "Open"]
    assert '<input type="radio" name="pays" value="yes" checked>' in html


@pytest.mark.parametrize("button", ["pays", "pays:what", "nothing:yes", ":", "group:open_if"])
def test_a_button_that_means_nothing_changes_nothing(client, one_of_each, button):
    html = page(client, f"{ANSWERED}&answer={button}")

    assert named(section(html, "open_if")) == ["Costly"]


def test_an_answer_among_many_is_linked(client):
    ProgramFactory(open_to_countries=["GH"], open_worldwide=False, **SAYS)

    html = section(page(client), "open_if")

    assert '<a href="#q-citizenships">Answer it</a>' in html
    assert 'name="answer"' not in html


def test_at_most_two_answers_are_asked_for_at_once(client):
    for fields in [
        {"cost": "paid"},
        {"degree_minimum": "phd"},
        {"research_experience": "required"},
    ]:
        ProgramFactory(**SAYS | fields)

    assert page(client).count('class="missing__ask"') == 2


def test_the_step_that_opens_most_comes_first(client, one_of_each):
    ProgramFactory(name="Lab", builds_research=True, **SAYS)
    ProgramFactory.create_batch(2, research_experience="required", **SAYS)
    GuideFactory(slug="research-experience")

    ways = section(page(client, ANSWERED), "ways")

    steps = re.findall(r"<p><b>(.*?)</b> would open <b>(\d+)</b> more.</p>", ways)
    assert steps == [("Research experience", "3"), ("A PhD", "1")]
    assert re.findall(r'gives it: <a href="[^"]+">(.*?)</a>\.', ways) == ["Lab"]
    assert 'href="/guides/research-experience/"' in ways

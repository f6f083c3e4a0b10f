import re
from urllib.parse import quote

import pytest

from tests.factories import TODAY, ProgramFactory
from tests.views.reading import boxes, follow, get, headings, link, listed, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOSTILE = {
    "NUL": "q=%00&degree=%00&topic=%00&page=%00&sort=%00&country=%00&max_weeks=%00",
    "broken percent": "q=%&degree=%zz&topic=%ff%fe&page=%E0%A4%A",
    "8 kB": "q=" + "word+" * 1_590,
    "8 kB word": "q=" + "x" * 7_900,
    "huge numbers": f"page={'9' * 400}&max_weeks={'9' * 400}",
    "repeated": "q=a&q=b&sort=name&sort=closing&page=1&page=2&max_weeks=1&max_weeks=2",
    "blank": "q=&degree=&topic=&page=&sort=&max_weeks=&open=",
    "unknown names": "qq=1&degree[]=none&__class__=x&pk=1&organization__name=x",
    "signs": "q=" + quote("'\";--<script>alert(1)</script>(((|\\W"),
    "many values": "&".join(f"topic={number}" for number in range(500)),
    "digits of other scripts": "page=" + quote("٣²") + "&max_weeks=" + quote("٣²"),
    "negative": "page=-1&max_weeks=-1",
    "direction marks": "q=" + quote("\u202e\u0000\ufeff\U000e0001"),
}


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


# --- The list --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "heading"),
    [(0, "No program matches"), (1, "1 program"), (3, "3 programs")],
    ids=["none", "one", "several"],
)
def test_the_number_of_programs_is_the_only_h1(client, number, heading):
    ProgramFactory.create_batch(number)

    assert headings(get(client)) == [heading]


def test_a_card_links_to_its_program_and_says_what_is_unsaid(client):
    ProgramFactory(slug="robot-lab", name="Robot & Lab", degree_minimum="none", enrollment="phd")

    html = get(client)

    assert link(html, "Robot & Lab") == "/programs/robot-lab/"
    assert "Degree None, but you must be a student" in words(html)
    assert "Research doesn’t say" in words(html)
    assert "From an undated source, not yet checked" in words(html)


def test_closed_programs_are_counted_and_one_link_away(client):
    ProgramFactory(name="Runs")
    ProgramFactory(name="Ended", closed=True)

    html = get(client)

    assert listed(html) == ["Runs"]
    assert "1 closed program is left out." in words(html)
    assert listed(follow(client, html, "Show it")) == ["Ended"]


def test_closed_programs_that_alone_match_are_announced(client):
    ProgramFactory(name="OpenAI Scholars", closed=True)
    ProgramFactory(name="Another")

    html = get(client, "q=OpenAI+Scholars")

    assert headings(html) == ["No program matches"]
    assert listed(follow(client, html, "1 closed program matches")) == ["OpenAI Scholars"]


def test_a_search_names_the_few_closed_programs_that_match(client):
    ProgramFactory(name="Robots", description="Like the Robot Lab.")
    ProgramFactory(name="Robot Lab", slug="robot-lab", closed=True)

    html = get(client, "q=robot+lab")

    assert "1 closed program matches too, but is left out: Robot Lab." in words(html)
    assert link(html, "Robot Lab") == "/programs/robot-lab/"


def test_an_empty_list_counts_the_ways_out(client):
    ProgramFactory(name="Robot Lab", program_type="residency")
    ProgramFactory(name="Robot School", program_type="course", degree_minimum="none")

    html = get(client, "q=robot&program_type=residency&degree=none")

    assert "Without Residencies: 1 program" in words(html)
    assert "Without No degree: 1 program" in words(html)
    assert "Without “robot”" not in words(html)
    assert listed(follow(client, html, "Without Residencies")) == ["Robot School"]


# --- Filters ---------------------------------------------------------------------------------


def test_facets_count_and_switch_off_what_leads_nowhere(client):
    ProgramFactory(program_type="residency", degree_minimum="none")
    ProgramFactory(program_type="course", degree_minimum="phd")

    html = get(client, "program_type=residency")

    assert boxes(html, "program_type")["residency"] == ("checked", "1")
    assert boxes(html, "program_type")["course"] == ("", "1")
    assert boxes(html, "program_type")["grant"] == ("disabled", "0")
    assert boxes(html, "degree")["phd"] == ("disabled", "0")
    assert boxes(html, "degree")["none"] == ("", "1")


def test_what_is_chosen_can_be_taken_back_even_at_zero(client):
    ProgramFactory()

    assert boxes(get(client, "degree=phd"), "degree")["phd"] == ("checked", "0")


def test_every_facet_is_a_fieldset_with_a_legend(client):
    html = get(client)

    assert html.count("<fieldset") == html.count("<legend") == 22


def test_long_facets_show_eight_values_and_those_that_are_chosen(client):
    slugs = [f"subject-{number:02}" for number in range(12)]
    ProgramFactory(topics=slugs)
    ProgramFactory(topics=slugs[:11])

    html = get(client, "topic=subject-11")
    facet = html.partition('data-key="topic"')[2]
    at_once, _, more = facet.partition('data-key="topic-more"')

    assert list(boxes(at_once, "topic")) == [*slugs[:8], "subject-11"]
    assert list(boxes(more.partition("</details>")[0], "topic")) == [*slugs[8:11], "unstated"]
    assert "Show all 13" in words(html)


def test_chips_leave_out_one_value_each(client):
    ProgramFactory(degree_minimum="phd", program_type="grant", name="Robot Fund")

    html = get(client, "q=robot&degree=phd&degree=none&program_type=grant&sort=name&page=1")

    assert link(html, "Remove Search: “robot”") == (
        "?program_type=grant&degree=phd&degree=none&sort=name"
    )
    assert link(html, "Remove Degree asked: No degree") == (
        "?q=robot&program_type=grant&degree=phd&sort=name"
    )
    assert link(html, "Clear all") == "/programs/"
    assert "Filters (4 applied)" in words(html)


def test_the_length_says_how_many_do_not_say(client):
    ProgramFactory(name="Short", duration_weeks_min=4)
    ProgramFactory(name="Long", duration_weeks_min=40)
    ProgramFactory.create_batch(2)

    html = get(client, "max_weeks=8")

    assert listed(html) == ["Short"]
    assert "2 more programs match otherwise, but don’t say how long they take." in words(html)


def test_the_length_speaks_of_one_and_of_no_other(client):
    ProgramFactory()

    assert "1 program matches otherwise, but doesn’t say how long it takes." in words(
        get(client, "max_weeks=8")
    )


def test_the_default_order_sends_no_parameter(client):
    plain = get(client, "degree=unstated")
    searched = get(client, "q=a")

    assert '<option value="" selected>Closing soonest' in plain
    assert "Best match" not in plain
    assert '<option value="" selected>Best match' in searched
    assert '<option value="closing">Closing soonest' in searched


# --- Addresses that make no sense ------------------------------------------------------------


def test_unknown_values_are_named_above_and_beside(client):
    ProgramFactory(name="Still here")

    html = get(client, "degree=nonsense&page=9999")
    sentence = (
        "We ignored degree “nonsense”: it is not one of none, bachelor, master, phd, unstated."
    )

    assert listed(html) == ["Still here"]
    assert words(html).count(sentence) == 2
    assert "There is no page “9999”: there is only this one." in words(html)


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_no_address_breaks_the_page(client, query):
    ProgramFactory(name="Still here", topics=["nlp"], duration_weeks_min=1)

    html = get(client, query)

    assert len(headings(html)) == 1
    assert "<script>alert" not in html
    assert len(html) < 60_000


@pytest.mark.parametrize(
    ("page", "current", "sentence"),
    [
        pytest.param("2", "2", "", id="known"),
        pytest.param("002", "2", "", id="zeros in front"),
        pytest.param("4", "3", "There is no page “4”: this is page 3, the last one.", id="past"),
        pytest.param("0", "1", "We ignored page “0”: it is not a page number.", id="zero"),
        pytest.param("last", "1", "We ignored page “last”: it is not a page number.", id="word"),
    ],
)
def test_pages_are_found_or_said_to_be_missing(client, page, current, sentence):
    ProgramFactory.create_batch(51)

    html = get(client, f"page={page}")

    assert re.findall(r'aria-current="page"><span class="hidden">Page </span>(\d)', html) == [
        current
    ]
    assert ("page “" in words(html)) == bool(sentence)
    assert sentence in words(html)


def test_pages_keep_the_filters(client):
    ProgramFactory.create_batch(30, degree_minimum="phd")

    html = get(client, "degree=phd&sort=name")
    second = follow(client, html, "Next")

    assert len(listed(html)) == 25
    assert len(listed(second)) == 5
    assert not set(listed(html)) & set(listed(second))
    assert link(second, "Previous") == "?degree=phd&sort=name"

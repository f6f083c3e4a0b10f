"""What the browse page says beside its list: the ladder, and what a search was taken to mean."""

import pytest

from tests.factories import TODAY, ProgramFactory
from tests.views.reading import boxes, follow, get, headings, link, listed, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)


# --- The ladder ------------------------------------------------------------------------------


@pytest.fixture
def ladder():
    ProgramFactory(name="For all", degree_minimum="none")
    ProgramFactory(name="For graduates", degree_minimum="bachelor")
    ProgramFactory(name="For doctors", degree_minimum="phd")
    ProgramFactory(name="Silent", degree_minimum="")


RUNGS = [
    pytest.param("none", ["For all"], id="none"),
    pytest.param("bachelor", ["For all", "For graduates"], id="bachelor"),
    pytest.param("master", ["For all", "For graduates"], id="master"),
    pytest.param("phd", ["For all", "For doctors", "For graduates"], id="phd"),
]


@pytest.mark.usefixtures("ladder")
@pytest.mark.parametrize(("have", "names"), RUNGS)
def test_a_degree_keeps_what_asks_for_it_or_for_less(client, have, names):
    html = get(client, f"have={have}")

    assert sorted(listed(html)) == names
    assert boxes(html, "have", "radio")[have] == ("checked", str(len(names)))
    silent = "1 more program matches otherwise, but doesn’t say what degree it asks for. Show it"
    assert silent in words(html)
    assert sorted(listed(follow(client, html, "Show it"))) == sorted([*names, "Silent"])


@pytest.mark.usefixtures("ladder")
def test_one_degree_is_picked_and_any_to_begin_with(client):
    plain, picked = get(client), get(client, "have=bachelor")

    assert boxes(plain, "have", "radio") == {
        "": ("checked", ""),
        "none": ("", "1"),
        "bachelor": ("", "2"),
        "master": ("", "2"),
        "phd": ("", "3"),
    }
    assert [value for value, (state, _) in boxes(picked, "have", "radio").items() if state] == [
        "bachelor"
    ]
    assert "1 chosen" not in words(picked)
    assert "say what degree" not in words(plain)


@pytest.mark.usefixtures("ladder")
@pytest.mark.parametrize(
    ("query", "state"),
    [
        pytest.param("", "disabled", id="any"),
        pytest.param("have=phd", "", id="picked"),
        pytest.param("have=phd&have=unstated", "checked", id="added"),
        pytest.param("have=&have=unstated", "disabled", id="without-a-degree"),
    ],
)
def test_those_that_do_not_say_can_be_added_to_a_degree(client, query, state):
    html = get(client, query)

    assert boxes(html, "have") == {"unstated": (state, "1")}
    assert ("Silent" in listed(html)) is (state != "")
    assert ("say what degree" in words(html)) is (state == "")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, ""),
        (1, "1 program matches otherwise, but doesn’t say what degree it asks for. Show it"),
        (2, "2 programs match otherwise, but don’t say what degree they ask for. Show them"),
    ],
    ids=["none", "one", "several"],
)
def test_a_list_without_a_match_counts_those_that_do_not_say(client, number, sentence):
    ProgramFactory(degree_minimum="phd")
    ProgramFactory.create_batch(number)

    html = get(client, "have=none")

    assert headings(html) == ["No program matches"]
    assert sentence in words(html)
    assert ("otherwise" in words(html)) is bool(sentence)


def test_several_that_do_not_say_are_spoken_of_as_several(client):
    ProgramFactory(degree_minimum="none")
    ProgramFactory.create_batch(2)

    html = get(client, "have=none&sort=name")

    assert (
        "2 more programs match otherwise, but don’t say what degree they ask for. Show them"
    ) in words(html)
    assert link(html, "Show them") == "?have=none&have=unstated&sort=name"


@pytest.mark.usefixtures("ladder")
def test_the_chip_of_a_degree_takes_its_addition_along(client):
    html = get(client, "have=phd&have=unstated&sort=name")

    assert "Your highest degree: PhD" in words(html)
    assert link(html, "Remove Your highest degree: PhD") == "?sort=name"
    assert link(html, "Remove Also those that don’t say") == "?have=phd&sort=name"


def test_the_way_out_of_a_degree_is_not_that_of_a_degree_asked(client):
    ProgramFactory(degree_minimum="phd")
    ProgramFactory(degree_minimum="bachelor")

    html = get(client, "have=bachelor&degree=phd")

    assert "Without your highest degree: 1 program" in words(html)
    assert "Without PhD: 1 program" in words(html)
    assert link(html, "Without your highest degree") == "?degree=phd"


def test_a_degree_says_what_it_keeps(client):
    html = get(client)

    assert '<fieldset aria-describedby="have-help">' in html
    assert '<p class="facet__help" id="have-help">Keeps programs that accept it; ' in html


# --- What was meant --------------------------------------------------------------------------


def test_a_word_that_no_program_has_is_corrected_and_told(client):
    ProgramFactory(name="Reinforcement Learning School")
    ProgramFactory(name="Robot School")

    html = get(client, "q=reinfocement+lerning")

    assert listed(html) == ["Reinforcement Learning School"]
    for typed, meant in [("reinfocement", "reinforcement"), ("lerning", "learning")]:
        assert f"No program has “{typed}”, so we looked for “{meant}”." in words(html)
    assert link(html, "Remove Search: “reinfocement lerning”") == "/programs/"


@pytest.mark.parametrize("search", ["learning", "LEARNING", "learnings", "learn", "zebra"])
def test_what_is_found_or_hopeless_is_not_corrected(client, search):
    ProgramFactory(name="Learning School")

    assert "so we looked for" not in words(get(client, f"q={search}"))


@pytest.fixture
def robots():
    """A word that one program has, and one spelled nearly so that ten have."""
    ProgramFactory(name="Robet Fund", program_type="grant")
    ProgramFactory.create_batch(9, name="Robot School", program_type="course")
    ProgramFactory(name="Robot Fund", program_type="grant", degree_minimum="phd")


@pytest.mark.usefixtures("robots")
def test_a_word_spelled_nearly_so_that_finds_more_is_suggested(client):
    html = get(client, "q=robet")

    assert listed(html) == ["Robet Fund"]
    assert "Did you mean robot? It finds 10 programs." in words(html)
    assert headings(follow(client, html, "robot")) == ["10 programs"]


@pytest.mark.usefixtures("robots")
def test_a_suggestion_keeps_the_filters_and_counts_with_them(client):
    html = get(client, "q=robet&degree=phd&sort=name")

    assert headings(html) == ["No program matches"]
    assert "Did you mean robot? It finds 1 program." in words(html)
    assert link(html, "robot") == "?q=robot&degree=phd&sort=name"


@pytest.mark.usefixtures("robots")
@pytest.mark.parametrize(
    "query",
    [
        pytest.param("q=robet&program_type=grant", id="finds-as-many"),
        pytest.param("q=robet&degree=master", id="finds-none"),
        pytest.param("q=robot", id="well-spelled"),
        pytest.param("q=fund", id="finds-few"),
        pytest.param("q=school", id="finds-many"),
        pytest.param("", id="no-search"),
    ],
)
def test_what_finds_no_more_is_not_suggested(client, query):
    assert "Did you mean" not in words(get(client, query))

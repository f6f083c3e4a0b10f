import re
from html import unescape

import pytest

from programs.views.guides import MAX_LISTS
from tests.factories import TODAY, GuideFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client, guide) -> str:
    answer = client.get(guide.get_absolute_url())
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def one_list(query: str) -> list[dict[str, str]]:
    return [{"heading": "A list", "query": query}]


def test_guides_are_listed_in_their_order(client):
    GuideFactory(title="Second", position=2)
    GuideFactory(title="First", position=1)

    page = client.get("/guides/").content.decode()

    assert page.index("First</a>") < page.index("Second</a>")


def test_no_guide_is_said(client):
    assert "No guide is published yet." in client.get("/guides/").content.decode()


def test_a_draft_is_not_there(client):
    draft = GuideFactory(publication="draft", title="Hidden")

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Hidden" not in client.get("/guides/").content.decode()


def test_the_text_is_markdown(client):
    body = "## Part\n\n<script>x</script>It's [here](/about/)."
    page = get(client, GuideFactory(slug="with-script", body=body))

    assert "<h2>Part</h2>" in page
    assert 'It’s <a href="/about/">here</a>' in page
    assert b"<script>" not in client.get("/guides/with-script/").content


def test_a_list_counts_what_its_link_shows(client):
    ProgramFactory.create_batch(7, degree_minimum="none")
    ProgramFactory(degree_minimum="phd")
    ProgramFactory(degree_minimum="none", closed=True)
    guide = GuideFactory(lists=one_list("degree=none"))

    page = get(client, guide)

    address, count = re.search(
        r'<a href="(/programs/\?[^"]+)">(\d+) programs now</a>', page
    ).groups()
    assert (address, count) == ("/programs/?degree=none", "7")
    assert page.count('<li class="entry">') == 5
    assert client.get(address).content.decode().count('<li class="card">') == 7


def test_a_list_that_nothing_fits_says_so(client):
    page = get(client, GuideFactory(lists=one_list("degree=phd")))

    assert "No program on the list fits this now." in page


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("degree=doctor", id="unknown-value"),
        pytest.param("color=red", id="unknown-parameter"),
        pytest.param("&&&=%00%ff", id="noise"),
        pytest.param("", id="empty"),
    ],
)
def test_a_query_that_is_not_understood_breaks_nothing(client, query):
    ProgramFactory()

    assert "1 program now" in get(client, GuideFactory(lists=one_list(query)))


def test_a_list_without_a_query_or_heading_breaks_nothing(client):
    ProgramFactory()

    assert ">Programs</h2>" in get(client, GuideFactory(lists=[{}]))


def test_programs_of_the_essay_stand_in_its_order_with_their_state(client):
    ProgramFactory(slug="b", name="Bee", status="unknown", last_seen="2020")
    ProgramFactory(slug="a", name="Ay", closed=True)
    ProgramFactory(slug="c", name="Hidden", draft=True)
    guide = GuideFactory(essay_programs=["b", "a", "c", "unheard-of"])

    page = get(client, guide)

    states = re.findall(r'<a href="/programs/.*?">(\w+)</a></h3> <p [^>]*>(.*?)</p>', page)
    assert states == [("Bee", "No sign of it since 2020"), ("Ay", "Closed")]


def test_no_more_lists_are_shown_than_a_page_can_hold(client):
    page = get(client, GuideFactory(lists=one_list("degree=phd") * (MAX_LISTS + 5)))

    assert page.count(">A list</h2>") == MAX_LISTS


@pytest.mark.parametrize("number", [5, 30])
def test_it_takes_four_queries_however_many_lists(client, django_assert_num_queries, number):
    ProgramFactory.create_batch(number, degree_minimum="none")
    ProgramFactory(slug="named")
    lists = one_list("degree=none") + one_list("sort=newest") * (number // 10)
    guide = GuideFactory(lists=lists, essay_programs=["named"])
    client.get("/guides/")  # the first visit builds the catalogue

    with django_assert_num_queries(4):
        answer = client.get(guide.get_absolute_url())

    assert not answer.cookies


@pytest.mark.parametrize("number", [1, 12])
def test_the_guides_take_two_queries(client, django_assert_num_queries, number):
    GuideFactory.create_batch(number)
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(2):
        client.get("/guides/")

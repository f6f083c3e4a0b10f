"""Lists with an address of their own: by type, by degree, by both."""

import json
import re

import pytest
from django.urls import reverse

from programs.choices import Degree, ProgramType
from programs.landings import LANDINGS, LEAST, Landing
from tests.factories import ProgramFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def get(client, path):
    return client.get(reverse("programs:landing", args=[path]))


@pytest.mark.parametrize("path", LANDINGS)
def test_every_list_has_an_address_that_says_what_it_is(path):
    assert re.fullmatch(r"[a-z-]+(/[a-z-]+)?", path)
    assert LANDINGS[path].path == path


def test_titles_say_the_list_in_words_and_no_two_are_alike():
    titles = {one.title for one in LANDINGS.values()}

    assert len(titles) == len(LANDINGS) == 9 + 4 + 36
    assert Landing(ProgramType.FELLOWSHIP, Degree.NONE).title == (
        "Machine learning fellowships that ask for no degree"
    )
    assert Landing(ProgramType.DEGREE, Degree.NONE).title == (
        "Degrees in machine learning that ask for no earlier degree"
    )
    assert LANDINGS["residencies/bachelors-degree"].query == (
        "program_type=residency&degree=bachelor"
    )


def test_a_list_shows_its_programs_and_leads_to_all_filters(client):
    shown = ProgramFactory(program_type="residency", degree_minimum="none")
    ProgramFactory(program_type="residency", degree_minimum="phd")
    ProgramFactory(program_type="grant", degree_minimum="none")
    ProgramFactory(program_type="residency", degree_minimum="none", closed=True)

    page = get(client, "residencies/no-degree")

    assert [card.program.slug for card in page.context["cards"]] == [shown.slug]
    assert "<h1>Machine learning residencies that ask for no degree</h1>" in page.text
    assert "1 program not known to have closed." in page.text
    assert 'href="/programs/?program_type=residency&amp;degree=none"' in page.text
    assert 'href="/lists/residencies/phd/"' in page.text
    assert 'href="/lists/grants/no-degree/"' in page.text
    assert 'href="/lists/bootcamps/no-degree/"' not in page.text


def test_what_the_list_would_hide_is_said(client):
    ProgramFactory(degree_minimum="none", enrollment="phd")
    ProgramFactory(degree_minimum="none", enrollment="none")
    ProgramFactory(degree_minimum="")

    page = get(client, "no-degree").text

    assert "1 of them wants you to be a student now." in page
    assert "1 more doesn’t say what degree it asks for." in page


def test_a_list_of_any_degree_hides_nothing(client):
    ProgramFactory(degree_minimum="", enrollment="phd")

    page = get(client, "fellowships").text

    assert "student now" not in page
    assert "say what degree" not in page


@pytest.mark.parametrize("count", [0, LEAST - 1, LEAST])
def test_short_lists_are_there_and_not_for_search_engines(client, count):
    ProgramFactory.create_batch(count, degree_minimum="phd")

    page = get(client, "phd").text
    found = re.findall(r"testserver(/lists/.*?)</loc>", client.get("/sitemap.xml").text)

    assert ('content="noindex, follow"' in page) == (count < LEAST)
    assert ("/lists/phd/" in found) == (count >= LEAST)


def test_an_empty_list_says_so_and_leads_on(client):
    page = get(client, "grants/phd")

    assert page.status_code == 200
    assert "We know of none now." in page.text


def test_long_lists_go_on_with_all_filters(client):
    ProgramFactory.create_batch(27, degree_minimum="phd")

    assert "2 more programs" in get(client, "phd").text


@pytest.mark.parametrize("path", ["nothing", "phd/fellowships", "fellowships/phd/x", "Fellowships"])
def test_other_addresses_are_no_lists(client, path):
    assert get(client, path).status_code == 404


def test_all_lists_stand_on_one_page(client):
    ProgramFactory(program_type="grant", degree_minimum="phd")

    page = client.get("/lists/").text

    assert 'href="/lists/grants/phd/"' in page
    assert '<a class="chip" href="/lists/grants/">All' in page
    assert "bootcamps" not in page


def test_machines_read_the_list_and_the_way_to_it(client):
    shown = ProgramFactory(name="A Grant", program_type="grant", degree_minimum="phd")

    page = get(client, "grants/phd").text

    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])
    [node] = data["@graph"]
    assert [one["name"] for one in node["breadcrumb"]["itemListElement"]] == [
        "Lists",
        "Machine learning grants that ask for a PhD",
    ]
    assert node["mainEntity"]["itemListElement"] == [
        {
            "@type": "ListItem",
            "position": 1,
            "name": "A Grant",
            "url": f"http://testserver{shown.get_absolute_url()}",
        }
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_as_few_queries_for_many_programs(client, count, django_assert_num_queries):
    ProgramFactory.create_batch(count, degree_minimum="phd")
    client.get("/lists/")

    with django_assert_num_queries(2):
        get(client, "phd")
    with django_assert_num_queries(1):
        client.get("/lists/")

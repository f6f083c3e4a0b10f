"""The plots as a page."""

import re
from html import unescape

import pytest
from django.core.management import call_command

from tests.factories import TODAY, CheckFactory, ProgramFactory, RoundFactory
from tests.views.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client, query: str = "") -> str:
    answer = client.get("/landscape/", QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def marks(html: str) -> list[tuple[str, str]]:
    """Address and name of each mark that links."""
    found = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', html)
    return [(unescape(address), unescape(name)) for address, name in found]


def test_every_mark_of_the_starter_catalogue_leads_to_as_many_programs(client):
    call_command("loadstarter")
    html = get(client)

    found = marks(html)
    lists = [(address, name) for address, name in found if address.startswith("/programs/?")]
    assert len(lists) > 100
    for address, name in lists[::7]:
        heading = headings(client.get(address).content.decode())[0]
        assert re.search(rf"\b{heading.split()[0]}\b", name)
    for address, _ in found:
        assert not address.startswith("#") or f'id="{address[1:]}"' in html
        assert address.startswith(("/programs/", "#"))


def test_every_plot_has_its_numbers_in_a_table(client):
    call_command("loadstarter")
    html = get(client)

    count = len(re.findall(r'<svg class="plot ', html))
    assert count == 8  # Degrees, said, who pays, three currencies, months, freshness.
    assert html.count('<details class="behind">') == html.count("<table>") == count
    assert (
        len(re.findall(r'<svg class="plot [^>]*(aria-label|aria-labelledby)="[^"]+"', html))
        == count
    )


def test_a_filter_is_that_of_the_list(client):
    ProgramFactory(program_type="course", degree_minimum="none", cost="free")
    ProgramFactory(program_type="grant", degree_minimum="phd", cost="free")

    html = get(client, "program_type=course")

    assert "1 program at a glance" in words(html)
    assert ("/programs/?cost=free&program_type=course", "Free: 1 program") in marks(
        html.replace("program_type=course&amp;cost=free", "cost=free&amp;program_type=course")
    )
    assert 'content="noindex, follow"' in html
    assert 'href="/landscape/">Clear all' in html


def test_amounts_are_told_apart_from_what_is_unsaid(client):
    ProgramFactory(cost="paid", cost_min=300, cost_max=300, cost_currency="USD")
    ProgramFactory.create_batch(2, cost="paid")
    ProgramFactory()

    text = words(get(client))

    assert "1 of 4 programs state an amount" in text
    assert "2 more cost something and don’t say how much." in text
    assert "USD 1 program" in text


def test_months_lead_to_programs_and_those_without_one_are_counted(client):
    RoundFactory(opens_on="2025-03", closes_on="2025-04-01")
    RoundFactory(opens_on="2024", closes_on="2024-04-20")
    RoundFactory(closes_on="2027-05-01")

    html = get(client)

    assert [mark for mark in marks(html) if " in " in mark[1] and "close" in mark[1]] == [
        ("/programs/?closes=april", "2 close in April"),
        ("/programs/?closes=may", "1 close in May"),
    ]
    assert "2 programs state no month of opening, 0 none of closing." in words(html)


def test_freshness_is_that_of_checks(client):
    CheckFactory()
    ProgramFactory()

    html = get(client)

    assert [mark for mark in marks(html) if "checked=" in mark[0]] == [
        ("/programs/?checked=quarter", "In the last 3 months: 1 program"),
        ("/programs/?checked=unstated", "Never: 1 program"),
    ]


def test_an_empty_catalogue_has_a_page(client):
    html = get(client)

    assert headings(html) == ["Landscape"]
    assert "The list is empty so far." in words(html)
    assert "<svg" not in html


def test_programs_that_say_nothing_have_plots(client):
    ProgramFactory(unstated=True)

    text = words(get(client))

    assert "0 of 1 programs state an amount" in text
    assert "No round of these programs states a month." in text


def test_filters_that_leave_nothing_count_the_ways_out(client):
    ProgramFactory(program_type="course")

    html = get(client, "program_type=course&degree=phd&degree=nonsense")

    assert "Without PhD: 1 program" in words(html)
    assert "We ignored degree “nonsense”" in words(html)
    assert "<svg" not in html


@pytest.mark.parametrize("number", [3, 30])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    for one in range(number):
        program = ProgramFactory(
            over=True, cost="paid", cost_min=one, cost_currency="USD", locations=["CA"]
        )
        CheckFactory(program=program)
    client.get("/about/")  # the first visit builds the catalogue

    with django_assert_num_queries(2):  # version, amounts
        get(client)
    with django_assert_num_queries(1):
        get(client, "program_type=fellowship")


def test_styles_and_scripts_are_files(client):
    ProgramFactory(cost="free")

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)", get(client))

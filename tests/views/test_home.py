import datetime
import re
from html import unescape

import pytest

from programs.models import Program
from programs.views.home import season
from tests.factories import TODAY, CheckFactory, GuideFactory, ProgramFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def get(client) -> str:
    return unescape(client.get("/").content.decode())


def closing(day: str, **fields) -> Program:
    program = ProgramFactory(**fields)
    RoundFactory(program=program, closes_on=day)
    return program


def test_the_question_is_answered_with_live_figures(client):
    for degree, enrollment in [("none", ""), ("none", "undergraduate"), ("phd", ""), ("", "")]:
        ProgramFactory(degree_minimum=degree, enrollment=enrollment)
    ProgramFactory(degree_minimum="none", closed=True)
    ProgramFactory(degree_minimum="none", draft=True)

    page = get(client)

    assert "<strong>2 of the 3</strong> programs that say what they ask, no degree at all" in page
    assert "1 of those want you to be a student now" in page


def test_an_empty_catalogue_has_a_page(client):
    page = get(client)

    assert "No program on the list says yet what degree it asks for." in page
    assert "Nothing has been confirmed by a person yet" in page


def test_a_cell_links_to_a_page_with_as_many_programs(client):
    ProgramFactory.create_batch(3, degree_minimum="none", program_type="residency")
    ProgramFactory(degree_minimum="none", program_type="residency", enrollment="phd")

    cells = re.findall(r'href="(/programs/\?[^"]+program_type=residency)">(\d+) ', get(client))

    assert [int(count) for _, count in cells] == [3, 1]
    for address, count in cells:
        cards = client.get(address).content.decode().count('<li class="card">')
        assert cards == int(count)


def test_a_row_without_programs_is_quiet(client):
    ProgramFactory(degree_minimum="none", program_type="course")

    page = get(client)

    assert page.count('class="matrix__cell"') == 2
    assert "degree=phd" not in page


def test_what_closes_soon_is_shown_with_its_day(client):
    ProgramFactory(closing_soon=True, name="Almost over")
    ProgramFactory(open=True, name="Open for long")

    page = get(client)

    assert "Almost over" in page
    assert "Closes 4 December 2026" in page
    assert "Open for long" not in page


def test_nothing_closing_soon_is_said(client):
    assert "No program has announced a deadline within the next 60 days." in get(client)


def test_past_dates_of_the_season_are_marked_as_past(client):
    closing("2026-01-12", name="In winter")

    page = get(client)

    assert "closed 12 January 2026" in page
    assert "the next date is not announced" in page


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        pytest.param("2025-11-22", True, id="first-day"),
        pytest.param("2025-11-21", False, id="day-before"),
        pytest.param("2026-01-21", True, id="last-day"),
        pytest.param("2026-01-22", False, id="day-after"),
        pytest.param("2025-12", True, id="month-inside"),
        pytest.param("2025-11", False, id="month-that-began-before"),
        pytest.param("2026", False, id="year-alone"),
        pytest.param("2023-12-01", True, id="three-years-ago"),
        pytest.param("2022-12-01", False, id="four-years-ago"),
    ],
)
def test_a_season_is_the_next_sixty_days_of_earlier_years(day, shown):
    program = closing(day)

    assert [one.program for one in season(TODAY)] == ([program] if shown else [])


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"closed": True}, id="closed"),
        pytest.param({"status": "paused"}, id="paused"),
        pytest.param({"status": "unknown"}, id="not-known-to-run"),
        pytest.param({"draft": True}, id="draft"),
        pytest.param({"rolling": True}, id="all-year-round"),
        pytest.param({"open": True}, id="announced-another-round"),
    ],
)
def test_a_season_leaves_out_what_it_would_mislead_about(fields):
    closing("2025-12-01", **fields)

    assert season(TODAY) == []


def test_a_canceled_round_makes_no_season():
    RoundFactory(closes_on="2025-12-01", cancelled=True)

    assert season(TODAY) == []


def test_a_program_stands_in_a_season_once_with_its_latest_round():
    program = closing("2024-12-01")
    RoundFactory(program=program, closes_on="2025-12-20")

    assert [str(one.closes_on) for one in season(TODAY)] == ["2025-12-20"]


def test_a_season_starts_with_the_next_anniversary():
    for day in ("2026-01-05", "2024-12-20", "2025-12-01"):
        closing(day)

    days = [str(one.closes_on) for one in season(TODAY)]

    assert days == ["2025-12-01", "2024-12-20", "2026-01-05"]


def test_a_season_within_one_year_does_not_wrap():
    for day in ("2025-03-10", "2025-01-10", "2025-08-10"):
        closing(day)

    found = season(datetime.date(2026, 3, 1))

    assert [str(one.closes_on) for one in found] == ["2025-03-10"]


def test_confirmed_programs_show_the_day_of_the_check(client):
    CheckFactory(program=ProgramFactory(name="Looked at"))
    CheckFactory(program=ProgramFactory(name="Hidden", draft=True))

    page = get(client)

    assert "checked 20 November 2026" in page
    assert "Hidden" not in page


def test_guides_come_in_their_order_and_drafts_do_not(client):
    GuideFactory(title="Second", position=2)
    GuideFactory(title="First", position=1)
    GuideFactory(title="Unfinished", publication="draft")

    page = get(client)

    assert page.index("First</a>") < page.index("Second</a>")
    assert "Unfinished" not in page


@pytest.mark.parametrize("number", [5, 30])
def test_it_takes_four_queries_whatever_there_is(client, django_assert_num_queries, number):
    for one in range(number):
        ProgramFactory(closing_soon=True)
        closing(f"2025-12-{one % 31 + 1:02d}")
        CheckFactory()
        GuideFactory()
    client.get("/")  # the first visit builds the catalogue and looks up the season

    with django_assert_num_queries(4):
        client.get("/")

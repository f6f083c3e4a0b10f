"""The numbers of the landscape, held against plain counts, and every mark against its list."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from pyroaring import BitMap

from programs.catalogue import Listing, Snapshot, build
from programs.choices import Month, ProgramType
from programs.models import Program
from programs.presentation import landscape
from programs.presentation.amounts import STEPS, WEEKS, amounts
from programs.presentation.landscape import by_value, degrees, said, seasons, without_month
from programs.presentation.plots import Mark
from tests.factories import TODAY, ProgramFactory
from tests.random_programs import address_of, make_programs, queries

pytestmark = pytest.mark.django_db

STATED = {
    "degree": lambda one: one.degree_minimum,
    "enrollment": lambda one: one.enrollment,
    "background": lambda one: one.field_background,
    "programming": lambda one: one.programming_level,
    "ml": lambda one: one.ml_level,
    "research": lambda one: one.research_experience,
    "country": lambda one: [place for place in one.locations.all() if place.country],
    "cost": lambda one: one.cost,
    "funding": lambda one: one.funding,
}
"""What a program says of each facet that the plot has."""


def made() -> Snapshot:
    dice = random.Random(5)
    make_programs(dice, 50)
    for number in range(25):
        low = dice.choice([None, 0, 999, 1_000, 7_500, 2_000_000])
        ProgramFactory(
            cost=dice.choice(["paid", "varies"]),
            cost_min=low,
            cost_max=dice.choice([None, 3_000_000]) if low is not None else 500 + number,
            cost_currency=dice.choice(["USD", "USD", "EUR", "GBP", "INR", "CAD"]),
            duration_weeks_min=dice.choice([None, 4, 5, 13, 52, 53, 300]),
        )
    return build(TODAY)


@pytest.fixture(scope="module")
def snapshot(django_db_setup: None, django_db_blocker: Any) -> Iterator[Snapshot]:
    """The catalogue of random programs, made once: these tests only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield made()
        transaction.set_rollback(True)


def listed(listing: Listing) -> list[Program]:
    found = Program.objects.filter(pk__in=listing.matching())
    return list(found.prefetch_related("locations", "rounds"))


@settings(max_examples=40)
@given(query=queries)
def test_every_mark_counts_what_its_link_lists(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)
    lines = [*degrees(listing), *said(listing), *by_value(listing, "cost")]
    lines += by_value(listing, "checked")

    for mark in (mark for line in lines for mark in line.marks):
        assert bool(mark.address) is (mark.count > 0)
        if mark.address:
            address = urlsplit(mark.address)
            assert address.path == "/programs/"
            assert len(Listing.of(QueryDict(address.query), snapshot)) == mark.count
            assert mark.words in mark.name


@settings(max_examples=10)
@given(query=queries)
def test_what_is_said_is_counted_by_type_and_facet(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)
    programs = listed(listing)
    present = {one.program_type for one in programs}
    kinds = [{kind} for kind in ProgramType.values if kind in present] + [present]

    for line, kind in zip(said(listing), kinds, strict=True):
        among = [one for one in programs if one.program_type in kind]
        for mark, name in zip(line.marks, landscape.SAID, strict=True):
            count = sum(bool(STATED[name](one)) for one in among)
            assert mark.count == count
            # Only where all say it are there a hundred, and only where none does, none.
            assert (mark.words == "100") is (0 < count == len(among))
            assert (mark.words == "0") is (count == 0)


@settings(max_examples=10)
@given(query=queries)
def test_who_pays_is_counted(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)

    plain = Counter(program.cost for program in listed(listing))

    assert [line.marks[0].count for line in by_value(listing, "cost")] == [
        plain[value] for value in ("free", "employer_pays", "paid", "deferred", "varies", "")
    ]


@settings(max_examples=10)
@given(query=queries)
def test_months_are_those_of_rounds(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)
    months = [
        {getattr(one, column).month for one in program.rounds.all() if getattr(one, column)}
        for program in listed(listing)
        for column in ("opens_on", "closes_on")
    ]

    lines = seasons(listing)

    found = [[mark.count for mark in line.marks] for line in lines]
    assert found == [
        [sum(number in some for some in months[place::2]) for place in (0, 1)]
        for number in range(1, 13)
    ]
    for place, name in enumerate(("opens", "closes")):
        known = sum(bool(some - {None}) for some in months[place::2])
        assert without_month(listing, name) == len(listing) - known


@settings(max_examples=20)
@given(query=queries)
def test_every_month_leads_to_its_programs_unless_others_are_asked_for(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)

    for number, line in enumerate(seasons(listing)):
        for name, mark in zip(("opens", "closes"), line.marks, strict=True):
            asked = query.get(name)
            is_asked = not asked or Month.values[number] in asked
            assert bool(mark.address) is (mark.count > 0 and is_asked)
            if mark.address:
                found = Listing.of(QueryDict(urlsplit(mark.address).query), snapshot)
                assert len(found) == mark.count


@settings(max_examples=20)
@given(query=queries)
def test_every_stated_amount_is_drawn_once_or_counted(snapshot, query):
    listing = Listing.of(address_of(query), snapshot)
    priced = [
        one for one in listed(listing) if one.cost_min is not None or one.cost_max is not None
    ]

    found = amounts(snapshot, listing.matching())

    drawn = {panel.currency: panel.count for panel in found.panels}
    assert drawn | dict(found.others) == Counter(one.cost_currency for one in priced)
    assert set(found.programs) == {one.pk for one in priced}
    for panel in found.panels:
        marks = [mark for line in panel.lines for mark in line.marks]
        assert sum(mark.count for mark in marks) == panel.count
        assert all(bool(mark.address) is (mark.count > 0) for mark in marks)
        anchors = {f"#{anchor}" for anchor, *_ in panel.cells}
        assert {mark.address for mark in marks if mark.count > 1} <= anchors
        assert sum(len(named) + more for _, _, named, more in panel.cells) == panel.count


def test_an_amount_stands_in_its_row_and_column(snapshot):
    for panel in amounts(snapshot, snapshot.programs).panels:
        for anchor, _, named, _ in panel.cells:
            row, column = map(int, anchor.split("-")[2:])
            for one in named:
                amount = one.high if one.low is None else one.low
                assert (0, *STEPS)[row] <= amount < (*STEPS, 10**12)[row]
                weeks = one.weeks or one.weeks_max
                if column == len(WEEKS) + 1:
                    assert weeks is None
                else:
                    assert (0, *WEEKS)[column] <= weeks < (*WEEKS, 10**6)[column]


def test_a_single_program_is_linked_itself():
    program = ProgramFactory(
        slug="year",
        name="Data Year",
        cost="paid",
        cost_min=5_000,
        cost_max=9_000,
        cost_currency="EUR",
        duration_weeks_min=52,
    )

    (panel,) = amounts(build(TODAY), BitMap([program.pk])).panels

    (line,) = panel.lines
    assert line.label == "from €5,000"
    assert [mark for mark in line.marks if mark.count] == [
        Mark(
            1,
            "1",
            "1 program: Data Year: €5,000 to €9,000, from 1 year",
            "/programs/year/",
            heat=4,
        )
    ]

"""The page of a batch: filters, what changes, what the file brings along, and how heavy it is."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.csv_import import COLUMNS, review
from programs.csv_import.cells import Text
from programs.models import Program, RowChange
from tests.admin.importing import (
    checked,
    mixed_batch,
    new_rows,
    page_of,
    rows_on,
    shown,
)
from tests.csv_import.files import content, load, row
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15


@pytest.fixture
def mixed():
    return mixed_batch()


def test_rows_in_doubt_come_first_and_counts_are_filters(desk, mixed):
    response = page_of(desk, mixed)

    counts = {one.name: one.count for one in response.context["filters"]}
    assert rows_on(response) == [(5, "duplicate"), (6, "invalid")]
    assert counts == {
        "all": 5,
        "doubt": 2,
        "new": 1,
        "update": 1,
        "duplicate": 1,
        "invalid": 1,
        "unchanged": 1,
    }
    assert "Let it in: 1 new, 1 updated, 1 unchanged; 2 rows stay out" in response.text


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("all", [2, 3, 4, 5, 6]), ("new", [2]), ("update", [3]), ("invalid", [6]), ("odd", [5, 6])],
)
def test_a_filter_shows_its_rows(desk, mixed, show, numbers):
    assert [number for number, _ in rows_on(page_of(desk, mixed, show=show))] == numbers


def test_an_update_shows_only_what_changes_before_and_after(desk, mixed):
    markup = shown(page_of(desk, mixed, show="update"), 3)

    program = Program.objects.get(slug="kept")
    assert '<th scope="row">Cost</th>' in markup
    assert '<td data-side="Now">Free</td><td data-side="File">You pay</td>' in markup
    assert markup.count("<tr>") == 2
    assert f"program/{program.pk}/change/" in markup


def test_a_new_program_shows_what_the_row_says(desk, mixed):
    markup = shown(page_of(desk, mixed, show="new"), 2)

    assert "Alder Institute" in markup
    assert '<td data-side="Now">' not in markup


def test_long_rows_are_shortened_in_the_list_and_whole_on_their_own(desk):
    batch = checked(
        *new_rows(
            1,
            description="word " * 200 + "end.",
            other_names="A",
            topics="nlp",
            cost="free",
            format="online",
            rolling="yes",
        )
    )

    listed = shown(page_of(desk, batch, show="all"), 2)
    whole = shown(page_of(desk, batch, row=2), 2)

    assert ("end." in listed, "more fields" in listed) == (False, True)
    assert ("end." in whole, "more fields" in whole) == (True, False)


def test_what_the_file_brings_along_is_told(desk):
    load(*[row(slug="gone", name="Gone")], source="Forest list")
    batch = review.receive(
        content(
            *[{**one, "Colour": "green"} for one in new_rows(1, cost="no cost", topics="moss")]
        ),
        "list.csv",
        by=None,
        source="Forest list",
    )
    header = [
        "slug",
        "name",
        "organization",
        "program_type",
        "url",
        "summary",
        "cost",
        "topics",
        "Colour",
    ]
    review.map_batch(batch, {name: name if name != "Colour" else "" for name in header}, {})

    text = page_of(desk, batch).text

    assert "New: 1 organization" in text
    assert "Alder Institute" in text
    assert "New: 1 topic" in text
    assert "Cost: “no cost” as free, 1 row" in text
    assert "Left out, and kept with the rows: Colour" in text
    assert "1 program of this source not in this file" in text
    gone = Program.objects.get(slug="gone")
    assert f"/admin/programs/program/{gone.pk}/change/" in text


def test_pages_hold_fifty_rows(desk):
    batch = checked(*[{**one, "cost": "gratis"} for one in new_rows(1)])
    template = RowChange.objects.get()
    RowChange.objects.bulk_create(
        RowChange(batch=batch, row=number, action="invalid", problems=template.problems)
        for number in range(3, 123)
    )
    review.recount(batch)

    first, last = page_of(desk, batch, show="all"), page_of(desk, batch, show="all", page=3)

    assert len(rows_on(first)) == 50
    assert [number for number, _ in rows_on(last)] == list(range(102, 123))
    assert "page=3" in first.text


def test_a_page_costs_few_queries(desk):
    rows = new_rows(8, topics="moss", roles="forester", audiences="women", locations="CA")
    load(*rows[:4], row(slug="old", topics="bark"), source="Forest list")
    changed = [{**one, "topics": "fern; moss", "cost": "gratis"} for one in rows]
    batch = checked(*changed, *[{**one, "summary": "Else."} for one in rows[:4]], source="Wood")

    with CaptureQueriesContext(connection) as queries:
        response = page_of(desk, batch, show="all")

    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_a_page_of_updates_costs_few_queries_too(desk):
    tags = {"topics": "moss", "roles": "forester", "audiences": "women", "locations": "CA"}
    load(*new_rows(8, **tags), source="Forest list")
    others = {"topics": "fern", "roles": "ranger", "audiences": "men", "locations": "US"}
    batch = checked(*new_rows(8, cost="paid", **others), source="Forest list")
    assert batch.counts == {"update": 8}

    with CaptureQueriesContext(connection) as queries:
        page_of(desk, batch, show="all")

    assert len(queries) <= MOST_QUERIES


def test_programs_of_other_batches_are_no_business_of_this_one(desk, mixed):
    other = checked(*new_rows(2))
    ProgramFactory()

    assert [one.change.batch_id for one in page_of(desk, other).context["rows"]] == [other.pk] * 2


@pytest.mark.parametrize("action", ["new", "update", "conflict", "duplicate", "invalid"])
def test_a_page_of_the_longest_rows_is_light(desk, action):
    """Every field as long as it can be, and everything wrong with it."""
    batch = checked(*new_rows(1))
    names = [name for name in COLUMNS if name not in ("slug", "revision")]
    batch.report["columns"] = [[name, name] for name in COLUMNS]
    batch.save()
    batch.rows.all().delete()
    texts = [name for name in names if type(COLUMNS[name].kind) is Text]
    long = dict.fromkeys(texts, "long words " * 90) | {"topics": ["a-rather-long-tag"] * 300}
    facts = {
        "new": {"after": long},
        "update": {"after": long, "before": dict.fromkeys(long, "")},
        "conflict": {
            "conflicts": {name: [value, "a curator checked it"] for name, value in long.items()},
            "before": dict.fromkeys(long, ""),
        },
        "duplicate": {
            "after": long,
            "likely": [{"slug": "a" * 40, "name": "B" * 90, "reason": "the same name"}] * 3,
        },
        "invalid": {
            "cells": dict.fromkeys(names, "long words " * 20),
            "problems": [[name, "“long words long …” is not one of free, paid."] for name in names],
        },
    }
    RowChange.objects.bulk_create(
        RowChange(batch=batch, row=number, action=action, **facts[action])
        for number in range(2, 102)
    )
    review.recount(batch)

    page = page_of(desk, batch, show="all")

    assert len(rows_on(page)) == 50
    assert len(page.content) < 150_000


def test_programs_that_the_file_lacks_can_be_chosen_in_the_list_of_all(desk):
    gone, stays = new_rows(2)
    load(gone, stays, source="Forest list")

    page = page_of(desk, checked(stays, source="Forest list"))
    listed = desk.get(page.context["absent_url"])

    assert "1 program of this source not in this file" in page.text
    assert page.context["absent_url"] in html.unescape(page.text)
    assert [program.slug for program in listed.context["cl"].result_list] == [gone["slug"]]

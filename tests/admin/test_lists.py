"""Every list opens with a handful of queries, however many rows it shows."""

import datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.ledger import recording
from programs.models import (
    Alias,
    CatalogueEntry,
    CatalogueVersion,
    Claim,
    ImportFile,
    LikelyPair,
    LinkCheck,
    LinkVisit,
    Merge,
    Program,
    Publishing,
    RowChange,
    SenderMark,
)
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    GuideFactory,
    ImportBatchFactory,
    ProgramFactory,
    RedirectFactory,
    ReportFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "programs"]
# What processes tell each other says nothing to a person, and uploaded files and who sends how much
# are shown to nobody. A day for publishing is set in the form of its program.
BOOKKEEPING = {
    CatalogueEntry,
    CatalogueVersion,
    Claim,
    ImportFile,
    LikelyPair,
    LinkVisit,
    Merge,
    Publishing,
    SenderMark,
}
MOST_QUERIES = 12


def list_url(model, query=""):
    return reverse(f"admin:programs_{model._meta.model_name}_changelist") + query


def make_rows(count):
    """Make so many rows of everything, each with a program and a person of its own."""
    for number in range(Program.objects.count(), Program.objects.count() + count):
        program = ProgramFactory(
            topics=[f"t{number}"],
            roles=[f"r{number}"],
            audiences=[f"a{number}"],
            locations=[f"City {number}, CA"],
        )
        check = CheckFactory(program=program)
        RoundFactory(program=program)
        EvidenceFactory(program=program, checked_by=check.by)
        ReportFactory(program=program, handled_by=check.by)
        GuideFactory()
        batch = ImportBatchFactory(received_by=check.by)
        with recording([program], by=check.by, batch=batch):
            Program.objects.filter(pk=program.pk).update(cost="free")
        RowChange.objects.create(batch=batch, row=2, program=program, action="new")
        Alias.objects.create(kind="topic", text=f"T{number}", target=f"t{number}", by=check.by)
        RedirectFactory(old_slug=f"old-{number}", program=program)
        at = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
        LinkCheck.objects.create(program=program, url=program.url, at=at, outcome="ok")


def count_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


def test_the_queries_of_a_list_do_not_grow_with_its_rows(desk):
    make_rows(5)
    few = {model: count_queries(desk, list_url(model)) for model in MODELS}
    make_rows(45)
    many = {model: count_queries(desk, list_url(model)) for model in MODELS}

    assert all(desk.get(list_url(model)).context["cl"].result_count >= 50 for model in MODELS)
    assert many == few
    assert max(many.values()) <= MOST_QUERIES


def test_facet_counts_cost_one_query_a_filter(desk):
    make_rows(3)

    plain = count_queries(desk, list_url(Program))
    counted = count_queries(desk, list_url(Program, "?_facets=True"))

    assert counted - plain == 10


def test_every_model_of_the_project_is_in_the_admin():
    assert {*MODELS, *BOOKKEEPING} == set(apps.get_app_config("programs").get_models())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("cambridge", True, id="name"),
        pytest.param("MLMI", True, id="other name"),
        pytest.param("university of", True, id="organization"),
        pytest.param("mphil-mlmi", True, id="slug"),
        pytest.param("oxford", False, id="nothing"),
    ],
)
def test_a_program_is_found_by(desk, query, found):
    ProgramFactory(
        name="Cambridge MPhil",
        slug="mphil-mlmi",
        other_names="MLMI; Machine Learning",
        organization__name="University of the Fens",
    )

    response = desk.get(list_url(Program), {"q": query})

    assert ("Cambridge MPhil" in response.text) is found


def test_a_filter_offers_what_sources_do_not_say(desk):
    ProgramFactory(name="Silent")
    ProgramFactory(name="Strict", degree_minimum="phd")

    response = desk.get(list_url(Program, "?_facets=True&degree_minimum__exact="))

    assert [program.name for program in response.context["cl"].result_list] == ["Silent"]
    assert "Doesn’t say (1)" in response.text
    assert "PhD (1)" in response.text


@pytest.mark.parametrize(
    ("value", "names"),
    [("never", ["Unread"]), ("old", ["Stale"]), ("year", ["Fresh"]), ("month", ["Fresh"])],
)
def test_programs_are_filtered_by_their_last_check(desk, value, names):
    now = datetime.datetime.now(tz=datetime.UTC)
    ProgramFactory(name="Unread")
    CheckFactory(program__name="Stale", at=now - datetime.timedelta(days=400))
    fresh = CheckFactory(program__name="Fresh", at=now - datetime.timedelta(days=3)).program
    CheckFactory(program=fresh, at=now - datetime.timedelta(days=800))

    response = desk.get(list_url(Program), {"checked": value})

    assert [program.name for program in response.context["cl"].result_list] == names


def test_states_are_written_in_words(desk):
    ProgramFactory(draft=True, unstated=True)

    text = desk.get(list_url(Program)).text

    for words in ["Draft", "Not known to be running", "Doesn’t say", "Never"]:
        assert f">{words}</td>" in text


@pytest.mark.parametrize("search", ["toronto", "canada", "CA"])
def test_a_place_is_found_by_city_and_by_country(desk, search):
    ProgramFactory(locations=["Toronto, CA", "Paris, FR"])
    url = reverse("admin:autocomplete")
    asked = {"app_label": "programs", "model_name": "program", "field_name": "locations"}

    found = desk.get(url, asked | {"term": search}).json()["results"]

    assert [place["text"] for place in found] == ["Toronto, Canada"]


def test_a_row_leads_to_its_batch(desk):
    batch = ImportBatchFactory()
    change = RowChange.objects.create(batch=batch, row=2, slug="mine", action="new")
    RowChange.objects.create(batch=ImportBatchFactory(), row=2, slug="other", action="new")
    batch_url = reverse("admin:programs_importbatch_change", args=[batch.pk])

    row = desk.get(reverse("admin:programs_rowchange_change", args=[change.pk]))
    rows = desk.get(batch_url)

    assert f'href="{batch_url}?row=2"' in row.text
    assert "mine" in rows.text
    assert "other" not in rows.text.partition('id="content-main"')[2]

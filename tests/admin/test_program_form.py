"""The form of a program: what it shows, keeps and refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.admin.sections import SECTIONS, field_choices
from programs.ledger import CURATED_FIELDS
from programs.models import Evidence
from tests.admin.conftest import change_url, form_data, save
from tests.factories import (
    EvidenceFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

ADD = reverse("admin:programs_program_add")


def count_queries(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_every_curated_field_has_its_place():
    offered = [name for _, fields in field_choices() for name, _ in fields]

    assert sorted(offered) == sorted(CURATED_FIELDS)


def test_the_form_reads_like_the_page(desk):
    text = desk.get(change_url(ProgramFactory())).text

    headings = [f">{heading}</h2>" for heading in SECTIONS]
    assert all(heading in text for heading in headings)
    assert sorted(headings, key=text.index) == headings


def test_opening_a_form_takes_few_queries_however_much_is_in_it(desk):
    program = ProgramFactory(topics=["a"], roles=["a"], locations=["CA"])
    for form in (RoundFactory, EvidenceFactory):
        form.create_batch(2, program=program)
    few = count_queries(desk, change_url(program))

    rich = ProgramFactory(topics=["b", "c", "d"], roles=["e"], locations=["CA", "Bern, CH"])
    for form in (RoundFactory, EvidenceFactory):
        form.create_batch(20, program=rich)
    many = count_queries(desk, change_url(rich))

    assert many == few
    assert many <= 20


@pytest.mark.parametrize("text", ["2026", "2026-01", "2026-01-15"])
def test_a_date_stays_as_precise_as_it_was_typed(desk, text):
    program = ProgramFactory()

    save(desk, program, last_seen=text, rounds=[{"label": "R", "opens_on": text}])
    page = desk.get(change_url(program)).text

    program.refresh_from_db()
    assert str(program.last_seen) == str(program.rounds.get().opens_on) == text
    assert page.count(f'value="{text}"') == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2023-02-30", "“2023-02-30” is not in the calendar."),
        ("January", "“January” is not a date. Write 2026-01-15, or 2026-01 or 2026"),
    ],
)
def test_a_date_out_of_the_calendar_is_refused_at_its_field(desk, text, sentence):
    response = save(desk, ProgramFactory(), last_seen=text, rounds=[{"label": "R"}])

    assert sentence in response.context["adminform"].form.errors["last_seen"][0]
    assert f'value="{text}"' in response.text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        pytest.param(
            {"cost": "paid", "cost_min": "100"},
            "cost_min",
            "“Cost from” and “Cost to” need “Cost currency”.",
            id="amount without currency",
        ),
        pytest.param(
            {"duration_weeks_min": "9", "duration_weeks_max": "8"},
            "duration_weeks_min",
            "“Shortest duration” must not be above “Longest duration”.",
            id="longer than longest",
        ),
        pytest.param(
            {"open_worldwide": "true", "open_to_countries": ["CA"]},
            "open_to_countries",
            "“Open to countries” names countries, so “Open worldwide” must be no.",
            id="worldwide and countries",
        ),
        pytest.param(
            {"cost_currency": "DOLLARS"}, "cost_currency", "at most 3 characters", id="currency"
        ),
        pytest.param(
            {"degree_or_equivalent": "true"},
            "degree_or_equivalent",
            "names no degree to stand in for",
            id="equivalent to nothing",
        ),
        pytest.param({"summary": "x" * 201}, "summary", "at most 200 characters", id="summary"),
        pytest.param({"status": "gone"}, "status", "not one of the available", id="choice"),
        pytest.param({"name": "A\x00B"}, "name", "Null characters", id="NUL"),
        pytest.param({"minimum_age": "9" * 20}, "minimum_age", "less than", id="huge number"),
        pytest.param({"change_reason": "x" * 201}, "change_reason", "at most 200", id="reason"),
    ],
)
def test_a_broken_rule_is_told_at_its_field(desk, changes, field, sentence):
    program = ProgramFactory()

    response = save(desk, program, **changes)

    assert response.status_code == 200
    assert sentence in " ".join(response.context["adminform"].form.errors[field])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        pytest.param(
            [{"label": "A", "opens_on": "2027-05", "closes_on": "2027-04-30"}],
            "The round closes before it opens.",
            id="closes before it opens",
        ),
        pytest.param(
            [{"label": "A"}, {"label": "A"}], "correct the duplicate", id="two of one label"
        ),
        pytest.param([{"label": "a|b"}], "have no | and no semicolon", id="separator"),
        pytest.param([{"closes_on": "2027"}], "This field is required", id="no label"),
    ],
)
def test_a_broken_rule_of_a_round_is_told(desk, rows, sentence):
    response = save(desk, ProgramFactory(), rounds=rows)

    assert response.status_code == 200
    assert sentence in response.text


def test_rounds_stand_with_the_newest_first_and_undated_ones_last(desk):
    program = ProgramFactory()
    for label, closes_on in {"a": None, "b": "2026-01-10", "c": "2027", "d": None}.items():
        RoundFactory(program=program, label=label, closes_on=closes_on)

    rounds = desk.get(change_url(program)).context["inline_admin_formsets"][0].formset

    assert [form.instance.label for form in rounds.initial_forms] == ["c", "b", "d", "a"]


def test_a_label_that_another_round_has_is_refused(desk):
    program = RoundFactory(label="2027").program

    response = save(desk, program, rounds=[{}, {"label": "2027"}])

    assert response.status_code == 200
    assert program.rounds.count() == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        pytest.param({"quote": ""}, "Evidence needs what the source says", id="says nothing"),
        pytest.param({"checked_on": "2999-01-01"}, "still to come", id="read tomorrow"),
        pytest.param({"field": "colour"}, "not one of the available choices", id="no such field"),
    ],
)
def test_a_broken_rule_of_evidence_is_told(desk, row, sentence):
    program = EvidenceFactory().program

    response = save(desk, program, evidence=[row])

    assert response.status_code == 200
    assert sentence in response.text


def test_evidence_of_a_field_that_is_none_of_ours_stays(desk):
    program = EvidenceFactory(field="organization_url").program

    save(desk, program, evidence=[{"quote": "New."}])

    assert Evidence.objects.get().field == "organization_url"


def test_the_slug_is_settled_when_the_program_is_added(desk):
    program = ProgramFactory(slug="first")

    save(desk, program, slug="second")

    program.refresh_from_db()
    assert program.slug == "first"
    assert "slug" not in desk.get(change_url(program)).context["adminform"].form.fields


def test_the_slug_of_a_merged_program_is_not_given_again(desk):
    RedirectFactory(old_slug="merged", program=ProgramFactory())

    data = form_data(desk, ADD, slug="merged", name="N", organization=OrganizationFactory().pk)
    response = desk.post(ADD, data)

    assert "was merged into another one" in response.text


@pytest.mark.parametrize(("publication", "shown"), [("published", True), ("draft", False)])
def test_view_on_site_is_offered_for_what_visitors_may_see(desk, publication, shown):
    program = ProgramFactory(publication=publication)

    text = desk.get(change_url(program)).text

    assert (f'href="{program.get_absolute_url()}" class="viewsitelink"' in text) is shown

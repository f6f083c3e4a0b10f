"""What each fact rests on, beside its field in the form of a program."""

import pytest

from programs.admin.sourced import mark_sources
from tests.admin.conftest import change_url, form_data
from tests.factories import EvidenceFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def help_of(client, program, field):
    return client.get(change_url(program)).context["adminform"].form[field].help_text


def test_evidence_stands_beside_its_field_and_leads_to_its_row(desk):
    program = ProgramFactory(cost="free")
    EvidenceFactory(program=program, field="url")
    EvidenceFactory(
        program=program,
        field="cost",
        quote="<b>Free</b> of charge.",
        url="https://www.lab.example/faq",
        source_date="2026-03",
    )

    told = help_of(desk, program, "cost")

    assert 'href="#evidence-1"' in told
    assert "“&lt;b&gt;Free&lt;/b&gt; of charge.” (lab.example, March 2026)" in told
    assert "No evidence" not in told
    assert 'id="evidence-1"' in desk.get(change_url(program)).text


def test_a_fact_without_evidence_says_so_and_one_that_is_not_stated_says_nothing(desk):
    program = ProgramFactory(cost="free", mentorship=False, minimum_age=0)

    for name in ("cost", "mentorship", "minimum_age"):
        assert "No evidence." in help_of(desk, program, name)
        assert f'data-evidence-for="{name}"' in help_of(desk, program, name)
    for name in ("funding", "name", "summary", "publication"):
        assert "No evidence." not in str(help_of(desk, program, name))


def test_what_is_shown_after_a_refused_save_says_it_too(desk):
    program = ProgramFactory(cost="free")
    data = form_data(desk, change_url(program), name="")

    page = desk.post(change_url(program), data)

    assert "No evidence." in page.text


def test_who_may_only_look_reads_the_table(client_of):
    program = EvidenceFactory(field="cost", quote="Free of charge.").program
    viewer = client_of("view_program", "view_evidence")

    page = viewer.get(change_url(program))

    assert "Free of charge." in page.text
    assert "Add evidence" not in page.text


def test_it_costs_one_query_for_any_number(desk, django_assert_num_queries):
    program = ProgramFactory(cost="free")
    EvidenceFactory.create_batch(5, program=program, field="cost")
    form = desk.get(change_url(program)).context["adminform"].form

    with django_assert_num_queries(1):
        mark_sources(form, program)

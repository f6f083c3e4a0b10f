"""Checks, reports, guides and the rest of the desk, and who may do what there."""

import pytest
from django.contrib import admin
from django.urls import reverse

from programs.models import Alias, Change, Check, Guide, Program, Redirect
from tests.admin.conftest import change_url, form_data
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    GuideFactory,
    ProgramFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [model for model in admin.site._registry if model._meta.app_label == "programs"]


def url(name, view, *args):
    return reverse(f"admin:programs_{name}_{view}", args=args)


# --- Who may do what -------------------------------------------------------------------------


def test_who_may_only_look_sees_everything_and_changes_nothing(client_of):
    viewer = client_of(*(f"view_{model._meta.model_name}" for model in MODELS))
    program = ProgramFactory(cost="paid", topics=["nlp"])
    RoundFactory(program=program)
    EvidenceFactory(program=program)
    before = Change.objects.count()

    page = viewer.get(change_url(program))
    posted = viewer.post(change_url(program), {"name": "Mine"})
    action = viewer.post(
        url("program", "changelist"), {"action": "archive", "_selected_action": [program.pk]}
    )

    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert "<select" not in page.text
    assert "Reason for this change" not in page.text
    assert posted.status_code == 403
    assert action.status_code == 200
    assert viewer.get(url("program", "add")).status_code == 403
    assert all(
        viewer.get(url(model._meta.model_name, "changelist")).status_code == 200 for model in MODELS
    )
    program.refresh_from_db()
    assert (program.name.startswith("Program"), program.publication) == (True, "published")
    assert Change.objects.count() == before


def test_staff_without_permissions_see_nothing(client_of):
    nobody = client_of()
    program = ProgramFactory()

    assert "don’t have permission" in nobody.get(reverse("admin:index")).text
    assert nobody.get(change_url(program)).status_code == 403
    assert nobody.get(url("program", "history", program.pk)).status_code == 403
    assert all(
        nobody.get(url(model._meta.model_name, "changelist")).status_code == 403 for model in MODELS
    )


def test_visitors_are_asked_to_log_in(client):
    response = client.get(url("program", "changelist"))

    assert response.url.startswith(reverse("admin:login"))


def test_rounds_need_a_permission_of_their_own(client_of):
    editor = client_of("view_program", "change_program", "view_applicationround")
    program = RoundFactory(label="2027").program
    address = change_url(program)
    data = form_data(editor, address, name="Renamed") | {
        "rounds-TOTAL_FORMS": 1,
        "rounds-INITIAL_FORMS": 1,
        "rounds-0-id": program.rounds.get().pk,
        "rounds-0-label": "Stolen",
    }

    editor.post(address, data)

    program.refresh_from_db()
    assert program.name == "Renamed"
    assert program.rounds.get().label == "2027"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: ProgramFactory().changes.get(), id="change"),
        pytest.param(RoundFactory, id="round"),
        pytest.param(EvidenceFactory, id="evidence"),
    ],
)
def test_records_are_only_looked_at(desk, make):
    record = make()
    name = record._meta.model_name

    assert desk.get(url(name, "change", record.pk)).status_code == 200
    assert desk.post(url(name, "change", record.pk), {}).status_code == 403
    assert desk.get(url(name, "add")).status_code == 403
    assert desk.post(url(name, "delete", record.pk), {"post": "yes"}).status_code == 403


# --- Checks ----------------------------------------------------------------------------------


def test_a_check_is_by_whoever_adds_it(desk, curator):
    program, other = ProgramFactory(), UserFactory()

    desk.post(
        url("check", "add"),
        {
            "program": program.pk,
            "fields": ["degree_minimum", "rounds"],
            "by": other.pk,
            "at": "2020-01-01",
        },
    )

    check = Check.objects.get()
    assert (check.by, check.fields) == (curator, ["degree_minimum", "rounds"])
    assert check.at.year > 2020


def test_a_check_of_nothing_in_particular_is_of_everything(desk):
    desk.post(url("check", "add"), {"program": ProgramFactory().pk})

    assert Check.objects.get().covers("cost")


def test_a_check_of_no_field_of_ours_is_refused(desk):
    desk.post(url("check", "add"), {"program": ProgramFactory().pk, "fields": ["colour"]})

    assert not Check.objects.exists()


def test_a_check_stays_as_it_is(desk):
    check = CheckFactory(fields=["cost"])

    assert "Cost" in desk.get(url("check", "change", check.pk)).text
    assert desk.post(url("check", "change", check.pk), {"fields": []}).status_code == 403
    assert desk.post(url("check", "delete", check.pk), {"post": "yes"}).status_code == 403


def test_the_form_of_a_program_offers_a_check_of_it(desk):
    program = ProgramFactory()
    address = f"{url('check', 'add')}?program={program.pk}"

    assert f'href="{address}"' in desk.get(change_url(program)).text
    assert str(program) in desk.get(address).text


# --- Guides, aliases, redirects --------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        pytest.param("lists", '{"a": 1}', "Write a list of headings", id="no list"),
        pytest.param("lists", '[{"heading": "A"}]', "Write a list of headings", id="no query"),
        pytest.param("lists", "[", "Enter a valid JSON", id="no JSON"),
        pytest.param("essay_programs", '["x"]', "No program has the slug x.", id="no program"),
    ],
)
def test_a_guide_keeps_the_shape_that_its_page_needs(desk, field, text, sentence):
    guide = GuideFactory()
    address = url("guide", "change", guide.pk)

    response = desk.post(address, form_data(desk, address, **{field: text}))

    assert sentence in response.text


def test_a_guide_is_saved(desk):
    ProgramFactory(slug="first")
    guide = GuideFactory()
    address = url("guide", "change", guide.pk)
    lists = '[{"heading": "Open", "query": "open=now"}]'

    desk.post(address, form_data(desk, address, lists=lists, essay_programs='["first"]'))

    guide = Guide.objects.get()
    assert guide.lists == [{"heading": "Open", "query": "open=now"}]
    assert guide.essay_programs == ["first"]


def test_an_alias_is_signed(desk, curator):
    desk.post(url("alias", "add"), {"kind": "organization", "text": "MILA", "target": "Mila"})

    assert Alias.objects.get().by == curator


def test_a_redirect_does_not_hide_a_program(desk):
    program = ProgramFactory(slug="alive")

    response = desk.post(url("redirect", "add"), {"old_slug": "alive", "program": program.pk})

    assert "A program has this slug" in response.text
    assert not Redirect.objects.exists()


def test_the_desk_is_called_careerpaths(desk):
    assert '<a href="/admin/">Careerpaths</a>' in desk.get(reverse("admin:index")).text


def test_every_list_and_form_opens_without_inline_script_or_style(desk):
    ProgramFactory()
    for model in MODELS:
        text = desk.get(url(model._meta.model_name, "changelist")).text
        assert "<style" not in text
        assert "style=" not in text
    assert "style=" not in desk.get(change_url(Program.objects.get())).text

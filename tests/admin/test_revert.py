"""Taking back what the history tells: one field, or all that one person did at once."""

import pytest
from django.urls import reverse

from programs.ledger import read_states, recording
from programs.models import Change, Program
from tests.admin.conftest import change_url, form_data
from tests.factories import OrganizationFactory, ProgramFactory, RoundFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(program, *changes):
    address = reverse("admin:programs_program_revert", args=[program.pk])
    return f"{address}?{'&'.join(f'change={one.pk}' for one in changes)}"


def edit(program, by=None, **values):
    with recording([program], by=by or UserFactory()):
        Program.objects.filter(pk=program.pk).update(**values)


def last(program, *fields):
    changes = program.changes.order_by("-pk")
    return [changes.filter(field=name).first() for name in fields]


def take_back(client, program, *changes, **said):
    seen = client.get(url(program, *changes)).context["seen"]
    data = {"change": [one.pk for one in changes], "seen_change": seen} | said
    return client.post(url(program, *changes), data, follow=True)


def state(program):
    return read_states([program.pk])[program.pk]


@pytest.fixture
def program():
    return ProgramFactory(cost="free", degree_minimum="master", topics=["nlp"])


def test_one_field_goes_back_and_the_others_stay(desk, curator, program):
    edit(program, cost="paid", degree_minimum="none")
    [change] = last(program, "cost")

    page = take_back(desk, program, change, change_reason="It was right")

    assert (state(program)["cost"], state(program)["degree_minimum"]) == ("free", "none")
    assert "Back to what it was: Cost." in page.text
    [newest] = last(program, "cost")
    assert (newest.by, newest.reason, newest.after) == (curator, "It was right", "free")


def test_all_of_an_edit_goes_back_lists_and_rounds_included(desk, program):
    RoundFactory(program=program, label="2025")
    before = state(program)
    data = form_data(desk, change_url(program), cost="paid", topics=[], rounds=[{"label": "2026"}])
    desk.post(change_url(program), data)
    history = desk.get(reverse("admin:programs_program_history", args=[program.pk]))
    [ids] = [one.change_ids for one in history.context["entries"] if len(one.change_ids) > 1]
    assert "Take all of this back" in history.text

    take_back(desk, program, *Change.objects.filter(pk__in=ids))

    assert state(program) == before


def test_what_comes_back_can_be_taken_back_too(desk, program):
    edit(program, cost="paid")
    take_back(desk, program, *last(program, "cost"))

    take_back(desk, program, *last(program, "cost"))

    assert state(program)["cost"] == "paid"


def test_what_was_edited_since_is_not_ticked(desk, program):
    edit(program, cost="paid")
    [change] = last(program, "cost")
    edit(program, cost="varies")

    page = desk.get(url(program, change)).text

    assert "Edited since" in page
    assert f'id="c{change.pk}" checked' not in page
    take_back(desk, program, change)
    assert state(program)["cost"] == "free"


def test_somebody_who_did_not_see_the_last_change_looks_again(desk, program):
    edit(program, cost="paid")
    [change] = last(program, "cost")
    seen = change.pk
    edit(program, degree_note="Any")

    page = take_back(desk, program, change, seen_change=seen)

    assert "Somebody changed the program meanwhile" in page.text
    assert state(program)["cost"] == "paid"


def test_what_does_not_fit_any_more_is_refused_with_its_reason(desk, program):
    edit(program, duration_weeks_min=10)
    edit(program, duration_weeks_min=1)
    edit(program, duration_weeks_max=5)
    change = program.changes.filter(field="duration_weeks_min").order_by("pk")[1]
    history = program.changes.count()

    page = take_back(desk, program, change)

    assert "What it was does not fit any more" in page.text
    assert (state(program)["duration_weeks_min"], program.changes.count()) == (1, history)


def test_an_organization_that_is_gone_does_not_come_back(desk, program):
    old = program.organization
    edit(program, organization=OrganizationFactory())
    Change.objects.filter(field="organization").update(before="was-here")

    page = take_back(desk, program, *last(program, "organization"))

    assert "The organization “was-here” is gone." in page.text
    assert Program.objects.get().organization != old


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000], ids=["none", "word", "below", "huge"])
def test_a_last_change_that_is_none_is_no_news_to_anybody(desk, program, seen):
    edit(program, cost="paid")

    page = take_back(desk, program, *last(program, "cost"), seen_change=seen)

    assert "Look again, then decide" in page.text
    assert state(program)["cost"] == "paid"


def test_nothing_ticked_changes_nothing(desk, program):
    edit(program, cost="paid")
    [change] = last(program, "cost")

    page = desk.post(url(program, change), {})

    assert "Nothing was ticked" in page.text
    assert state(program)["cost"] == "paid"


def test_only_changes_of_this_program_are_taken_back(desk, program):
    other = ProgramFactory(cost="free")
    edit(other, cost="paid")
    [change] = last(other, "cost")
    created = program.changes.get(field="created")

    for one in (change, created):
        assert desk.get(url(program, one)).status_code == 404
    assert desk.get(f"{url(program)}change=x&change=9999999999999999999999").status_code == 404


def test_taking_back_needs_the_permissions_that_the_edit_needs(client_of, program):
    edit(program, cost="paid", publication="draft")
    changes = last(program, "cost", "publication")
    history = reverse("admin:programs_program_history", args=[program.pk])
    viewer, editor = client_of("view_program"), client_of("view_program", "change_program")

    assert "Take back" not in viewer.get(history).text
    assert viewer.get(url(program, *changes)).status_code == 403
    assert take_back(editor, program, changes[1]).status_code == 403
    take_back(editor, program, changes[0])
    assert (state(program)["cost"], state(program)["publication"]) == ("free", "draft")

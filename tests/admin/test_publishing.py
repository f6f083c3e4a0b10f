"""A day for publishing: set in the form of a program, counted and seen to on the start page."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.curation.publishing import publish_due
from programs.models import Change, Program, Publishing
from tests.admin.conftest import change_url, form_data, save
from tests.factories import OrganizationFactory, ProgramFactory, PublishingFactory, UserFactory

pytestmark = pytest.mark.django_db

START = reverse("admin:index")
LIST = reverse("admin:programs_program_changelist")
ADD = reverse("admin:programs_program_add")
DUE = reverse("admin:desk_publish_due")


def ahead(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def form_of(response):
    return response.context["adminform"].form


def days() -> list[tuple[str, datetime.date, str]]:
    return list(Publishing.objects.values_list("program__slug", "on", "by__username"))


@pytest.fixture
def draft() -> Program:
    return ProgramFactory(slug="draft", draft=True)


# --- In the form of a program ----------------------------------------------------------------


@pytest.mark.parametrize("publication", ["draft", "review"])
def test_who_may_publish_sets_the_day_moves_it_and_takes_it_away(desk, publication):
    program = ProgramFactory(slug="soon", publication=publication)
    updated_at = program.updated_at
    changes = Change.objects.count()

    for day in (ahead(1), ahead(9)):
        assert save(desk, program, publish_on=day.isoformat()).status_code == 302
        assert days() == [("soon", day, "ada")]
    assert f'value="{ahead(9)}"' in desk.get(change_url(program)).text
    save(desk, program, publish_on="")

    assert days() == []
    program.refresh_from_db()
    assert (program.publication, program.updated_at) == (publication, updated_at)
    assert Change.objects.count() == changes


def test_the_day_is_set_as_a_program_is_added(desk):
    data = form_data(
        desk,
        ADD,
        name="New",
        slug="new",
        organization=OrganizationFactory().pk,
        program_type="grant",
        url="https://example.org/",
        summary="Money.",
        publish_on=ahead(3).isoformat(),
    )

    assert desk.post(ADD, data).status_code == 302
    assert days() == [("new", ahead(3), "ada")]


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        pytest.param(lambda: ahead(0).isoformat(), "no day to come. To publish now, clear", id="0"),
        pytest.param(lambda: ahead(-1).isoformat(), "no day to come. To publish now", id="past"),
        pytest.param(lambda: "1/12/2099", "Write the day as 2026-12-01.", id="other form"),
        pytest.param(lambda: "2099-02-30", "Write the day as 2026-12-01.", id="no day"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(desk, draft, entered, sentence):
    response = save(desk, draft, publish_on=entered())

    assert sentence in form_of(response).errors["publish_on"][0]
    assert days() == []


def test_publishing_now_and_on_a_day_is_refused(desk, draft):
    response = save(desk, draft, publication="published", publish_on=ahead(5).isoformat())

    assert "must be Draft or In review" in form_of(response).errors["publish_on"][0]
    draft.refresh_from_db()
    assert draft.publication == "draft"


def test_a_day_that_has_passed_keeps_nobody_from_an_edit(desk):
    one = PublishingFactory(on=ahead(-2), by__username="bo", program__slug="late")

    assert save(desk, one.program, summary="Mended.").status_code == 302
    assert days() == [("late", ahead(-2), "bo")]
    assert Program.objects.get().summary == "Mended."


@pytest.mark.parametrize("publication", ["published", "archived"])
def test_publishing_and_archiving_by_hand_take_the_day_away(desk, publication):
    by_form, by_action, other = PublishingFactory.create_batch(3, on=ahead(5))
    action = "publish" if publication == "published" else "archive"

    save(desk, by_form.program, publication=publication)
    desk.post(LIST, {"action": action, "_selected_action": [by_action.program_id]})

    assert [*Publishing.objects.all()] == [other]
    assert Program.objects.filter(publication=publication).count() == 2


def test_what_is_out_has_no_day_in_its_form(desk):
    for publication in ("published", "archived"):
        program = ProgramFactory(publication=publication)
        save(desk, program, publish_on=ahead(5).isoformat())
        assert "Publish on" not in desk.get(change_url(program)).text
    assert days() == []


def test_a_page_opened_before_somebody_set_the_day_does_not_take_it_away(desk, draft):
    data = form_data(desk, change_url(draft), summary="Mended.")
    PublishingFactory(program=draft, on=ahead(5), by__username="bo")

    assert desk.post(change_url(draft), data).status_code == 302
    assert days() == [("draft", ahead(5), "bo")]


def test_of_two_who_set_the_day_the_second_is_told_before(desk, draft):
    data = form_data(desk, change_url(draft), publish_on=ahead(9).isoformat())
    PublishingFactory(program=draft, on=ahead(5), by__username="bo")

    told = desk.post(change_url(draft), data)
    assert (
        f"Since you opened this page, bo set {ahead(5)}." in form_of(told).errors["publish_on"][0]
    )
    assert days() == [("draft", ahead(5), "bo")]

    name = form_of(told)["publish_on"].html_initial_name
    assert f'name="{name}" value="{ahead(5)}"' in told.text
    desk.post(change_url(draft), data | {name: ahead(5).isoformat()})
    assert days() == [("draft", ahead(9), "ada")]


def test_of_two_who_change_the_day_the_second_is_told_that_it_was_taken_away(desk):
    one = PublishingFactory(on=ahead(5))
    data = form_data(desk, change_url(one.program), publish_on=ahead(9).isoformat())
    one.delete()

    told = desk.post(change_url(one.program), data)

    assert "somebody took the day away" in form_of(told).errors["publish_on"][0]


def test_a_page_opened_before_the_program_was_published_is_not_laid_over_it(desk):
    draft = ProgramFactory(draft=True)
    PublishingFactory(program=draft, on=ahead(0), by__username="bo")
    data = form_data(desk, change_url(draft), publish_on=ahead(5).isoformat())
    publish_due(ahead(0))

    told = desk.post(change_url(draft), data)

    assert "bo changed “Publication”" in form_of(told).non_field_errors()[0]
    assert Program.objects.get().publication == "published"
    assert days() == []


@pytest.mark.parametrize("permissions", [["change_program"], []], ids=["editor", "viewer"])
def test_who_may_not_publish_reads_the_day_and_leaves_it(client_of, permissions):
    client = client_of("view_program", *permissions)
    one = PublishingFactory(on=ahead(5), by__username="bo", program__slug="set")
    unset = ProgramFactory(draft=True)

    assert f"{ahead(5)}, set by bo" in client.get(change_url(one.program)).text
    assert "No day is set" in client.get(change_url(unset)).text
    for program in (one.program, unset):
        data = form_data(client, change_url(program)) if permissions else {}
        assert "publish_on" not in data
        client.post(change_url(program), data | {"publish_on": ahead(9).isoformat()})
    assert days() == [("set", ahead(5), "bo")]


def test_an_editor_moves_a_draft_to_review_and_the_day_stays(client_of):
    client = client_of("view_program", "change_program")
    one = PublishingFactory(on=ahead(5), by__username="bo", program__slug="set")

    assert save(client, one.program, publication="review").status_code == 302
    assert days() == [("set", ahead(5), "bo")]


def test_a_day_costs_the_form_one_query_and_forms_without_one_none(desk):
    def count(program):
        with CaptureQueriesContext(connection) as queries:
            desk.get(change_url(program))
        return len(queries)

    published = count(ProgramFactory())

    assert count(ProgramFactory(draft=True)) == count(PublishingFactory().program) == published + 1


# --- On the start page -----------------------------------------------------------------------


def test_start_page_says_how_many_are_set_and_leads_to_them(desk):
    assert "set for a day" not in desk.get(START).text
    PublishingFactory(on=ahead(5), program__name="Set")
    overtaken = PublishingFactory(on=ahead(5), program__name="Out")
    save(desk, overtaken.program, publication="published")
    PublishingFactory(on=ahead(5), program=overtaken.program)
    ProgramFactory(draft=True, name="Unset")

    page = desk.get(START)

    assert ">1 set for a day</a>" in page.text
    assert "to be published by today" not in page.text
    query = "?publication__in=draft,review&publishing__isnull=False"
    assert query.replace("&", "&amp;") in page.text
    assert [one.name for one in desk.get(LIST + query).context["cl"].result_list] == ["Set"]


def test_days_cost_the_start_page_one_query_however_many_are_set(desk):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(START)
        return sum("programs_publishing" in one["sql"] for one in queries)

    none = asked()
    PublishingFactory.create_batch(3, on=ahead(0))

    assert (none, asked()) == (1, 1)


def test_what_is_due_is_published_by_one_button(desk, curator):
    for day in (ahead(-1), ahead(0)):
        PublishingFactory(on=day, by=curator)
    PublishingFactory(on=ahead(1))
    page = desk.get(START).text
    assert "2 programs were to be published by today" in page
    assert "Publish the 2 that are due</button>" in page

    after = desk.post(DUE, follow=True)

    assert "2 programs are published now." in after.text
    assert "to be published by today" not in after.text
    assert Program.objects.published().count() == 2
    assert "Nothing is due any more." in desk.post(DUE, follow=True).text


def test_what_is_left_is_named_with_the_reason(desk, curator):
    PublishingFactory(on=ahead(0), by=UserFactory(username="bo"), program__name="Left")
    PublishingFactory(on=ahead(0), by=curator)

    after = desk.post(DUE, follow=True).text

    assert "1 program is published now." in after
    assert "Not published: “Left”. bo, who set the day, may not publish any more." in after
    assert "1 program was to be published by today" in after


@pytest.mark.parametrize(
    ("role", "may"),
    [("Viewers", False), ("Curators", True), ("Importers", False), ("Administrators", True)],
)
def test_button_is_for_the_roles_that_publish(role, may):
    one = PublishingFactory(on=ahead(0))
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)

    page = client.get(START).text
    answer = client.post(DUE)

    assert "1 program was to be published by today" in page
    assert (DUE in page) is may
    assert answer.status_code == (302 if may else 403)
    assert (Program.objects.get(pk=one.program_id).publication == "published") is may


def test_button_is_no_link_and_not_for_strangers(desk, client_of):
    PublishingFactory(on=ahead(0))

    assert desk.get(DUE).status_code == 405
    assert Client().post(DUE).url.startswith(reverse("admin:login"))
    assert client_of("view_program", "change_program").post(DUE).status_code == 403
    assert Publishing.objects.count() == 1

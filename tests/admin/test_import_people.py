"""Who may do what with a file, and the group of those who import."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from programs.csv_import.apply import apply_batch
from programs.models import ImportBatch, Program
from tests.admin.importing import address, checked, new_rows, upload
from tests.csv_import.files import content
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

WORKING = {
    "upload": ((), "GET"),
    "columns": ((), "GET"),
    "values": ((), "GET"),
    "rows": ((), "POST"),
    "row": ((2,), "POST"),
    "check": ((), "POST"),
    "discard": ((), "POST"),
}
LETTING_IN = {"apply": ((), "POST"), "undo": ((), "GET"), "redo": ((), "GET")}
LOOKING = {
    "change": ((), "GET"),
    "problems": ((), "GET"),
    "changelist": ((), "GET"),
    "progress": (("a token",), "GET"),
}
OF_NO_BATCH = ("upload", "changelist", "progress")
ALL = WORKING | LETTING_IN | LOOKING


def ask(client, name, batch):
    args, method = ALL[name]
    own = args if name in OF_NO_BATCH else [batch.pk, *args]
    return getattr(client, method.lower())(address(name, *own)).status_code


@pytest.fixture
def batch():
    return checked(*new_rows(2, cost="gratis"))


def test_every_screen_is_among_those_that_are_tried():
    names = {
        url.name.removeprefix("programs_importbatch_")
        for resolver in [import_module("django.contrib.admin").site]
        for url in resolver._registry[ImportBatch].get_urls()
        if url.name
    }

    assert names == {*ALL, "add", "history", "delete"}


@pytest.mark.parametrize("name", ALL)
def test_staff_without_a_permission_come_nowhere(client_of, batch, name):
    client = client_of("view_program", "change_program")

    assert ask(client, name, batch) == 403
    assert ask(Client(), name, batch) == 302


@pytest.mark.parametrize("name", ALL)
def test_who_may_look_only_looks(client_of, batch, name):
    client = client_of("view_importbatch")

    assert ask(client, name, batch) == (200 if name in LOOKING else 403)
    assert ImportBatch.objects.get().state == "needs_fixes"


@pytest.mark.parametrize("name", LETTING_IN)
def test_who_uploads_does_not_let_in(client_of, batch, name):
    client = client_of("add_importbatch", "view_importbatch")

    assert ask(client, name, batch) == 403


@pytest.mark.parametrize("name", WORKING)
def test_who_lets_in_does_not_mend(client_of, batch, name):
    client = client_of("apply_importbatch", "view_importbatch")

    assert ask(client, name, batch) == 403


def test_pages_show_buttons_only_to_those_who_may(client_of, batch):
    viewer = client_of("view_importbatch").get(address("change", batch.pk)).text
    mender = client_of("add_importbatch", "view_importbatch").get(address("change", batch.pk)).text

    assert "<button" not in viewer.partition('id="content-main"')[2]
    assert "gratis" in viewer
    assert "Let it in" not in mender
    assert "Save and check row 2" in mender


def test_the_list_offers_the_upload_only_to_those_who_may(client_of):
    url = reverse("admin:programs_importbatch_changelist")

    assert address("upload") not in client_of("view_importbatch").get(url).text
    assert client_of("view_importbatch").get(address("add")).status_code == 403


@pytest.mark.parametrize("name", ["rows", "row", "check", "apply"])
def test_what_changes_something_is_no_link(desk, batch, name):
    args, _ = ALL[name]

    assert desk.get(address(name, batch.pk, *args)).status_code == 405


@pytest.mark.parametrize("name", ["upload", "values", "rows", "apply", "undo", "discard"])
def test_a_form_of_another_site_changes_nothing(curator, batch, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    own = [] if name == "upload" else [batch.pk]

    assert client.post(address(name, *own)).status_code == 403


def make_group():
    migration = import_module("programs.migrations.0004_importers")
    with connection.schema_editor() as editor:
        migration.make_group(apps, editor)
    return Group.objects.get(name=migration.GROUP)


@pytest.mark.django_db(transaction=True)
def test_the_group_of_importers_is_made_once():
    make_group()

    group = make_group()

    names = set(group.permissions.values_list("codename", flat=True))
    assert Group.objects.filter(name="Importers").count() == 1
    assert names >= {
        "add_importbatch",
        "apply_importbatch",
        "change_importbatch",
        "view_importbatch",
        "view_program",
        "view_rowchange",
    }


@pytest.mark.django_db(transaction=True)
def test_an_importer_imports():
    person = UserFactory(is_staff=True)
    person.groups.add(make_group())
    client = Client()
    client.force_login(person)

    upload(client, content(*new_rows(1)))
    batch = ImportBatch.objects.get()
    client.post(address("apply", batch.pk))

    batch.refresh_from_db()
    assert (batch.state, batch.applied_by) == ("applied", person)
    program = Program.objects.get()
    assert (
        client.get(reverse("admin:programs_program_change", args=[program.pk])).status_code == 200
    )
    client.post(address("undo", batch.pk))
    batch.refresh_from_db()
    assert batch.state == "undone"


def test_the_page_of_an_applied_batch_offers_no_decision(desk, batch):
    desk.post(address("rows", batch.pk), {"decide": "skip-doubt"})
    apply_batch(batch)

    page = desk.get(address("change", batch.pk)).text

    assert "Stayed out" in page
    assert "Save and check" not in page

"""What one process writes is on the next page of every other one, and in no cache's way."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Organization, Program
from tests.admin.conftest import change_url, form_data
from tests.catalogue.processes import Web, environment_of, manage, serving
from tests.csv_import.files import row, write
from tests.factories import OrganizationFactory, ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

DELETE = """
from programs.ledger import recording
from programs.models import Change, Program

program = Program.objects.get(slug="deleted")
Change.objects.filter(program=program).delete()
with recording([program]):
    program.delete()
"""


PROGRAMS = {"edited": "Before", "of-house": "Tenant", "archived": "Numbat", "deleted": "Wallaby"}


@dataclass(frozen=True)
class Edit:
    """A write, and the word by which a program is found after it; or before it, and not after."""

    write: Callable[[], object]
    word: str
    slug: str
    is_found_after: bool


@dataclass(frozen=True)
class Site:
    webs: tuple[Web, Web]
    edits: dict[str, Edit]


@pytest.fixture
def site(client: Client, settings, tmp_path: Path) -> Iterator[Site]:
    """Two web processes of one database, and edits by way of these and of commands."""
    settings.SECRET_KEY = secrets.token_urlsafe(50)
    house = OrganizationFactory(name="House")
    for slug, name in PROGRAMS.items():
        ProgramFactory(slug=slug, name=name, organization=house)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    edited = change_url(Program.objects.get(slug="edited"))
    form = form_data(client, edited, name="Quokka")
    environment = environment_of(tmp_path)
    with (
        serving(environment, tmp_path / "one.log", client) as one,
        serving(environment, tmp_path / "two.log", client) as two,
    ):
        edits = {
            "edited": Edit(lambda: one.post(edited, form), "quokka", "edited", True),
            "organization-renamed": Edit(lambda: rename(two, house), "wombat", "of-house", True),
            "archived": Edit(lambda: archive(one, "archived"), "numbat", "archived", False),
            "imported": Edit(lambda: add(environment, tmp_path), "bandicoot", "imported", True),
            "deleted": Edit(lambda: delete(environment), "wallaby", "deleted", False),
        }
        yield Site((one, two), edits)


def rename(web: Web, organization: Organization) -> None:
    address = reverse("admin:programs_organization_change", args=[organization.pk])
    web.post(address, {"name": "Wombat", "url": ""})


def archive(web: Web, slug: str) -> None:
    chosen = Program.objects.get(slug=slug).pk
    data = {"action": "archive", "_selected_action": chosen}
    web.post(reverse("admin:programs_program_changelist"), data)


def add(environment: dict[str, str], directory: Path) -> None:
    file = write(directory / "new.csv", row(slug="imported", name="Bandicoot"))
    manage(environment, "import_programs", str(file))


def delete(environment: dict[str, str]) -> None:
    manage(environment, "shell", "--verbosity", "0", "--command", DELETE)


def is_found(edit: Edit, page: str) -> bool:
    """Return whether the program is on the page; the catalogue and the database must agree."""
    is_there = f'href="/programs/{edit.slug}/"' in page
    assert is_there is ("No program matches" not in page)
    return is_there


def test_what_one_process_writes_is_on_the_next_page_of_every_process(site: Site):
    for name, edit in site.edits.items():
        path = f"/programs/?q={edit.word}"
        before = [web.get(path) for web in site.webs]
        old = before[0].tag
        assert [(page.status, page.tag) for page in before] == [(200, old)] * 2, name
        assert [web.get(path, known=old).status for web in site.webs] == [304] * 2, name

        edit.write()

        after = [web.get(path, known=old) for web in site.webs]
        new = after[0].tag
        assert [(page.status, page.tag) for page in after] == [(200, new)] * 2, name
        assert [web.get(path, known=new).status for web in site.webs] == [304] * 2, name
        found = [is_found(edit, page.text) for page in [*before, *after]]
        assert found == [not edit.is_found_after] * 2 + [edit.is_found_after] * 2, name

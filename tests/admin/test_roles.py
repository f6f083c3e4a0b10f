"""What each role may open and do, address by address."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from programs.models import Program
from tests.admin.conftest import change_url, form_data
from tests.factories import (
    CheckFactory,
    EvidenceFactory,
    GuideFactory,
    ProgramFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROLES = ["Viewers", "Curators", "Importers", "Administrators"]
MODELS = [model._meta.model_name for model in admin.site._registry]
OURS = [m._meta.model_name for m in admin.site._registry if m._meta.app_label == "programs"]

# Who may add what: all else of the site can only be looked at, or comes about by itself.
_TERMS = ["alias", "audience", "guide", "location", "organization", "role", "topic"]
ADDED = {
    "Viewers": [],
    "Curators": [*_TERMS, "program", "check"],
    "Importers": ["importbatch"],
    "Administrators": [*_TERMS, "program", "check", "importbatch", "user"],
}
LISTED = {role: [*OURS, *(["user", "group"] if role == "Administrators" else [])] for role in ROLES}


@pytest.fixture
def in_role(db) -> Callable[[str], Client]:
    def log_in(role: str) -> Client:
        person = UserFactory(is_staff=True)
        person.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(person)
        return client

    return log_in


def address(model: str, view: str, *args: object) -> str:
    app = next(m._meta.app_label for m in admin.site._registry if m._meta.model_name == model)
    return reverse(f"admin:{app}_{model}_{view}", args=args)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_lists_and_no_others(in_role, role):
    client = in_role(role)

    opened = [one for one in MODELS if client.get(address(one, "changelist")).status_code == 200]

    assert sorted(opened) == sorted(LISTED[role])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_adds_what_is_its_own(in_role, role):
    client = in_role(role)

    added = [one for one in MODELS if client.get(address(one, "add")).status_code in (200, 302)]

    assert sorted(added) == sorted(ADDED[role])


@pytest.mark.parametrize("role", ["Viewers", "Importers"])
def test_who_only_looks_at_programs_changes_none(in_role, role):
    program = ProgramFactory(name="Before")
    things = [
        program,
        program.organization,
        GuideFactory(),
        CheckFactory(program=program),
        ReportFactory(program=program),
        RoundFactory(program=program),
        EvidenceFactory(program=program),
    ]
    client = in_role(role)

    for thing in things:
        url = address(thing._meta.model_name, "change", thing.pk)
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "After"}).status_code == 403
    assert Program.objects.get().name == "Before"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_deletes_a_program_a_check_or_the_history(in_role, role):
    program = ProgramFactory()
    check = CheckFactory(program=program)
    change = program.changes.get()
    client = in_role(role)

    for thing in (program, check, change):
        url = address(thing._meta.model_name, "delete", thing.pk)
        assert client.post(url, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_no_address_of_the_admin_fails_or_opens_without_the_role(in_role, role):
    """Every address that takes no more than the id of a thing, whatever stands behind it."""
    program = ProgramFactory()
    client, stranger = in_role(role), Client()
    tried = 0
    for model_admin in admin.site._registry.values():
        for pattern in model_admin.get_urls():
            if not pattern.name:
                continue
            for args in ([], [program.pk]):
                try:
                    url = reverse(f"admin:{pattern.name}", args=args)
                except NoReverseMatch:
                    continue
                tried += 1
                assert client.get(url).status_code in (200, 302, 403, 404, 405), url
                assert stranger.get(url).status_code == 302, url
    assert tried > 5 * len(MODELS)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sets_up_a_second_step_of_its_own(in_role, role):
    client, url = in_role(role), reverse("admin:second_step")

    client.post(url, {"do": "begin"})

    assert "It is not on yet" in client.get(url).text
    assert Client().get(url).status_code == Client().post(url, {"do": "begin"}).status_code == 302
    assert TOTPDevice.objects.count() == 1


# --- Publishing ------------------------------------------------------------------------------


def test_who_may_not_publish_leaves_publication_to_others(client_of):
    client = client_of("view_program", "change_program")
    draft, public = ProgramFactory(draft=True), ProgramFactory()

    client.post(change_url(draft), form_data(client, change_url(draft), publication="review"))
    refused = client.post(
        change_url(draft), form_data(client, change_url(draft), publication="published")
    )
    client.post(change_url(public), form_data(client, change_url(public), publication="draft"))
    client.post(
        address("program", "changelist"), {"action": "publish", "_selected_action": [draft.pk]}
    )

    assert "is not one of the available choices" in refused.text
    draft.refresh_from_db()
    public.refresh_from_db()
    assert (draft.publication, public.publication) == ("review", "published")


# --- People ----------------------------------------------------------------------------------


def test_administrators_give_no_more_than_they_have(in_role):
    client = in_role("Administrators")
    person = UserFactory(username="bo")
    root = UserFactory(username="root", is_superuser=True)
    url = address("user", "change", person.pk)
    group = Group.objects.get(name="Curators")

    data = {"username": "bo", "is_staff": "on", "is_active": "on", "is_superuser": "on"}
    client.post(url, {**data, "groups": [group.pk]})

    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert list(person.groups.all()) == [group]
    assert client.post(address("user", "change", root.pk), data).status_code == 403
    assert client.post(address("user", "delete", person.pk), {"post": "yes"}).status_code == 403


def test_curators_do_not_see_to_people(in_role):
    assert in_role("Curators").get(address("user", "changelist")).status_code == 403


# --- manage.py createcurator -----------------------------------------------------------------


class Pipe:
    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return self.text


def create(monkeypatch, *args: str, password: str = "a long enough password\n") -> None:
    monkeypatch.setattr("sys.stdin", Pipe(password))
    call_command("createcurator", *args)


@pytest.mark.parametrize(
    ("role", "group"),
    [
        ([], "Curators"),
        (["--role", "viewer"], "Viewers"),
        (["--role", "importer"], "Importers"),
        (["--role", "administrator"], "Administrators"),
    ],
)
def test_command_makes_somebody_who_can_log_in(monkeypatch, capsys, role, group):
    create(monkeypatch, "ada", "--email", "ada@example.org", *role)

    person = User.objects.get(username="ada")
    assert [one.name for one in person.groups.all()] == [group]
    assert (person.is_staff, person.is_superuser, person.email) == (True, False, "ada@example.org")
    assert person.check_password("a long enough password")
    assert "ada can log in to the admin as a" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "password", "sentence"),
    [
        (["ada"], "short\n", "This password is too short"),
        (["ada"], "", "This password is too short"),
        (["a b c!"], "a long enough password\n", "username: Enter a valid username"),
        (["eve"], "a long enough password\n", "username: A user with that username already exists"),
        (["ada", "--email", "no"], "a long enough password\n", "email: Enter a valid email"),
    ],
    ids=["short", "none", "odd name", "taken", "odd address"],
)
def test_command_says_what_is_wrong_and_adds_nobody(monkeypatch, args, password, sentence):
    UserFactory(username="eve")

    with pytest.raises(CommandError, match=f"{sentence}.*Nobody was added"):
        create(monkeypatch, *args, password=password)
    assert User.objects.count() == 1

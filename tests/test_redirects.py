"""Nobody is led to another site by an address or a form of ours."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Program
from tests.admin.conftest import ada, curator, desk
from tests.admin.second_steps import PASSWORD
from tests.factories import ProgramFactory, RedirectFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

__all__ = ["ada", "curator", "desk"]

HOST = "testserver"
ELSEWHERE = {
    "whole": "https://evil.example/",
    "other-scheme": "javascript:alert(1)",
    "without-scheme": "//evil.example/",
    "three-slashes": "///evil.example/",
    "many-slashes": "////evil.example/",
    "scheme-alone": "https:evil.example",
    "one-slash": "https:/evil.example/",
    "three-after-scheme": "https:///evil.example/",
    "backslashes": "\\\\evil.example/",
    "slash-backslash": "/\\evil.example/",
    "backslash-slash": "\\/evil.example/",
    "tab": "/\t/evil.example/",
    "line-feed": "/\n/evil.example/",
    "leading-control": "\x00//evil.example/",
    "leading-space": " //evil.example/",
    "header": "/\r\nLocation: https://evil.example/",
    "user": "https://testserver@evil.example/",
    "port": "https://testserver:80@evil.example/",
    "host-in-brackets": "https://[::1]evil.example/",
    "dots": "/..//evil.example/",
    "quoted": "%2f%2fevil.example/",
}
every_way = pytest.mark.parametrize("target", ELSEWHERE.values(), ids=ELSEWHERE)


def leads_home(location: str) -> bool:
    """Return whether a browser on our site that follows this stays there.

    Browsers take a backslash for a slash, leave out tabs and line breaks, and need no slashes
    after the scheme.
    """
    read = location.strip("".join(map(chr, range(33)))).replace("\\", "/")
    read = re.sub(r"[\t\r\n]", "", read)
    found = re.match(r"(?:https?:/*|//+)([^/?#]*)", read, re.IGNORECASE)
    return found[1] == HOST if found else not re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE)


@every_way
def test_the_judge_of_this_test_knows_what_leads_away(target):
    of_ours = {ELSEWHERE[name] for name in ("dots", "quoted", "header")}  # However odd.

    assert leads_home(target) == (target in of_ours)


@every_way
def test_a_login_leads_to_the_desk(client, ada, target):
    form = {"username": "ada", "password": PASSWORD, "next": target}

    answer = client.post(reverse("admin:login"), form)

    assert answer.status_code == 302
    assert leads_home(answer.headers["Location"])


@every_way
def test_who_is_logged_in_already_is_led_to_the_desk(desk, target):
    answer = desk.get(reverse("admin:login"), {"next": target})

    assert answer.status_code == 302
    assert leads_home(answer.headers["Location"])


@every_way
def test_a_button_of_the_desk_leads_back_to_it(desk, target):
    program = ProgramFactory()
    address = reverse("admin:desk_confirm", args=[program.pk])

    answer = desk.post(address, {"group": "all", "next": target})

    assert answer.status_code == 302
    assert leads_home(answer.headers["Location"])


@every_way
def test_a_form_of_the_admin_leads_to_its_list(desk, target):
    answer = desk.post(
        reverse("admin:programs_topic_add") + "?_changelist_filters=next%3D//evil.example",
        {"name": "Robots", "slug": "robots", "next": target},
    )

    assert answer.status_code == 302
    assert leads_home(answer.headers["Location"])


@every_way
@pytest.mark.parametrize("path", ["", "programs", "api/v1/programs", "admin"])
def test_a_missing_slash_is_added_on_our_host(client, target, path):
    # As a server hands it on: nothing is decoded or joined on the way.
    answer = client.generic("GET", "/", PATH_INFO=f"{target}{path}", secure=False)

    assert answer.status_code in (301, 302, 404)
    assert leads_home(answer.headers.get("Location", "/"))


@every_way
def test_https_is_on_our_host(settings, target):
    settings.SECURE_SSL_REDIRECT = True

    answer = Client().generic("GET", "/", PATH_INFO=target)

    assert answer.status_code == 301
    assert leads_home(answer.headers["Location"])


@every_way
@pytest.mark.parametrize(
    "name", ["program", "program_changes", "program_changes_atom", "report", "api-program"]
)
def test_what_was_merged_leads_to_a_program_alone(client, name, target):
    kept: Program = ProgramFactory(slug="kept")
    RedirectFactory(old_slug="old", program=kept)

    answer = client.get(reverse(f"programs:{name}", args=["old"]), {"next": target})

    assert answer.status_code == 301
    assert answer.headers["Location"].partition("?")[0] == reverse(
        f"programs:{name}", args=["kept"]
    )


def test_another_host_is_no_host_of_ours(client):
    answer = client.get("/programs", headers={"host": "evil.example"})

    assert answer.status_code == 400

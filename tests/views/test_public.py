"""What all public pages share: anybody's cache may keep them, and asks before it shows them."""

import datetime
import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programs import catalogue
from programs.catalogue import touching
from programs.ledger import recording
from programs.models import Guide, Location, Program
from programs.views import public
from tests.factories import (
    TODAY,
    CheckFactory,
    GuideFactory,
    OrganizationFactory,
    ProgramFactory,
    RedirectFactory,
    RoundFactory,
    UserFactory,
)
from tests.views.reading import SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = {
    "home": "/",
    "changes": "/changes/?have=phd",
    "changes of one": "/programs/robots/changes/",
    "about": "/about/",
    "list": "/programs/",
    "filtered list": "/programs/?q=robot&have=phd&page=7",
    "program": "/programs/robots/",
    "organization": "/organizations/lab/",
    "guides": "/guides/",
    "guide": "/guides/first/",
    "api": "/api/v1/",
    "comparison": "/compare/?p=robots&p=nothing",
}
every_page = pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)


@pytest.fixture(autouse=True)
def program(monkeypatch) -> Program:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    GuideFactory(slug="first", title="A first guide", lists=[{"query": "degree=phd"}])
    lab = OrganizationFactory(slug="lab", name="The Lab")
    return ProgramFactory(
        slug="robots",
        name="Robot School",
        organization=lab,
        topics=["nlp"],
        locations=["Toronto, CA"],
    )


def etag(client: Client, address: str, **options) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return answer.headers["ETag"]


@every_page
def test_any_cache_may_keep_it_and_asks_each_time(client, settings, address):
    answer = client.get(address)

    assert not settings.DEBUG
    assert answer.headers["Cache-Control"] == SHARED
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not answer.cookies
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])


@every_page
@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_it_is_told_so_before_anything_is_looked_up(client, method, address):
    known = etag(client, address)

    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, headers={"if-none-match": known})

    assert answer.status_code == 304
    assert answer.templates == []
    assert answer.content == b""
    assert [query["sql"].count("programs_catalogueversion") > 0 for query in queries] == [True]
    assert answer.headers["ETag"] == known
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Cache-Control"] == SHARED


@every_page
def test_who_has_another_one_gets_it(client, address):
    answer = client.get(address, headers={"if-none-match": f'"{"0" * 32}"'})

    assert answer.status_code == 200
    assert answer.templates
    assert b"<h1" in answer.content


@every_page
def test_only_its_head_can_be_asked_for(client, address):
    answer = client.head(address)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["ETag"] == etag(client, address)


@every_page
def test_a_compressed_page_is_known_again(client, address):
    accepted = {"accept-encoding": "gzip"}
    answer = client.get(address, headers=accepted)
    weak = answer.headers["ETag"]
    again = client.get(address, headers=accepted | {"if-none-match": weak})

    assert gzip.decompress(answer.content) == client.get(address).content
    assert weak.startswith('W/"')
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert again.status_code == 304


@every_page
def test_a_curator_gets_the_same_bytes_as_anybody(client, address):
    anybody = client.get(address)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    curator = client.get(address)
    known = client.get(address, headers={"if-none-match": anybody.headers["ETag"]})

    assert curator.content == anybody.content
    assert curator.headers.pop("X-Request-ID") != anybody.headers.pop("X-Request-ID")
    assert curator.headers == anybody.headers
    assert not curator.cookies
    assert known.status_code == 304


# --- What tells one page from another --------------------------------------------------------


def edit_program(program: Program) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(name="New words")


def rename_organization(program: Program) -> None:
    with touching([program]):
        program.organization.name = "New words"
        program.organization.save()


def rename_topic(program: Program) -> None:
    with touching([program]):
        program.topics.update(name="New words")


def add_round(program: Program) -> None:
    RoundFactory(program=program, label="New words", opens_on="2027-01-01")


def check(program: Program) -> None:
    CheckFactory(program=program)


def edit_what_was_checked(program: Program) -> None:
    check(program)
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(cost="varies")


def rename_place(program: Program) -> None:
    with touching([program]):
        Location.objects.filter(city="Toronto").update(city="New words")


def edit_guide(program: Program) -> None:
    with touching():
        Guide.objects.update(title="New words", summary="New words")


@pytest.mark.parametrize(
    ("address", "edit", "words"),
    [
        pytest.param("/programs/", edit_program, "New words", id="program-in-list"),
        pytest.param("/programs/robots/", edit_program, "New words", id="program"),
        pytest.param("/organizations/lab/", edit_program, "New words", id="of-organization"),
        pytest.param("/programs/", rename_organization, "New words", id="organization-in-list"),
        pytest.param("/organizations/lab/", rename_organization, "New words", id="organization"),
        pytest.param("/programs/?topic=nlp", rename_topic, "New words", id="topic-in-list"),
        pytest.param("/programs/robots/", rename_topic, "New words", id="topic"),
        pytest.param("/programs/robots/", add_round, "New words", id="round"),
        pytest.param("/", check, "checked 20 November 2026", id="check-on-home-page"),
        pytest.param("/programs/", check, "Checked 20 November 2026", id="check-in-list"),
        pytest.param("/programs/", edit_what_was_checked, "Checked in part", id="change-in-list"),
        pytest.param("/programs/", rename_place, "New words, Canada", id="place-in-list"),
        pytest.param("/programs/robots/", check, "Checked 20 November 2026", id="check"),
        pytest.param("/", edit_guide, "New words", id="guide-on-home-page"),
        pytest.param("/guides/", edit_guide, "New words", id="guide-in-list"),
        pytest.param("/guides/first/", edit_guide, "New words", id="guide"),
    ],
)
def test_an_edit_is_on_the_next_page(
    client, program, address, edit: Callable[[Program], None], words
):
    before = client.get(address)
    assert words not in before.content.decode()

    edit(program)
    after = client.get(address, headers={"if-none-match": before.headers["ETag"]})

    assert after.status_code == 200
    assert words in after.content.decode()
    assert after.headers["ETag"] != before.headers["ETag"]


@every_page
def test_the_same_page_is_told_alike_by_every_process(client, address):
    before = etag(client, address)
    catalogue.forget()  # as in a process that has just begun

    assert etag(client, address) == before


@every_page
def test_each_day_has_a_page_of_its_own(client, monkeypatch, address):
    before = etag(client, address)
    tomorrow = TODAY + datetime.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: tomorrow)

    assert etag(client, address) != before


def test_each_address_has_a_page_of_its_own(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    hosts = [{"headers": {"host": host}} for host in settings.ALLOWED_HOSTS]
    addresses = [*PAGES.values(), "/programs/?q=robot", "/programs/?q=Robot", "/about/?q=robot"]

    told = {etag(client, address, **host) for address in addresses for host in hosts}
    told |= {etag(client, address, secure=True, **hosts[0]) for address in addresses}

    assert len(told) == 3 * len(addresses)


@every_page
def test_each_release_has_a_page_of_its_own(client, monkeypatch, address):
    before = etag(client, address)
    monkeypatch.setattr(public, "release", lambda: "the next one")

    assert etag(client, address) != before


@pytest.mark.parametrize(
    "path",
    [
        "careerpaths/settings.py",
        "programs/views/home.py",
        "programs/data/about.md",
        "templates/programs/home.html",
        "static/css/base.css",
        "requirements.txt",
    ],
)
def test_whatever_pages_are_made_of_makes_a_release(settings, tmp_path: Path, path):
    assert Path(settings.BASE_DIR, path).is_file()
    settings.BASE_DIR = tmp_path
    before = public.release.__wrapped__()
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("new")

    assert public.release.__wrapped__() != before


# --- What can't be told apart ----------------------------------------------------------------


@every_page
def test_who_works_on_the_pages_sees_every_change(client, settings, address):
    settings.DEBUG = True

    answer = client.get(address)

    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == SHARED


@every_page
def test_a_page_that_may_be_ahead_of_its_version_is_not_known_again(client, monkeypatch, address):
    known = etag(client, address)
    monkeypatch.setattr(catalogue, "is_behind", lambda: True)

    answer = client.get(address, headers={"if-none-match": known})

    assert answer.status_code == 200
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == SHARED


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("/programs/nothing/", 404, id="no-program"),
        pytest.param("/organizations/nobody/", 404, id="no-organization"),
        pytest.param("/guides/none/", 404, id="no-guide"),
        pytest.param("/programs/old/", 301, id="merged"),
    ],
)
def test_only_a_page_that_is_there_is_known_again(client, program, address, status):
    RedirectFactory(old_slug="old", program=program)

    answer = client.get(address)

    assert answer.status_code == status
    assert "ETag" not in answer.headers
    assert not answer.cookies

"""How often one network may ask for pages, files and logins."""

import re
import time

import pytest
from django.core.cache import caches
from django.urls import get_resolver, reverse
from rest_framework.throttling import SimpleRateThrottle

from tests.factories import TODAY, OrganizationFactory, ProgramFactory, ReportFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HERE, ELSEWHERE, SHARED = "93.184.216.34", "93.184.217.34", "10.0.0.1"
PAGES = [
    *("/", "/programs/?q=robot", "/programs/robots/", "/organizations/lab/", "/guides/", "/lists/"),
    *("/deadlines/", "/landscape/", "/compare/?p=robots", "/compare.csv?p=robots", "/changes/"),
    *("/match/", "/match/?age=30", "/plan/", "/plan/?age=30", "/suggest/", "/api/v1/"),
    *("/programs/robots/report/", "/programs/robots/changes.atom", "/about/columns/template.csv"),
]
FILES = [
    *("/programs.csv", "/programs.json", "/programs.ics", "/programs.atom", "/changes.atom"),
    "/sitemap.xml",
]
FORMS = [
    *("/match/", "/plan/", "/suggest/", "/programs/robots/report/", "/programs/robots/fit/"),
]
LOGIN = "/admin/login/"


@pytest.fixture(autouse=True)
def _programs(settings, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    ProgramFactory(slug="robots", name="Robot Year", organization=OrganizationFactory(slug="lab"))
    settings.PAGE_RATE = settings.FILE_RATE = settings.LOGIN_RATE = "2/minute"


def codes(ask, address, times=3, **more) -> list[int]:
    return [ask(address, REMOTE_ADDR=HERE, **more).status_code for _ in range(times)]


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_who_asks_too_often_is_asked_to_wait(client, address):
    assert codes(client.get, address, 2) == [200, 200]

    refused = client.get(address, REMOTE_ADDR=HERE)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["Cache-Control"] == "no-store"
    assert "ETag" not in refused.headers
    assert not refused.cookies
    assert f"Go on after {refused.headers['Retry-After']} second" in refused.content.decode()
    assert client.get(address, REMOTE_ADDR=ELSEWHERE).status_code == 200


@pytest.mark.parametrize("address", [*FORMS, LOGIN])
def test_every_form_that_anybody_can_send_is_counted(client, address):
    assert 429 not in codes(client.post, address, 2)
    assert client.post(address, REMOTE_ADDR=HERE).status_code == 429


def test_a_clock_that_is_set_back_keeps_nobody_waiting(client, settings, monkeypatch):
    settings.PAGE_RATE = "1/second"
    with monkeypatch.context() as ahead:
        later = time.time() + 3_600
        # What reads the time of day, unless told otherwise.
        ahead.setattr(SimpleRateThrottle, "timer", lambda _: later)
        assert client.get("/", REMOTE_ADDR=HERE).status_code == 200

    answer = client.get("/", REMOTE_ADDR=HERE)

    assert int(answer.headers.get("Retry-After", 0)) <= 1


def test_every_public_view_is_counted_or_has_nothing_to_work_out():
    """A new page has to be named here, and tried above if it is more than a few bytes."""
    found = {one.name for one in get_resolver("programs.urls").url_patterns if hasattr(one, "name")}
    tried = {get_resolver("programs.urls").resolve(one.partition("?")[0]).url_name for one in
             [*PAGES, *FILES, *FORMS]}  # fmt: skip
    alike = {"about", "columns", "landing", "guide", "compare_atom", "compare_ics",
             "moment", "program_changes", "reported"}  # fmt: skip

    assert found - tried - alike == {"robots", "security_txt"}


def test_references_of_reports_can_not_be_tried_one_after_the_other(client):
    address = reverse("programs:reported", args=[ReportFactory().reference])

    assert codes(client.get, address) == [200, 200, 429]


def test_what_a_browser_has_already_is_not_counted(client):
    known = client.get("/programs/", REMOTE_ADDR=HERE).headers["ETag"]

    again = codes(client.get, "/programs/", 5, headers={"if-none-match": known})

    assert again == [304] * 5
    assert client.get("/programs/", REMOTE_ADDR=HERE).status_code == 200


def test_pages_files_and_logins_are_counted_apart(client):
    assert codes(client.get, "/programs.csv")[-1] == 429
    assert codes(client.get, "/programs/")[-1] == 429
    assert codes(client.get, "/api/v1/programs/") == [200] * 3
    assert codes(client.get, LOGIN) == [200] * 3
    assert codes(client.post, LOGIN)[-1] == 429


def test_an_address_that_many_share_asks_more_often(client):
    answers = [client.get("/about/", REMOTE_ADDR=SHARED).status_code for _ in range(21)]

    assert answers == [200] * 20 + [429]


def test_a_proxy_names_its_visitors(client, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    made_up = [f"{number}.1.1.1, {HERE}" for number in range(1, 4)]

    answers = [
        client.get("/about/", headers={"x-forwarded-for": told}, REMOTE_ADDR=SHARED).status_code
        for told in made_up
    ]

    assert answers == [200, 200, 429]


def test_no_address_is_kept(client, monkeypatch):
    kept = []
    monkeypatch.setattr(caches["limits"], "set", lambda key, *_: kept.append(key))

    client.get("/about/", REMOTE_ADDR=HERE)
    client.get("/programs.csv", REMOTE_ADDR=HERE)

    assert [bool(re.fullmatch(r"(page|file)\.[0-9a-f]{6}", key)) for key in kept] == [True, True]


def test_a_blank_rate_is_no_limit(client, settings):
    settings.PAGE_RATE = ""

    assert codes(client.get, "/about/", 5) == [200] * 5


def test_a_limit_costs_no_query(client, django_assert_num_queries):
    client.get("/about/", REMOTE_ADDR=HERE)
    client.get("/about/", REMOTE_ADDR=HERE)

    with django_assert_num_queries(1):  # the version of the catalogue
        assert client.get("/about/", REMOTE_ADDR=HERE).status_code == 429


def test_a_curator_is_counted_at_the_login_by_the_address_that_the_proxy_tells(client, settings):
    settings.LOGIN_RATE = ""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    wrong = {"username": "curator", "password": "guess"}

    def tried(address: str) -> int:
        told = {"x-forwarded-for": f"6.6.6.6, {address}"}
        return client.post(LOGIN, wrong, headers=told, REMOTE_ADDR=SHARED).status_code

    assert [tried(HERE) for _ in range(settings.AXES_FAILURE_LIMIT)][-1] == 429
    assert tried(ELSEWHERE) == 200
    assert tried("no address") == 200

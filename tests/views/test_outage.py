"""While the database is gone public pages go on, and nothing ends in an error."""

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.template.loader import get_template
from django.utils import timezone

from programs import catalogue
from programs.models import Program, Report
from programs.reading import is_gone, nowhere
from programs.views import outage as module
from programs.views.outage import outage
from tests.factories import TODAY, GuideFactory, OrganizationFactory, ProgramFactory, RoundFactory
from tests.views.sending import REPORT, REPORT_ADDRESS

pytestmark = pytest.mark.django_db

SENTENCE = "Our database does not answer at the moment. This page is as of "
SEEN = {
    "home": "/",
    "about": "/about/",
    "api": "/api/v1/programs/",
    "deadlines": "/deadlines/",
    "documentation": "/api/v1/",
    "feed": "/changes.atom",
    "guide": "/guides/first/",
    "landscape": "/landscape/",
    "list": "/programs/",
    "lists": "/lists/",
    "match": "/match/",
    "organization": "/organizations/lab/",
    "program": "/programs/robots/",
}
seen = pytest.mark.parametrize("address", SEEN.values(), ids=SEEN)


@pytest.fixture(autouse=True)
def program():
    GuideFactory(slug="first")
    lab = OrganizationFactory(slug="lab", name="The Lab")
    return ProgramFactory(slug="robots", name="Robot School", organization=lab)


@contextmanager
def gone() -> Iterator[list[str]]:
    """Let every statement fail, and give those that were tried."""
    tried: list[str] = []

    def fail(_execute: Callable, sql: str, *_) -> None:
        tried.append(sql)
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(fail):
        yield tried


def without_notice(page: str) -> list[str]:
    """The words of a page but for the sentence that it is old, which must be there."""
    before, _, rest = page.partition('<p class="problem outage"')
    notice, _, after = rest.partition("is not in it.</p>")
    assert SENTENCE in notice
    return (before + after).split()


@seen
def test_a_page_that_was_seen_goes_on_and_says_so(client, address):
    before = client.get(address)

    with gone():
        answer = client.get(address, headers={"if-none-match": before.headers["ETag"]})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == before.headers["Content-Type"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    if answer.headers["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert without_notice(page) == before.content.decode().split()
    else:
        assert answer.content == before.content
        assert SENTENCE in answer.headers["X-Notice"]


def test_a_page_is_as_of_the_moment_when_the_database_answered_last(client, monkeypatch):
    moment = timezone.datetime(2026, 5, 3, 14, 5, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    client.get("/")

    with gone():
        assert "as of 3 May 2026, 14:05 UTC; what" in client.get("/").content.decode()


def test_a_list_of_cards_that_are_at_hand_is_made_anew(client):
    client.get("/programs/")

    with gone():
        answer = client.get("/programs/?degree=none&sort=name")

    assert answer.status_code == 200
    assert SENTENCE in answer.content.decode()


def test_what_changed_since_a_page_was_sent_is_on_the_one_made_anew(client, program):
    client.get("/programs/")
    ProgramFactory(name="Brand New")
    client.get("/programs/?sort=newest")  # its cards are on the shelf now

    with gone():
        assert "Brand New" in client.get("/programs/").content.decode()


def test_a_page_of_yesterday_is_not_the_last_word(client, program, monkeypatch):
    RoundFactory(program=program, closes_on=TODAY)
    pages_by_day = []
    for day in (TODAY, TODAY + datetime.timedelta(days=1)):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_, day=day: day)
        pages_by_day.append(client.get("/programs/robots/").content.decode())

    with gone():
        shown = client.get("/programs/robots/").content.decode()

    assert pages_by_day[0] != pages_by_day[1]
    assert without_notice(shown) == pages_by_day[1].split()


def test_an_older_page_is_better_than_none(client):
    client.get("/programs/robots/")
    ProgramFactory()
    client.get("/about/")

    with gone():
        answer = client.get("/programs/robots/")

    assert answer.status_code == 200
    assert "Robot School" in answer.content.decode()


def test_the_database_is_not_asked_again_and_again(client):
    client.get("/programs/")

    with gone() as tried:
        for _ in range(5):
            client.get("/programs/?degree=phd")
            client.get("/programs/unseen/")

    assert len(tried) == 1


def test_now_and_then_one_request_asks_and_all_is_as_ever(client, monkeypatch, caplog):
    before = client.get("/programs/")
    with gone() as tried:
        client.get("/programs/")
        monkeypatch.setattr(module.time, "monotonic", lambda: 10**9)
        client.get("/programs/")
        assert len(tried) == 2
    monkeypatch.setattr(module.time, "monotonic", lambda: 2 * 10**9)

    after = client.get("/programs/")

    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]
    assert [record.getMessage() for record in caplog.records if record.name == module.__name__] == [
        "The database does not answer.",
        "The database answers again.",
    ]


def test_what_was_known_long_ago_keeps_nobody_waiting(client, monkeypatch):
    client.get("/programs/")
    with gone():
        client.get("/programs/")
    assert outage.is_known()
    monkeypatch.setattr(module.time, "monotonic", lambda: 10**9)

    assert [outage.is_known() for _ in range(4)] == [False] * 4


@pytest.mark.parametrize(
    "address", ["/programs/robots/", "/programs.csv", "/sitemap.xml", "/admin/login/", "/match/"]
)
def test_what_is_not_at_hand_is_said_to_be_so(client, address):
    client.get("/about/")

    with gone():
        answer = client.get(address) if "admin" not in address else log_in(client, address)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Our database does not answer at the moment" in answer.content.decode()


def log_in(client, address):
    return client.post(address, {"username": "somebody", "password": "guess"})


def test_the_first_page_of_a_process_needs_a_database(client):
    with gone():
        assert client.get("/").status_code == 503


def test_programs_are_told_so_as_of_any_problem(client):
    client.get("/about/")

    with gone():
        answer = client.get("/api/v1/programs/")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "30"
    assert json.loads(answer.content)["status"] == 503


def test_a_form_that_is_sent_is_not_taken_for_stored(client):
    with gone():
        assert client.post(REPORT_ADDRESS, REPORT).status_code == 503
    assert not Report.objects.exists()


def test_who_works_on_the_site_sees_what_went_wrong(client, settings):
    settings.DEBUG = True

    with gone(), pytest.raises(OperationalError):
        client.get("/sitemap.xml")


def test_a_statement_that_is_wrong_is_our_fault_and_no_outage():
    with pytest.raises(Exception, match="nothing_such") as raised, connection.cursor() as cursor:
        cursor.execute("SELECT nothing_such FROM programs_program")

    assert not is_gone(raised.value)
    assert not is_gone(ValueError())


def test_nothing_is_asked_nowhere():
    with nowhere(), pytest.raises(OperationalError, match="known to be gone") as raised:
        Program.objects.first()

    assert is_gone(raised.value)


# --- What is kept ----------------------------------------------------------------------------


def test_the_page_that_says_so_has_nothing_that_could_fail_to_render():
    source = get_template("503.html").template.source

    assert "{%" not in source
    assert "{{" not in source


def test_an_outage_is_forgotten_between_tests():
    assert catalogue.kept() is None
    assert not outage.is_known()

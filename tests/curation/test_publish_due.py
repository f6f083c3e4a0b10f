"""`manage.py publish_due`, and two who publish or archive at the same moment."""

import datetime
import io
from concurrent.futures import Future

import pytest
from django.core.management import call_command

from programs.curation import publishing
from programs.curation.publishing import forget_overtaken, publish_due
from programs.ledger import recording
from programs.models import Change, Program
from tests.factories import TODAY, PublishingFactory, UserFactory
from tests.threads import SECONDS, Pause, threads, until_it_waits

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-1, 1))


@pytest.fixture
def midnight(monkeypatch):
    """It is TODAY."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def run() -> list[str]:
    out = io.StringIO()
    call_command("publish_due", stdout=out)
    return out.getvalue().splitlines()


# --- The command -----------------------------------------------------------------------------


def test_the_command_says_what_it_did_what_not_and_why(midnight):
    PublishingFactory(program__slug="one", by__username="ada", on=YESTERDAY)
    PublishingFactory(program__slug="two", by=UserFactory(username="bo"))
    PublishingFactory(on=TOMORROW)

    assert run() == [
        "one: Published, set for 2026-11-21 by ada.",
        "two: Left, set for 2026-11-22. bo, who set the day, may not publish any more. "
        "Publish by hand, or set another day.",
        "1 program published, 1 left.",
    ]


def test_the_command_says_that_nothing_is_due(midnight):
    PublishingFactory(on=TOMORROW)

    assert run() == ["No program is due."]


# --- Two at once -----------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_once_one_waits_and_finds_nothing(monkeypatch):
    for _ in range(3):
        PublishingFactory()
    pause = Pause()
    monkeypatch.setattr(publishing, "_publish", pause.after(publishing._publish))

    with threads() as start:
        first = start(publish_due, TODAY)
        with pause.of(first):
            second: Future = start(publish_due, TODAY)
            until_it_waits(second)
            assert not second.done()
        published = [len(one.result(SECONDS).published) for one in (first, second)]

    assert published == [3, 0]
    assert Change.objects.filter(field="publication").count() == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_curator_who_archives_at_the_same_moment_is_waited_for(monkeypatch):
    one = PublishingFactory()
    pause = Pause()

    def archive() -> None:
        with recording([one.program_id]):
            Program.objects.filter(pk=one.program_id).update(publication="archived")
            pause.here()
            forget_overtaken([one.program_id])

    with threads() as start:
        curator = start(archive)
        with pause.of(curator):
            due: Future = start(publish_due, TODAY)
            until_it_waits(due)
        curator.result(SECONDS)
        outcome = due.result(SECONDS)

    assert (outcome.published, dict(outcome.left)) == ([], {})
    assert Program.objects.get().publication == "archived"

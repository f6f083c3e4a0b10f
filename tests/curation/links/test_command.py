"""`manage.py check_links`, end to end against a server of ours."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from programs.curation.links.pace import Pace
from programs.models import LinkCheck, LinkVisit
from tests.curation.links.servers import Reply, redirect
from tests.factories import CheckFactory, ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _allowed(server, settings, monkeypatch):
    settings.LINK_CHECK_ALLOW = [f"127.0.0.1:{server.port}"]
    monkeypatch.setattr(Pace.__init__, "__defaults__", (0.0, *Pace.__init__.__defaults__[1:]))


def run(*options):
    out = io.StringIO()
    call_command("check_links", *options, stdout=out)
    return out.getvalue().splitlines()


def make(server, **pages):
    return [ProgramFactory(slug=slug, url=f"{server.url}/{slug}") for slug in pages]


def yesterday():
    """Let a day pass for all that was asked."""
    day = datetime.timedelta(days=1)
    for row in LinkCheck.objects.all():
        since = row.since and row.since - day
        LinkCheck.objects.filter(pk=row.pk).update(at=row.at - day, since=since)
    LinkVisit.objects.update(asked_on=timezone.localdate() - day)


def test_all_is_well(server):
    make(server, a=1, b=2)
    server.replies = {"/a": Reply(), "/b": Reply()}

    assert run() == ["2 addresses asked: 2 answer."]
    assert run() == ["No address was asked. 2 addresses were asked today already."]


def test_what_needs_a_person_is_listed_by_program_and_address(server):
    make(server, well=1, gone=2, shy=3, moved=4)
    server.replies = {
        "/well": Reply(),
        "/shy": Reply(403),
        "/moved": redirect("http://127.0.0.1:1/"),
    }

    printed = run()

    today = f"{timezone.localdate():%-d %B %Y}"
    assert printed == [
        f"gone: Link did not answer once, since {today}. Status 404. {server.url}/gone",
        f"moved: Link could not be checked since {today}. Not asked. Only the usual ports, 80 and "
        f"443, are asked. {server.url}/moved",
        f"shy: Link could not be checked since {today}. Status 403. {server.url}/shy",
        "4 addresses asked: 1 answers, 1 did not answer, 2 could not be checked.",
    ]


def test_a_link_is_broken_after_three_days_and_not_before(server):
    make(server, gone=1)
    first = timezone.localdate() - datetime.timedelta(days=2)

    told = []
    for day in range(3):
        told.append(run()[0])
        assert LinkCheck.objects.get().times == day + 1
        if day < 2:
            yesterday()

    assert ["once" in told[0], "twice" in told[1]] == [True, True]
    assert told[2] == (f"gone: Link broken since {first:%-d %B %Y}. Status 404. {server.url}/gone")


def test_a_page_that_changed_since_the_check_is_listed(server):
    (program,) = make(server, page=1)
    server.replies["/page"] = Reply(body="<p>Apply by May.</p>")
    run()
    CheckFactory(program=program, at=timezone.now())
    yesterday()
    server.replies["/page"] = Reply(body="<p>Apply by June.</p>")

    printed = run()

    assert printed[0] == f"page: Link answers; page changed since your check. {server.url}/page"


def test_a_limit_leaves_the_rest(server):
    make(server, a=1, b=2, c=3)
    server.replies = {"/a": Reply(), "/b": Reply(), "/c": Reply()}

    assert run("--limit", "2") == ["2 addresses asked: 2 answer. 1 address is still to be asked."]
    assert run("--limit", "2") == [
        "1 address asked: 1 answers. 2 addresses were asked today already."
    ]


def test_programs_can_be_named_published_or_not(server):
    make(server, a=1, b=2, c=3)
    ProgramFactory(slug="d", url=f"{server.url}/d", draft=True)
    server.replies = {"/a": Reply(), "/b": Reply(), "/d": Reply()}

    assert run("--program", "a", "d", "--program", "b") == ["3 addresses asked: 3 answer."]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--program", "a", "nobody", "none"], "No program has the slug nobody, none."),
        (["--limit", "0"], "“0” is not a number of addresses. Write 1 or more."),
        (["--limit", "-3"], "“-3” is not a number of addresses. Write 1 or more."),
        (["--limit", "many"], "“many” is not a number of addresses. Write 1 or more."),
        (["everything"], "unrecognized arguments: everything"),
    ],
)
def test_a_wrong_call_is_told_what_is_wrong(server, options, sentence):
    make(server, a=1)

    with pytest.raises(CommandError, match=sentence):
        run(*options)

    assert server.asked == []


def test_a_wrong_setting_is_told_by_its_name(settings):
    settings.LINK_CHECK_ALLOW = ["10.0.0.1:80"]

    with pytest.raises(CommandError, match=r"LINK_CHECK_ALLOW: “10\.0\.0\.1:80” is no place"):
        run()


def test_stopping_at_the_keyboard_is_no_fault(server, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("programs.management.commands.check_links.check_links", stop)

    with pytest.raises(CommandError, match=r"^Stopped\.") as stopped:
        run()

    assert stopped.value.returncode == 130


def test_without_an_allowance_this_machine_is_not_spoken_to(server, settings):
    settings.LINK_CHECK_ALLOW = []
    make(server, a=1)

    printed = run()

    assert server.asked == []
    assert "Not asked." in printed[0]

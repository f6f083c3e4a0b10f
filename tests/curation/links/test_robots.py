"""Hosts say what may be asked, and how often."""

import pytest

from programs.choices import LinkOutcome
from programs.curation.links.pace import Pace
from tests.curation.links.servers import PUBLIC, Reply, local_asker, redirect

US = "Careerpaths-LinkCheck"


@pytest.mark.parametrize(
    ("rules", "is_asked"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /*?", False),
        ("User-agent: *\nDisallow: /\nAllow: /page", True),
        ("User-agent: Other\nDisallow: /", True),
        (f"User-agent: {US}\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        (f"User-agent: {US}\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
        ("<html>Not found</html>", True),
        ("", True),
    ],
)
def test_robots_txt_is_kept_to(server, rules, is_asked):
    server.replies = {
        "/robots.txt": Reply(body=rules, kind="text/plain"),
        "/page?a=1": Reply(),
    }

    answer = local_asker(server).ask(f"{server.url}/page?a=1")

    assert bool(server.paths) is is_asked
    assert answer.outcome == (LinkOutcome.OK if is_asked else LinkOutcome.CANNOT_TELL)
    assert answer.note == ("" if is_asked else "Not asked: its robots.txt keeps us out.")


@pytest.mark.parametrize(
    ("status", "is_asked"), [(404, True), (403, True), (429, False), (500, False), (503, False)]
)
def test_rules_that_can_not_be_read_allow_nothing_and_absent_ones_all(server, status, is_asked):
    server.replies = {"/robots.txt": Reply(status), "/": Reply()}

    answer = local_asker(server).ask(f"{server.url}/")

    assert bool(server.paths) is is_asked
    assert answer.outcome == (LinkOutcome.OK if is_asked else LinkOutcome.CANNOT_TELL)


def test_rules_are_read_once_for_all_pages_of_a_host(server):
    server.replies = {"/a": Reply(), "/b": Reply()}
    asker = local_asker(server)

    asker.ask(f"{server.url}/a")
    asker.ask(f"{server.url}/b")

    assert [path for _, _, path in server.asked].count("/robots.txt") == 1


def test_rules_hold_for_where_a_redirect_leads(web, server):
    server.replies = {
        "/": redirect("http://other.example/secret"),
        "/secret": Reply(),
        "/robots.txt": Reply(body="User-agent: *\nDisallow: /secret", kind="text/plain"),
    }

    answer = web.asker().ask("http://program.example/")

    assert server.paths == ["HEAD /"]
    assert answer.outcome == LinkOutcome.CANNOT_TELL


def test_rules_may_lie_behind_a_redirect(web, server):
    web.name("www.program.example", [PUBLIC])
    server.replies = {
        "/robots.txt": redirect("http://www.program.example/rules"),
        "/rules": Reply(body="User-agent: *\nDisallow: /", kind="text/plain"),
        "/": Reply(),
    }

    assert web.asker().ask("http://program.example/").outcome == LinkOutcome.CANNOT_TELL


def test_a_host_that_is_not_there_is_tried_once(web):
    web.ports = {}
    asker = web.asker()

    answers = [asker.ask(f"http://program.example/{page}") for page in "ab"]

    assert web.opened == [(PUBLIC, 80)]
    assert [answer.outcome for answer in answers] == [LinkOutcome.BROKEN] * 2


@pytest.mark.parametrize(("wish", "seconds"), [("5", 5), ("0.5", 1), ("86400", 30), ("no", 1)])
def test_who_wishes_for_more_time_between_requests_gets_it(server, wish, seconds):
    slept = []
    rules = f"User-agent: *\nCrawl-delay: {wish}"
    server.replies = {"/robots.txt": Reply(body=rules, kind="text/plain"), "/": Reply()}

    local_asker(server, pace=Pace(1, clock=lambda: 0.0, sleep=slept.append)).ask(f"{server.url}/")

    # Before HEAD the wish was not known.
    assert slept == [1, seconds]

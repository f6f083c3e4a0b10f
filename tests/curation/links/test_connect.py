"""Sockets go to the very address that was judged, under the name that was asked for."""

import ssl
from collections.abc import Iterator

import httpcore
import pytest
import trustme

from programs.choices import LinkOutcome
from programs.curation.links.connect import Deadline, GuardedBackend
from programs.curation.links.guard import Guard, Refused
from tests.curation.links.servers import OTHER, PUBLIC, Reply, Server, Web, redirect, serving

PRIVATE = ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:127.0.0.1"]


def test_the_socket_goes_to_the_address_and_the_request_to_the_name(web, server):
    server.replies["/"] = redirect("/page")

    web.asker().ask("http://program.example/")

    assert set(web.opened) == {(PUBLIC, 80)}
    assert {host for _, host, _ in server.asked} == {"program.example"}


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize("beside", [[], [PUBLIC]], ids=["alone", "beside-a-public-one"])
def test_a_name_that_leads_home_is_never_spoken_to(web, server, address, beside):
    web.name("inside.example", [*beside, address])

    answer = web.asker().ask("http://inside.example/")

    assert (web.opened, server.asked) == ([], [])
    assert answer.outcome == LinkOutcome.CANNOT_TELL
    assert answer.note == "Not asked. The address does not lead to the public internet."


@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.1/", "http://127.0.0.1:80/", "http://[::1]/", "http://localhost/"),
        *("http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://127.1/"),
        *("http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://169.254.169.254/"),
        *("//127.0.0.1/", "http://inside.example/", "http://mixed.example/"),
        *("http://program.example:22/", "ftp://program.example/", "file:///etc/passwd"),
        *("http://ada:secret@program.example/", "gopher://127.0.0.1:6379/_FLUSHALL"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_address_may_not(web, server, target):
    web.name("inside.example", ["192.168.1.1"])
    web.name("mixed.example", [PUBLIC, "10.0.0.1"])
    server.replies["/"] = redirect(target)

    answer = web.asker().ask("http://program.example/")

    assert {place for place, _ in web.opened} == {PUBLIC}
    assert {(host, path) for _, host, path in server.asked} <= {
        ("program.example", "/robots.txt"),
        ("program.example", "/"),
    }
    assert answer.outcome == LinkOutcome.CANNOT_TELL
    assert answer.note.startswith("Not asked.")


def test_the_rules_for_robots_are_no_way_in_either(web, server):
    server.replies["/robots.txt"] = redirect("http://127.0.0.1/")

    answer = web.asker().ask("http://program.example/")

    assert web.opened == [(PUBLIC, 80)]
    assert answer.outcome == LinkOutcome.CANNOT_TELL


@pytest.mark.parametrize("public", [1, 2, 3])
def test_a_second_answer_of_the_dns_does_not_differ_unnoticed(web, server, public):
    """Each socket has a lookup of its own, and goes to what that gave."""
    over = {"Connection": "close"}
    server.replies = {"/robots.txt": Reply(404, headers=over), "/": redirect("/")}
    server.replies["/"].headers |= over
    web.name("program.example", *[[PUBLIC]] * public, ["127.0.0.1"])

    web.asker().ask("http://program.example/")

    assert web.opened == [(PUBLIC, 80)] * public
    assert len(web.resolved) == public + 1


def test_a_host_is_looked_up_once_for_a_socket(web):
    web.asker().ask("http://program.example/")

    assert len(web.resolved) == len(web.opened)


def test_proxies_of_the_environment_are_not_asked(web, server, monkeypatch):
    with serving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)

        web.asker().ask("http://program.example/")

    assert proxy.asked == []
    assert server.asked


def test_no_file_of_this_machine_is_a_host():
    backend = GuardedBackend(Guard(), Deadline(1))

    with pytest.raises(Refused):
        backend.connect_unix_socket("/run/docker.sock")


def test_the_next_address_is_tried_where_one_takes_no_connection(web):
    web.name("program.example", ["2606:4700::1", PUBLIC])

    assert web.asker().ask("http://program.example/").http_status == 404
    assert web.opened[:2] == [("2606:4700::1", 80), (PUBLIC, 80)]


def test_after_the_deadline_no_step_is_taken():
    moments = iter([0.0, 4.0, 9.0, 11.0])
    deadline = Deadline(10, lambda: next(moments))

    assert deadline.cap(5) == 5
    assert deadline.cap(5) == 1
    with pytest.raises(httpcore.TimeoutException):
        deadline.cap(None)


# --- TLS -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("program.example").configure_cert(context)
    with serving(context) as one:
        yield one


@pytest.fixture
def secure_web(secure: Server) -> Web:
    web = Web()
    web.name("program.example", [PUBLIC])
    web.name("other.example", [OTHER])
    web.ports = {(PUBLIC, 443): secure.port, (OTHER, 443): secure.port}
    return web


def test_a_certificate_must_be_in_the_name_that_was_asked_for(secure_web, secure, trusting):
    asker = secure_web.asker(ssl_context=trusting)

    right = asker.ask("https://program.example/")
    wrong = asker.ask("https://other.example/")

    assert right.http_status == 404
    assert (wrong.http_status, wrong.outcome) == (None, LinkOutcome.BROKEN)
    assert "certificate is not valid" in wrong.note
    assert {host for _, host, _ in secure.asked} == {"program.example"}


def test_a_certificate_of_nobody_known_is_not_taken(secure_web, secure):
    answer = secure_web.asker(ssl_context=ssl.create_default_context()).ask(
        "https://program.example/"
    )

    assert secure.asked == []
    # A part of the chain is missing, for all that we can see.
    assert answer.outcome == LinkOutcome.CANNOT_TELL


def test_who_speaks_no_tls_can_not_be_told(web, server):
    web.ports[PUBLIC, 443] = server.port

    answer = web.asker().ask("https://program.example/")

    assert answer.outcome == LinkOutcome.CANNOT_TELL
    assert "No secure connection" in answer.note

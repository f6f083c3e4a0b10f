"""How an address is asked, and what its answers mean."""

import gzip
import socket
import threading
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import LinkOutcome
from programs.curation.links.fetch import MOST_REDIRECTS
from programs.curation.links.text import text_hash
from tests.curation.links.servers import PUBLIC, Reply, Server, local_asker, redirect

PAGE = "<title>Residency</title><h1>A residency</h1><p>Apply by May.</p>"


def hang(handler):
    """Say nothing until the other side gives up."""
    handler.connection.settimeout(10)
    handler.rfile.read(1)


def drip(handler):
    """Send a byte now and then, without end."""
    pause = threading.Event()
    while not pause.wait(0.02):
        handler.wfile.write(b"x")


# --- HEAD and GET ----------------------------------------------------------------------------


def test_a_text_is_asked_for_with_head_and_read_with_get(server):
    server.replies["/"] = Reply(body=PAGE)

    answer = local_asker(server).ask(f"{server.url}/")

    assert server.paths == ["HEAD /", "GET /"]
    assert (answer.outcome, answer.http_status) == (LinkOutcome.OK, 200)
    assert (answer.text_hash, answer.final_url, answer.note) == (text_hash(PAGE), "", "")


def test_what_is_no_text_is_not_read(server):
    server.replies["/a.pdf"] = Reply(kind="application/pdf", body=b"%PDF")

    answer = local_asker(server).ask(f"{server.url}/a.pdf")

    assert server.paths == ["HEAD /a.pdf"]
    assert (answer.outcome, answer.text_hash) == (LinkOutcome.OK, "")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_where_head_is_refused_get_decides(server, status):
    server.replies |= {"HEAD /": Reply(status), "GET /": Reply(body=PAGE)}

    answer = local_asker(server).ask(f"{server.url}/")

    assert server.paths == ["HEAD /", "GET /"]
    assert (answer.outcome, answer.text_hash) == (LinkOutcome.OK, text_hash(PAGE))


def test_a_fragment_stays_here(server):
    server.replies["/"] = Reply()

    answer = local_asker(server).ask(f"{server.url}/#apply")

    assert server.paths == ["HEAD /", "GET /"]
    assert answer.final_url == ""


def test_we_say_who_we_are(server, settings):
    settings.SITE_URL = "https://careers.example.org"
    server.replies["/"] = Reply()

    local_asker(server).ask(f"{server.url}/")

    assert {headers["user-agent"] for headers in server.headers} == {
        "Careerpaths-LinkCheck/1.0 (+https://careers.example.org/about/)"
    }
    assert not any(
        {"cookie", "referer", "authorization"} & headers.keys() for headers in server.headers
    )


# --- Redirects -------------------------------------------------------------------------------


def test_a_redirect_within_the_site_is_followed(server):
    server.replies |= {"/": redirect("/new?a=1", 301), "/new?a=1": Reply(body=PAGE)}

    answer = local_asker(server).ask(f"{server.url}/")

    assert server.paths == ["HEAD /", "HEAD /new?a=1", "GET /new?a=1"]
    assert (answer.outcome, answer.final_url) == (LinkOutcome.OK, f"{server.url}/new?a=1")


def test_a_redirect_to_another_host_is_flagged(web, server):
    server.replies |= {"/": redirect("http://other.example/new"), "/new": Reply(body=PAGE)}

    answer = web.asker().ask("http://program.example/")

    assert (answer.outcome, answer.final_url) == (LinkOutcome.MOVED, "http://other.example/new")
    assert answer.text_hash == text_hash(PAGE)


def test_www_is_no_other_host(web, server):
    web.name("www.program.example", [PUBLIC])
    server.replies |= {"/": redirect("http://www.program.example/new"), "/new": Reply()}

    assert web.asker().ask("http://program.example/").outcome == LinkOutcome.OK


@pytest.mark.parametrize("redirects", [MOST_REDIRECTS, MOST_REDIRECTS + 1])
def test_so_many_redirects_are_followed_and_no_more(server, redirects):
    server.replies |= {f"/{step}": redirect(f"/{step + 1}") for step in range(redirects)}
    server.replies[f"/{redirects}"] = Reply()

    answer = local_asker(server).ask(f"{server.url}/0")

    is_followed = redirects == MOST_REDIRECTS
    assert answer.outcome == (LinkOutcome.OK if is_followed else LinkOutcome.CANNOT_TELL)
    assert f"HEAD /{MOST_REDIRECTS + 1}" not in server.paths


@pytest.mark.parametrize("location", ["http://[::1", "http://a b:c/", "http://x\\@y:0x/", "http:"])
def test_a_redirect_that_can_not_be_read_can_not_be_told(server, location):
    server.replies["/"] = redirect(location)

    assert local_asker(server).ask(f"{server.url}/").outcome == LinkOutcome.CANNOT_TELL


def test_where_it_led_to_fits_its_column(server):
    target = f"/new?{'x' * 600}"
    server.replies |= {"/": redirect(target), target: Reply()}

    assert local_asker(server).ask(f"{server.url}/").final_url == f"{server.url}/"


# --- What answers mean -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((status, LinkOutcome.BROKEN) for status in (404, 410, 500, 502, 504, 521)),
        *((status, LinkOutcome.CANNOT_TELL) for status in (300, 304, 400, 401, 403, 405, 406)),
        *((status, LinkOutcome.CANNOT_TELL) for status in (408, 418, 429, 451, 503, 529, 999)),
    ],
)
def test_a_status_means(server, status, outcome):
    server.replies["/"] = Reply(status)

    answer = local_asker(server).ask(f"{server.url}/")

    assert (answer.outcome, answer.http_status) == (outcome, status)
    assert (answer.is_silence, answer.note) == (False, "")


def test_nobody_there_is_a_failure():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # Ours, and nobody listens.
        server = Server(closed.getsockname()[1])

        answer = local_asker(server).ask(f"{server.url}/")

    assert (answer.outcome, answer.is_silence) == (LinkOutcome.BROKEN, True)
    assert answer.note == "No connection was possible."


@pytest.mark.parametrize(
    ("error", "outcome", "note"),
    [
        (socket.gaierror(socket.EAI_NONAME, "?"), LinkOutcome.BROKEN, "There is no such host."),
        (socket.gaierror(socket.EAI_AGAIN, "?"), LinkOutcome.CANNOT_TELL, "Not reached"),
        (OSError(101, "Network is unreachable"), LinkOutcome.CANNOT_TELL, "Not reached"),
    ],
    ids=["no-such-host", "no-resolver", "no-network"],
)
def test_a_name_without_an_address_fails_unless_it_is_our_fault(web, error, outcome, note):
    def resolve(*_):
        raise error

    web.resolve = resolve

    answer = web.asker().ask("http://program.example/")

    assert (answer.outcome, answer.is_silence) == (outcome, True)
    assert answer.note.startswith(note)


@pytest.mark.parametrize("url", ["http://[::1", "", "not an address", "http://x:99999999/"])
def test_what_is_no_address_can_not_be_told(web, url):
    answer = web.asker().ask(url)

    assert web.opened == []
    assert answer.outcome == LinkOutcome.CANNOT_TELL
    assert answer.note.startswith("Not asked.")


# --- Time and size ---------------------------------------------------------------------------


def test_a_page_that_never_answers_is_a_failure(server):
    server.replies["/"] = Reply(before=hang)

    answer = local_asker(server, seconds=0.3).ask(f"{server.url}/")

    assert (answer.outcome, answer.is_silence) == (LinkOutcome.BROKEN, True)
    assert answer.note == "It did not answer in time."


def test_a_host_whose_rules_never_come_can_not_be_told(server):
    server.replies = {"/": Reply(), "/robots.txt": Reply(before=hang)}

    answer = local_asker(server, seconds=0.3).ask(f"{server.url}/")

    assert server.paths == []
    assert (answer.outcome, answer.is_silence) == (LinkOutcome.CANNOT_TELL, False)


@pytest.mark.parametrize("then", [hang, drip])
def test_a_text_that_does_not_end_is_left_in_time(server, then):
    server.replies["/"] = Reply(then=then)
    began = time.monotonic()

    answer = local_asker(server, seconds=0.5).ask(f"{server.url}/")

    assert time.monotonic() - began < 5
    assert (answer.outcome, answer.text_hash) == (LinkOutcome.OK, "")


def test_a_long_text_is_read_to_its_limit(server):
    def flood(handler):
        for _ in range(10_000):
            handler.wfile.write(b"<p>word</p>" * 6_000)

    server.replies["/"] = Reply(then=flood)

    answer = local_asker(server).ask(f"{server.url}/")

    assert answer.text_hash == text_hash(("<p>word</p>" * 100_000)[:1_000_000])


def test_a_packed_text_is_unpacked_to_its_limit(server):
    bomb = gzip.compress(b"a" * 50_000_000)
    server.replies["/"] = Reply(body=bomb, headers={"Content-Encoding": "gzip"})

    answer = local_asker(server).ask(f"{server.url}/")

    assert answer.text_hash == text_hash("a" * 1_000_000)


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("br", b"\x0b\x02\x80page\x03"),
        ("gzip", b"no gzip"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"page"))),
        ("deflate", zlib.compress(b"page")),
    ],
    # Packed bytes hold the time: no name that all test processes would agree on.
    ids=["unknown", "not packed", "packed twice", "another way"],
)
def test_a_text_that_we_can_not_unpack_has_no_hash(server, packing, body):
    server.replies["/"] = Reply(body=body, headers={"Content-Encoding": packing})

    answer = local_asker(server).ask(f"{server.url}/")

    assert (answer.outcome, answer.text_hash) == (LinkOutcome.OK, "")


def test_a_text_in_any_encoding_has_a_hash_of_its_own(server):
    asker = local_asker(server)
    hashes = set()
    for word in ("café", "cafè"):
        server.replies["/"] = Reply(body=word.encode("latin-1"), kind="text/html")
        hashes.add(asker.ask(f"{server.url}/").text_hash)

    assert len(hashes) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n")))
def test_whatever_a_redirect_says_nothing_is_raised(server, location):
    server.replies["/"] = Reply(302, headers={"Location": location})

    assert local_asker(server).ask(f"{server.url}/").outcome in LinkOutcome

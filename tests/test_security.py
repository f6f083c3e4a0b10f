"""Bounds of a request and headers of every answer, whoever gives it."""

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler

from careerpaths.security import HEADERS, LARGEST_FORM, LONGEST_QUERY

pytestmark = pytest.mark.once

EVERYWHERE = {
    **HEADERS,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ANSWERS = {
    "/": 200,
    "/admin/login/": 200,
    "/admin/": 302,
    "/api/v1/programs/": 200,
    "/api/v1/nowhere/": 404,
    "/nowhere/": 404,
    "/programs": 301,
    "/programs.csv": 200,
    "/robots.txt": 200,
    "/static/css/base.css": 200,
    f"/?{'a' * (LONGEST_QUERY + 1)}": 414,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "status"), ANSWERS.items(), ids=[one[:30] for one in ANSWERS])
def test_every_answer_has_every_header(client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "object-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    answer.close()


def test_an_error_and_a_wrong_host_have_them_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("programs.catalogue.current", lambda _: 1 / 0)

    for answer in (client.get("/"), client.get("/", headers={"host": "evil.example"})):
        assert answer.status_code in (400, 500)
        assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_a_redirect_to_https_has_them_and_stays_on_the_host(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    from django.test import Client

    answer = Client().get("//evil.example/")

    assert answer.status_code == 301
    assert answer.headers["Location"].startswith("https://testserver/")
    assert answer.headers["Permissions-Policy"] == HEADERS["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/match/", "/plan/", "/suggest/", "/nowhere/", "/api/v1/"])
def test_a_body_that_no_form_sends_is_refused_unread(client, address):
    big = SimpleUploadedFile("big.bin", b"x" * LARGEST_FORM)

    answer = client.post(address, {"file": big})

    assert answer.status_code == 413
    assert answer.content == b"What was sent is larger than the 0.1 MB we take here.\n"


@pytest.mark.django_db
def test_files_go_to_the_admin_alone_and_are_bounded_there(client, settings):
    settings.IMPORT_UPLOAD_MAX_BYTES = LARGEST_FORM
    login = f"/{configured.ADMIN_PATH}login/"

    def sent(size: int) -> int:
        return client.post(login, {"file": SimpleUploadedFile("a.bin", b"x" * size)}).status_code

    assert sent(LARGEST_FORM) == 200
    assert sent(2 * LARGEST_FORM) == 413


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["9" * 30, "-1", "many"])
def test_a_length_that_lies_is_no_error(client, told):
    client.raise_request_exception = False

    answer = client.post("/match/", CONTENT_LENGTH=told)

    assert answer.status_code in (200, 400, 413)


@pytest.mark.django_db
def test_the_longest_address_is_answered(client):
    query = "q=" + "a" * (LONGEST_QUERY - 2)

    assert client.get(f"/programs/?{query}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/healthz", "/nowhere/", "/programs.csv", "/robots.txt"])
def test_who_asks_for_the_head_alone_gets_no_body(rf, address):
    """Asked as a server asks: the client of tests leaves bodies out itself."""

    def ask(method: str) -> tuple[str, dict[str, str], bytes]:
        started = []
        answer = WSGIHandler()(
            rf.generic(method, address).environ, lambda *told: started.extend(told)
        )
        body = b"".join(answer)
        answer.close()
        return started[0], dict(started[1]), body

    status, headers, body = ask("GET")
    told = ask("HEAD")

    assert body
    assert told[0] == status
    assert told[2] == b""
    assert told[1].keys() >= headers.keys() - {"Content-Length"}
    assert told[1].get("Content-Length", str(len(body))) == str(len(body))

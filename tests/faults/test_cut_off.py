"""A connection breaks while something is sent: nothing of it is taken, and nothing fails."""

import io

import pytest
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from careerpaths.bodies import Whole
from careerpaths.wsgi import application
from programs.models import ImportBatch, Report
from tests.factories import ProgramFactory, UserFactory
from tests.views.sending import REPORT_ADDRESS

# The application is asked as a server asks it, and closes the connection of a test on PostgreSQL.
pytestmark = pytest.mark.once

TOKEN = "t" * 32
ROWS = b"slug,name\n" + b"robots,Robots\n" * 20_000
FORMS = "application/x-www-form-urlencoded"


def send(address: str, body: bytes, came: int, media_type: str = FORMS, cookies: str = "") -> str:
    """Send the first so many bytes of a body as a server hands them on; return the status line."""
    environ = RequestFactory().generic("POST", address, body, media_type).environ
    environ |= {"wsgi.input": io.BytesIO(body[:came]), "HTTP_COOKIE": cookies}
    status = []
    answer = application(environ, lambda line, *_: status.append(line))
    list(answer)
    answer.close()
    return status[0]


@pytest.mark.django_db
@pytest.mark.parametrize("share", [1, 0.999, 0.5, 0.01, 0])
def test_half_a_file_is_no_file(share: float):
    client = Client()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}"
    file = io.BytesIO(ROWS)
    file.name = "rows.csv"
    body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN, "file": file})

    address = "/admin/programs/importbatch/upload/"
    status = send(address, body, int(len(body) * share), MULTIPART_CONTENT, cookies)

    assert (status[:3], ImportBatch.objects.count()) == (("302", 1) if share == 1 else ("403", 0))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [REPORT_ADDRESS, "/suggest/", "/match/", "/plan/"])
def test_half_a_form_is_no_form(address: str):
    ProgramFactory(slug="robots")

    assert send(address, b"kind=correction&message=" + b"x" * 5_000, 2_000)[:3] == "400"
    assert not Report.objects.exists()


@pytest.mark.parametrize("size", [1, 7, 10, 64])
def test_a_whole_body_is_read_as_it_came(size: int):
    body, sent = Whole(io.BytesIO(b"one\ntwo\nend"), 11), b""
    while part := body.readline(size):
        sent += part

    assert sent == b"one\ntwo\nend"

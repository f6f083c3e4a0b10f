"""The log says what happened, and nothing of who visits."""

import logging
import re

import pytest
from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from careerpaths.logs import logging_of
from careerpaths.urls import urlpatterns as site_urls
from programs.monitoring.lines import Line, trace_of
from programs.monitoring.seen import HEADER, RUN
from tests.factories import ProgramFactory, UserFactory
from tests.monitoring.logged import log
from tests.views.sending import REPORT, REPORT_ADDRESS

__all__ = ["log"]

REQUESTS = "careerpaths.requests"
SECRETS = {
    "name": "Ada Lovelace",
    "mail": "ada@lovelace.example",
    "phone": "555-0100-42",
    "search": "wheelchair",
    "address": "203.0.113.77",
    "agent": "AdaBrowser",
    "referrer": "my-diary.example",
    "cookie": "chocolate-chip",
    "password": "correct-horse",
    "path": "a-path-of-her-own",
    "host": "ada-at-home.example",
}


def fails(request, given=""):
    number = int(f"{SECRETS['mail']} {request.POST.get('name', '')}")
    return HttpResponse(str(number))


def fails_twice(request):
    try:
        fails(request)
    except ValueError as error:
        raise KeyError(request.GET.get("q")) from error


def streams(request):
    logging.getLogger("tests").info("between the parts")
    return StreamingHttpResponse(part for part in (b"one", b"two"))


def streams_and_fails(request):
    def parts():
        yield b"one"
        raise ValueError(SECRETS["mail"])

    return StreamingHttpResponse(parts())


def missing(request, given=""):
    raise Http404(SECRETS["name"])


urlpatterns = [
    path("fails/<str:given>/", fails, name="fails"),
    path("fails_twice/", fails_twice, name="fails_twice"),
    path("streams/", streams, name="streams"),
    path("streams_and_fails/", streams_and_fails, name="streams_and_fails"),
    path("missing/<str:given>/", missing, name="missing"),
    *site_urls,
]


@pytest.fixture
def visitor() -> Client:
    """Somebody whose browser says everything, and of whom views that fail know more."""
    visitor = Client(
        raise_request_exception=False,
        REMOTE_ADDR=SECRETS["address"],
        headers={
            "user-agent": SECRETS["agent"],
            "referer": f"https://{SECRETS['referrer']}/",
            "x-forwarded-for": SECRETS["address"],
            "x-request-id": SECRETS["mail"],
        },
    )
    visitor.cookies["sessionid"] = SECRETS["cookie"]
    return visitor


# --- One line a request ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_request_is_one_line_with_what_it_came_to(client, log):
    answer = client.get("/programs/?q=robots")

    (line,) = log.lines
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line.pop("ms") > 0
    assert line.pop("query_ms") >= 0
    assert line.pop("queries") >= 0
    assert line == {
        "level": "INFO",
        "logger": REQUESTS,
        "message": "GET programs:programs 200",
        "request": answer.headers[HEADER],
        "method": "GET",
        "route": "programs:programs",
        "status": 200,
        "bytes": len(answer.content),
    }


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        pytest.param("6f1c2a3b4d5e6f708192a3b4c5d6e7f8", True, id="nginx"),
        pytest.param("0b8f6b0e-6d1c-4c8e-9b0a-3a1f4c2d5e6f", True, id="uuid"),
        pytest.param("short", False, id="short"),
        pytest.param("a" * 65, False, id="long"),
        pytest.param("ada-lovelace-of-london", False, id="words"),
        pytest.param('0123456789abcdef"}\n{"', False, id="another-line"),
        pytest.param("", False, id="none"),
    ],
)
def test_an_id_is_taken_from_a_proxy_if_it_looks_like_one(client, log, given, is_taken):
    answer = client.get("/robots.txt", headers={"x-request-id": given})

    told = answer.headers[HEADER]
    assert (told == given) is is_taken
    assert log.lines[0]["request"] == told
    assert re.fullmatch(r"[0-9a-f-]{32,36}", told)


def test_each_request_has_an_id_of_its_own(client, log):
    assert len({client.get("/robots.txt").headers[HEADER] for _ in range(3)}) == 3


@pytest.mark.urls(__name__)
def test_every_line_of_a_request_has_its_id_and_route(client, log):
    answer = client.get("/streams/")
    assert b"".join(answer.streaming_content) == b"onetwo"

    assert [line["message"] for line in log.lines] == ["between the parts", "GET streams 200"]
    assert {(line["request"], line["route"]) for line in log.lines} == {
        (answer.headers[HEADER], "streams")
    }
    assert log.lines[1]["bytes"] == 6


@pytest.mark.urls(__name__)
def test_an_answer_that_breaks_off_is_told_too(client, log):
    answer = client.get("/streams_and_fails/")
    with pytest.raises(ValueError, match="ada"):
        b"".join(answer.streaming_content)

    assert [(line["route"], line["bytes"]) for line in log.of(REQUESTS)] == [
        ("streams_and_fails", 3)
    ]


def test_lines_outside_of_a_request_share_the_id_of_the_run(log):
    logging.getLogger("tests").warning("One of %s.", 2)
    logging.getLogger("tests").warning("Another.")

    assert [(line["run"], line["message"]) for line in log.lines] == [
        (RUN, "One of 2."),
        (RUN, "Another."),
    ]


def test_a_line_stays_one_whatever_is_in_it(log):
    logging.getLogger("tests").warning("Zeile\neins “ü”")

    assert log.text.count("\n") == 1
    assert log.lines[0]["message"] == "Zeile\neins “ü”"


def test_static_files_are_not_told(client, log):
    assert client.get(f"{settings.STATIC_URL}css/none.css").status_code == 404

    assert log.of(REQUESTS) == []


@pytest.mark.django_db
def test_deeds_in_the_admin_have_the_key_of_the_user_and_not_the_name(client, log):
    user = UserFactory(username=SECRETS["name"], is_staff=True, is_superuser=True)
    client.force_login(user)

    client.get(f"/{settings.ADMIN_PATH}")

    assert log.of(REQUESTS)[-1]["user"] == user.pk
    assert SECRETS["name"] not in log.text


# --- Nothing of anybody ----------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_nothing_that_a_visitor_says_is_in_the_log(visitor, log):
    ProgramFactory(slug="robots")
    said = {"name": SECRETS["name"], "message": SECRETS["mail"], "proposed": SECRETS["phone"]}
    query = f"?q={SECRETS['search']}&{SECRETS['phone']}={SECRETS['mail']}"

    answers = [
        visitor.get(f"/programs/{query}"),
        visitor.get(f"/api/v1/programs/{query}"),
        visitor.get(f"/api/v1/{SECRETS['path']}/{query}"),
        visitor.post("/match/", said),
        visitor.post(REPORT_ADDRESS, REPORT | said),
        visitor.post("/suggest/", said),
        visitor.get(f"/{SECRETS['path']}/{query}"),
        visitor.get(f"/reports/{SECRETS['path']}/"),
        visitor.get(f"/missing/{SECRETS['path']}/{query}"),
        visitor.post("/programs/", said),
        visitor.get(f"/programs/{query}", headers={"host": SECRETS["host"]}),
        visitor.get(f"/%00{SECRETS['path']}"),
        visitor.get(f"/fails/{SECRETS['path']}/{query}"),
        visitor.post(f"/fails/{SECRETS['path']}/", said),
        visitor.get(f"/fails_twice/{query}"),
        visitor.post(
            f"/{settings.ADMIN_PATH}login/{query}",
            {"username": SECRETS["mail"], "password": SECRETS["password"]},
        ),
        Client(enforce_csrf_checks=True).post(
            f"/{settings.ADMIN_PATH}login/{query}",
            said,
            headers={"origin": f"https://{SECRETS['referrer']}"},
        ),
    ]

    statuses = {answer.status_code for answer in answers}
    assert {200, 400, 403, 404, 405, 500} <= statuses
    assert [name for name, secret in SECRETS.items() if secret in log.text] == []
    assert len(log.of(REQUESTS)) == len(answers)


@pytest.mark.urls(__name__)
def test_an_error_has_its_traceback_without_its_message(visitor, log):
    visitor.get("/fails_twice/?q=wheelchair")

    (line,) = log.of("django.request")
    assert line["message"] == "A request failed."
    assert line["level"] == "ERROR"
    assert line["route"] == "fails_twice"
    trace = line["trace"]
    assert trace.index("builtins.ValueError") < trace.index("builtins.KeyError")
    assert 'number = int(f"' in trace
    assert trace.count("in fails_twice") == 2
    assert [line["status"] for line in log.of(REQUESTS)] == [500]


def test_what_was_hidden_on_purpose_is_not_told():
    hidden, shown = ValueError(), KeyError()
    shown.__context__ = hidden
    assert "ValueError" in trace_of(shown)

    shown.__suppress_context__ = True

    assert trace_of(shown) == "builtins.KeyError"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Error handling request /match/?degree=phd", "Error handling request"),
        ("Invalid request from ip=203.0.113.77: no", "Invalid request"),
        ("Listening at: http://127.0.0.1:8000 (7)", "Listening at: http://127.0.0.1:8000 (7)"),
    ],
)
def test_the_server_tells_no_address_either(message: str, told: str):
    record = logging.LogRecord("gunicorn.error", logging.ERROR, "", 1, message, None, None)

    line = Line().format(record)

    assert f'"message": "{told}"' in line


def test_the_log_is_for_people_where_they_work_on_the_site():
    mine, productions = (logging_of("INFO", for_people=mine) for mine in (True, False))

    assert mine["formatters"]["line"]["format"] == "{asctime} {levelname} {name}: {message}"
    assert productions["formatters"]["line"] == {"()": "programs.monitoring.lines.Line"}

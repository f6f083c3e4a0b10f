"""Queries are counted for their request; slow ones are named, without what was asked for."""

import pytest
from django.db import connection

from programs.models import Program
from programs.monitoring import queries
from tests.factories import ProgramFactory
from tests.monitoring.logged import log

__all__ = ["log"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch) -> None:
    """Let each query take a second, as it seems."""
    seconds = iter(range(10**6))
    monkeypatch.setattr(queries.time, "perf_counter", lambda: next(seconds))


def slow_lines(log) -> list[dict]:
    return log.of("careerpaths.queries")


def test_a_slow_query_is_told_without_its_parameters(log, slow):
    list(Program.objects.filter(name="Ada Lovelace"))

    (line,) = slow_lines(log)
    assert line["level"] == "WARNING"
    assert line["ms"] == 1000
    assert line["database"] == "default"
    assert line["sql"].startswith("SELECT ")
    assert line["message"] == f"A slow query: {line['sql']}"
    assert "Ada" not in log.text


def test_it_belongs_to_its_request(client, log, slow):
    ProgramFactory(slug="robots")
    before = len(slow_lines(log))

    answer = client.get("/programs/robots/")

    lines = slow_lines(log)[before:]
    told = {(line["request"], line["route"]) for line in lines}
    assert told == {(answer.headers["X-Request-ID"], "programs:program")}
    (request,) = log.of("careerpaths.requests")
    assert request["queries"] == len(lines) > 0
    assert request["query_ms"] == len(lines) * 1000


@pytest.mark.parametrize("limit", [0, 1001], ids=["off", "not-that-slow"])
def test_what_is_not_slow_is_not_told(log, slow, settings, limit):
    settings.SLOW_QUERY_MS = limit

    list(Program.objects.all())

    assert slow_lines(log) == []


def test_a_query_that_fails_is_counted_too(log, slow):
    with pytest.raises(Exception, match="nothing_such"), connection.cursor() as cursor:
        cursor.execute("SELECT nothing_such FROM programs_program")

    assert len(slow_lines(log)) == 1


def test_a_long_statement_is_cut(log, slow):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 /* {'x' * 9999} */")

    assert len(slow_lines(log)[0]["sql"]) == queries.LONGEST

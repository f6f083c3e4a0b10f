"""Programs that change on days of November 2026, and what visitors are told of it."""

import datetime

import feedparser
from django.test import Client

from programs.ledger import recording
from programs.models import Program
from tests.factories import (
    ProgramFactory,
    UserFactory,
)

START = datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)


def at(day: int) -> datetime.datetime:
    return START + datetime.timedelta(days=day)


def made(day: int = 0, **fields) -> Program:
    program = ProgramFactory(**fields)
    program.changes.update(at=at(day))
    return program


def edit(day: int, *programs: Program, **fields) -> None:
    with recording(programs, at=at(day), by=UserFactory(), reason="A secret reason"):
        Program.objects.filter(pk__in=[one.pk for one in programs]).update(**fields)


def page(client: Client, query: str = "", address: str = "/changes/") -> str:
    answer = client.get(address, QUERY_STRING=query)
    assert answer.status_code == 200
    return answer.content.decode()


def feed(client: Client, query: str = "", address: str = "/changes.atom"):
    answer = client.get(address, QUERY_STRING=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(answer.content)
    assert not read.bozo, read.bozo_exception
    return read


def titles(client: Client, query: str = "", address: str = "/changes.atom") -> list[str]:
    return [entry.title for entry in feed(client, query, address).entries]

"""What changed is read again, and nothing else; the queue is the same as if all of it were."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from programs.catalogue import touching
from programs.curation import confirming, queue
from programs.curation.queue import read_queue
from programs.ledger import recording
from programs.models import ApplicationRound, Check, Organization, Program, Report
from tests.factories import (
    CheckFactory,
    LinkCheckFactory,
    OrganizationFactory,
    ProgramFactory,
    ReportFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return timezone.localdate()


@pytest.fixture
def program(day) -> Program:
    """One of several programs of which something is known, and the queue has been read."""
    for _ in range(3):
        other = ProgramFactory()
        RoundFactory(program=other, closes_on=(day + timedelta(days=9)).isoformat())
    program = ProgramFactory(name="Middle", cost="free")
    CheckFactory(program=program, at=timezone.now() - timedelta(days=200))
    ReportFactory(program=ProgramFactory(name="Reported"))
    LinkCheckFactory(program=program, outcome="ok", at=timezone.now() - timedelta(days=3))
    read_queue(day)
    return program


def write(program: Program, **values) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**values)


def take_back_the_check(program: Program) -> None:
    with touching([program.pk]):
        Check.objects.filter(program=program).delete()


def rename_the_organization(program: Program) -> None:
    with touching([program.pk]):
        Organization.objects.filter(pk=program.organization_id).update(name="Renamed")


def move_the_round(program: Program) -> None:
    one = ApplicationRound.objects.first()
    with recording([one.program_id]):
        ApplicationRound.objects.filter(pk=one.pk).update(closes_on="2020")


def link_breaks(program: Program) -> None:
    LinkCheckFactory(program=program, outcome="broken", times=3, at=timezone.now())


EVENTS: dict[str, Callable[[Program], object]] = {
    "edit": lambda program: write(program, cost="paid"),
    "archive": lambda program: write(program, publication="archived"),
    "close": lambda program: write(program, status="closed"),
    "other name": lambda program: write(program, name="Zebra"),
    "other organization": lambda program: write(program, organization=OrganizationFactory()),
    "organization's name": rename_the_organization,
    "new program": lambda program: ProgramFactory(name="Aardvark"),
    "round": move_the_round,
    "check": lambda program: confirming.confirm(program, by=UserFactory(), at=timezone.now()),
    "check taken back": take_back_the_check,
    "report": lambda program: ReportFactory(program=program, field="cost"),
    "report of an end": lambda program: ReportFactory(program=program, kind="ended"),
    "report handled": lambda program: Report.objects.update(state="declined"),
    "report held": lambda program: ReportFactory(program=program, state="held"),
    "link": link_breaks,
}


def told() -> list[tuple]:
    """Return all that the queue says."""
    found = read_queue(timezone.localdate())
    return [(one.name, one.organization, one.stated, one.harm) for one in found.entries]


@pytest.mark.parametrize("event", EVENTS)
def test_queue_after_any_event_is_what_a_new_process_reads(program, event):
    before = told()
    EVENTS[event](program)
    updated = told()
    by_cause = read_queue(timezone.localdate()).by_cause

    queue.forget()
    assert updated == told()
    assert by_cause == read_queue(timezone.localdate()).by_cause
    assert (updated != before) == (event not in ("report held",))


def test_what_did_not_change_is_not_read_again(program, day, django_assert_max_num_queries):
    before = {one.program_id: one for one in read_queue(day).entries}
    with django_assert_max_num_queries(3):
        read_queue(day)

    write(program, cost="paid")
    after = {one.program_id: one for one in read_queue(day).entries}

    same = [pk for pk in before if after[pk] is before[pk]]
    assert sorted(same) == sorted(pk for pk in before if pk != program.pk)


def test_another_day_is_another_queue(program, day):
    today = read_queue(day)

    later = read_queue(day + timedelta(days=300))

    assert later != today
    assert read_queue(day) == today

"""On PostgreSQL transactions commit in the order of their versions, and none waits in a circle."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress

import pytest
from django.db import transaction
from django.utils import timezone

from programs.catalogue.freshness import bump, changed_since, read_version, touching
from programs.csv_import import apply_batch, make_plan, store_plan
from programs.ledger import recording
from programs.models import CatalogueEntry, Check, Organization, Program, Topic
from tests.catalogue.versions import entries
from tests.csv_import.files import row, sheet_of
from tests.factories import OrganizationFactory, ProgramFactory, TopicFactory, UserFactory
from tests.threads import SECONDS, Start, threads, until_it_waits

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start() -> Iterator[Start]:
    with threads(24) as run:
        yield run


class Pause:
    """A place in a thread's work where it stays until it may go on."""

    def __init__(self) -> None:
        self.reached, self.over = threading.Event(), threading.Event()

    def here(self) -> None:
        self.reached.set()
        assert self.over.wait(SECONDS)

    @contextmanager
    def of(self, future: Future) -> Iterator[None]:
        """Do something while the work is paused; whatever comes of it, the work goes on."""
        try:
            assert self.reached.wait(SECONDS) or future.result(0)
            yield
        finally:
            self.over.set()


# --- The order -------------------------------------------------------------------------------


@pytest.mark.parametrize("is_first", [True, False], ids=["first-of-all", "later"])
@pytest.mark.parametrize("fails", [False, True], ids=["committed", "rolled-back"])
def test_who_comes_second_waits_until_the_first_has_ended(start, is_first: bool, fails: bool):
    begin, pause = 0 if is_first else 1, Pause()
    if not is_first:
        with transaction.atomic():
            bump()

    def first() -> None:
        with suppress(LookupError), transaction.atomic():
            bump([1])
            pause.here()
            if fails:
                raise LookupError

    def second() -> int:
        with transaction.atomic():
            return bump([2])

    one = start(first)
    with pause.of(one):
        other = start(second)
        until_it_waits(other)
        assert not other.done()
        assert (read_version(), changed_since(begin, limit=9)) == (begin, [])

    one.result(SECONDS)
    assert other.result(SECONDS) == begin + (1 if fails else 2)
    assert entries() == ({} if fails else {1: begin + 1}) | {2: other.result()}


def test_no_version_is_lost_among_many_at_once(start):
    together = threading.Barrier(20)

    def work(number: int) -> int:
        together.wait(SECONDS)
        with transaction.atomic():
            return bump([number])

    versions = [future.result(SECONDS) for future in [start(work, n) for n in range(20)]]

    assert sorted(versions) == list(range(1, 21))
    assert entries() == dict(enumerate(versions))


def test_a_reader_never_sees_a_version_before_all_that_it_brings(start):
    """The law: whoever reads version n finds the entries of every version up to n."""
    polled, polls, writers = threading.Condition(), [0], 6

    def until_polled(times: int) -> None:
        with polled:
            goal = polls[0] + times
            assert polled.wait_for(lambda: polls[0] >= goal, SECONDS)

    def write(writer: int) -> None:
        for number in range(6):
            with transaction.atomic():
                bump([writer * 100 + number + 1])
                # Commit late, and later the earlier one has begun.
                until_polled((writer + number) % 3 + 1)

    working = [start(write, writer) for writer in range(writers)]
    known, seen = 0, set()
    while not all(future.done() for future in working):
        version = read_version()
        versions = set(CatalogueEntry.objects.values_list("version", flat=True))
        seen |= set(changed_since(known, limit=1_000))
        known = version
        with polled:
            polls[0] += 1
            polled.notify_all()
        assert set(range(1, version + 1)) <= versions
        assert {pk for pk, at in entries().items() if at <= known} <= seen

    for future in working:
        future.result(0)
    assert read_version() == writers * 6
    assert seen | set(changed_since(known, limit=1_000)) == set(entries())


def test_who_comes_to_use_a_thing_while_it_is_renamed_is_marked_with_it(start):
    """Its own change is told at version 1, when it still showed the old name."""
    organization, program, pause = OrganizationFactory(), ProgramFactory(), Pause()

    def move() -> None:
        with transaction.atomic():
            with recording([program]):
                Program.objects.filter(pk=program.pk).update(organization=organization)
            pause.here()

    def rename() -> None:
        with touching(Program.objects.filter(organization=organization)):
            Organization.objects.filter(pk=organization.pk).update(url="https://example.org/")

    begin, one = read_version(), start(move)
    with pause.of(one):
        other = start(rename)
        until_it_waits(other)

    one.result(SECONDS), other.result(SECONDS)
    assert entries()[program.pk] == read_version() == begin + 2


# --- No circles ------------------------------------------------------------------------------


def locks_a_program(pause: Pause, shared: Program) -> None:
    with recording([shared]):
        Program.objects.filter(pk=shared.pk).update(name="Other")
        pause.here()


def renames_its_organization(pause: Pause, shared: Program) -> None:
    with touching(shared.organization.programs.all()):
        Organization.objects.filter(pk=shared.organization_id).update(name="Other")
        pause.here()


def renames_its_topic(pause: Pause, shared: Program) -> None:
    with touching(Program.objects.filter(topics__slug="nlp")):
        Topic.objects.filter(slug="nlp").update(name="Other")
        pause.here()


def checks_it(shared: Program, mine: Program) -> None:
    with touching([shared]):
        Check.objects.create(program=shared, by=UserFactory(), at=timezone.now())


def is_followed_by_it(shared: Program, mine: Program) -> None:
    with recording([mine]):
        Program.objects.filter(pk=mine.pk).update(successor=shared)


def has_a_refused_row_about_it(shared: Program, mine: Program) -> None:
    sheet = sheet_of(row(slug="new"), row(slug=shared.slug, cost="gratis"))
    apply_batch(store_plan(make_plan(sheet)), partial=True)


def moves_to_the_organization(shared: Program, mine: Program) -> None:
    with recording([mine]):
        Program.objects.filter(pk=mine.pk).update(organization=shared.organization_id)


def gets_the_topic(shared: Program, mine: Program) -> None:
    with recording([mine]):
        mine.topics.add(shared.topics.get())


@pytest.mark.parametrize(
    ("holder", "other"),
    [
        (locks_a_program, checks_it),
        (locks_a_program, is_followed_by_it),
        (locks_a_program, has_a_refused_row_about_it),
        (renames_its_organization, moves_to_the_organization),
        (renames_its_topic, gets_the_topic),
    ],
)
def test_who_waits_for_a_row_keeps_nobody_waiting_for_the_version(
    start, holder: Callable, other: Callable
):
    TopicFactory(slug="nlp")
    shared, mine, pause = ProgramFactory(topics=["nlp"]), ProgramFactory(), Pause()
    begin = read_version()

    one = start(holder, pause, shared)
    with pause.of(one):
        another = start(other, shared, mine)
        until_it_waits(another)

    one.result(SECONDS), another.result(SECONDS)
    assert read_version() == begin + 2


def test_two_programs_may_be_given_each_other_as_successors_at_once(start):
    one, two = ProgramFactory.create_batch(2)
    both_locked = threading.Barrier(2)

    def follow(program: Program, successor: Program) -> None:
        with recording([program]):
            both_locked.wait(SECONDS)
            Program.objects.filter(pk=program.pk).update(successor=successor)

    for future in [start(follow, one, two), start(follow, two, one)]:
        future.result(SECONDS)

    successors = Program.objects.filter(successor__isnull=False).values_list("pk", "successor")
    assert dict(successors) == {one.pk: two.pk, two.pk: one.pk}

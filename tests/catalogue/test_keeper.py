"""A process keeps one snapshot, as new as the database."""

import datetime
import threading
from collections.abc import Iterable

import pytest
from django.db import connection

from programs import catalogue
from programs.catalogue import current, keeper
from programs.ledger import recording
from programs.models import CatalogueVersion, Program
from tests.factories import TODAY, ProgramFactory

TOMORROW = TODAY + datetime.timedelta(days=1)


def rename(program: Program, name: str) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(name=name)


def names(day: datetime.date = TODAY) -> list[str]:
    """What the catalogue has, by name."""
    order = current(day).orders["name"]
    return [key[0] for block in order.blocks for key in block.keys]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The programs that each build or refresh read."""
    seen: list[list[int]] = []
    read_rows = catalogue.snapshot.read_rows

    def spy(ids: Iterable[int], *more):
        seen.append(sorted(ids))
        return read_rows(seen[-1], *more)

    monkeypatch.setattr(catalogue.snapshot, "read_rows", spy)
    return seen


# --- Within a request ------------------------------------------------------------------------


@pytest.mark.django_db
def test_while_nothing_changes_one_query_tells(django_assert_num_queries):
    ProgramFactory()
    first = current(TODAY)

    with django_assert_num_queries(1):
        assert current(TODAY) is first


@pytest.mark.django_db
def test_an_edit_is_there_at_once_and_nothing_else_is_read(reads):
    programs = [ProgramFactory(name=name) for name in "abc"]
    assert names() == ["a", "b", "c"]

    rename(programs[0], "z")

    assert names() == ["b", "c", "z"]
    assert reads == [[program.pk for program in programs], [programs[0].pk]]


@pytest.mark.django_db
def test_at_midnight_only_what_turns_is_read(reads):
    closing = ProgramFactory(name="closing", status="active", closing_soon=True)
    ProgramFactory(name="quiet")
    last_day = datetime.date.fromisoformat(str(closing.rounds.get().closes_on))

    before = current(last_day).values["opening"]
    after = current(last_day + datetime.timedelta(days=1)).values["opening"]

    assert closing.pk in before["now"]
    assert closing.pk in after["unknown"]
    assert reads[1:] == [[closing.pk]]


@pytest.mark.django_db
def test_who_began_before_midnight_gets_what_there_is():
    ProgramFactory()
    newer = current(TOMORROW)

    assert current(TODAY) is newer


@pytest.mark.django_db
def test_a_clock_that_was_wrong_is_no_reason_to_stay_there(reads):
    ProgramFactory()
    current(TODAY + datetime.timedelta(days=400))

    assert current(TODAY).day == TODAY
    assert len(reads) == 2


@pytest.mark.django_db
def test_a_database_older_than_the_snapshot_is_another_one():
    ProgramFactory(name="kept")
    current(TODAY)
    CatalogueVersion.objects.update(version=0)

    assert (current(TODAY).version, names()) == (0, ["kept"])


@pytest.mark.django_db
def test_a_missing_version_is_the_first():
    assert current(TODAY).version == 0
    assert names() == []


# --- Threads ---------------------------------------------------------------------------------


def in_threads(count: int, work) -> list:
    """Run the work in threads that start together; return what they returned."""
    ready, results = threading.Barrier(count), []

    def run() -> None:
        try:
            ready.wait(10)
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_every_thread_gets_the_edit_and_one_reads_it(reads):
    program = ProgramFactory(name="before")
    assert names() == ["before"]
    rename(program, "after")

    found = in_threads(8, names)

    assert found == [["after"]] * 8
    assert len(reads) == 2


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Builds in the background wait for this."""
    go, build = threading.Event(), keeper.build

    def wait(day: datetime.date):
        if threading.current_thread().name == "catalogue":
            go.wait(30)
        return build(day)

    monkeypatch.setattr(keeper, "MAX_REFRESHED", 2)
    monkeypatch.setattr(keeper, "build", wait)
    return go


def rebuilt() -> None:
    for thread in threading.enumerate():
        if thread.name == "catalogue":
            thread.join(30)


@pytest.mark.django_db(transaction=True)
def test_many_changes_are_read_in_the_background_while_the_last_snapshot_serves(held):
    programs = [ProgramFactory(name=f"{number}") for number in range(4)]
    before = current(TODAY)
    for program in programs:
        rename(program, f"new {program.name}")

    assert current(TODAY) is before
    assert catalogue.is_behind()
    rename(programs[0], "newest")
    assert current(TODAY) is before

    held.set()
    rebuilt()
    assert not catalogue.is_behind()
    assert names() == ["new 1", "new 2", "new 3", "newest"]


@pytest.mark.django_db(transaction=True)
def test_a_few_changes_never_wait_for_a_thread(held):
    programs = [ProgramFactory(name=f"{number}") for number in range(2)]
    current(TODAY)
    for program in programs:
        rename(program, f"new {program.name}")

    assert names() == ["new 0", "new 1"]
    assert not catalogue.is_behind()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_fails_is_told_and_tried_again(held, monkeypatch, caplog):
    programs = [ProgramFactory(name=f"{number}") for number in range(4)]
    before = current(TODAY)
    for program in programs:
        rename(program, f"new {program.name}")
    held.set()
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "build", lambda day: 1 / 0)
        assert current(TODAY) is before
        rebuilt()

    assert "could not be rebuilt" in caplog.text
    assert current(TODAY) is before
    rebuilt()
    assert names() == ["new 0", "new 1", "new 2", "new 3"]

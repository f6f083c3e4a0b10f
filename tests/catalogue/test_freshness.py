"""The catalogue's version: when it is raised, for which programs, and how it is read."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import transaction

from programs.catalogue.freshness import bump, changed_since, read_version, touching
from programs.ledger import recording
from programs.models import CatalogueVersion, Guide, Program
from tests.catalogue.versions import entries, raised, restored
from tests.factories import GuideFactory, ProgramFactory, ReportFactory

pytestmark = pytest.mark.django_db


def rename(name: str) -> None:
    Guide.objects.update(title=name)


# --- Raising it ------------------------------------------------------------------------------


def test_nothing_written_is_version_0():
    assert (read_version(), changed_since(0, limit=10)) == (0, [])


def test_each_time_it_is_one_higher():
    assert [bump(), bump(), read_version()] == [1, 2, 2]


def test_it_goes_on_from_0_when_its_row_is_gone():
    bump([1])
    CatalogueVersion.objects.all().delete()

    assert (read_version(), bump([2]), read_version()) == (0, 1, 1)


def test_programs_keep_the_version_of_their_last_change():
    bump([1, 2])
    bump([2, 3, 2])
    bump()

    assert entries() == {1: 1, 2: 2, 3: 2}


def test_many_programs_are_marked_in_a_few_statements(django_assert_max_num_queries):
    bump()

    with django_assert_max_num_queries(3 + 2 + 4):
        bump(range(2_000))

    assert entries() == dict.fromkeys(range(2_000), 2)


@pytest.mark.django_db(transaction=True)
def test_it_is_not_raised_outside_a_transaction():
    with pytest.raises(RuntimeError, match=r"^Raise the catalogue's version in the transaction"):
        bump([1])

    assert entries() == {}


# --- Reading it ------------------------------------------------------------------------------


def test_what_changed_is_what_changed_later():
    bump([5])
    bump([3, 9])
    bump([4])

    assert [sorted(changed_since(version, limit=10)) for version in range(4)] == [
        [3, 4, 5, 9],
        [3, 4, 9],
        [4],
        [],
    ]


@pytest.mark.parametrize(("limit", "is_told"), [(0, False), (5, False), (6, True), (7, True)])
def test_more_than_the_limit_are_not_named(limit: int, is_told: bool):
    bump(range(1, 7))

    assert (changed_since(0, limit=limit) is not None) == is_told


def test_each_is_read_with_one_query(django_assert_num_queries):
    bump(range(6))

    with django_assert_num_queries(1):
        read_version()
    with django_assert_num_queries(1):
        changed_since(0, limit=10)


# --- After a restore -------------------------------------------------------------------------


@pytest.mark.parametrize("before", [0, 2, 9], ids=["fresh", "same", "newer"])
def test_a_restored_version_is_above_all_that_anybody_has_seen(before: int):
    bump([1])
    bump([2])

    restored(before)

    assert read_version() >= max(before, 2) + 1_000_000
    assert changed_since(max(before, 2), limit=10) is None


def test_the_same_backup_restored_twice_is_never_one_version():
    bump([1])
    after = set()
    for _ in range(2):
        restored(0)
        after.add(read_version())
        CatalogueVersion.objects.update(version=1)

    assert len(after) == 2


def test_a_backup_from_before_the_first_write_has_a_version_once_restored():
    restored(7)

    assert read_version() > 7
    assert changed_since(7, limit=10) is None


def test_what_changes_after_a_restore_is_named_again():
    restored(7)
    version = read_version()
    bump([3])

    assert changed_since(version, limit=10) == [3]


def test_a_second_restore_is_told_like_the_first():
    restored(7)
    version = read_version()
    restored(version)

    assert changed_since(version, limit=10) is None


# --- Around writes ---------------------------------------------------------------------------


def test_a_write_raises_it_for_the_programs_named():
    one, other, _ = ProgramFactory.create_batch(3)
    GuideFactory()

    with raised() as seen, touching([one, other.pk]):
        rename("Other")

    assert (seen.by, seen.ids) == (1, [one.pk, other.pk])


def test_programs_may_be_named_on_the_way():
    one, other = ProgramFactory.create_batch(2)

    with raised() as seen, touching([one]) as touched:
        touched.add([other.pk])

    assert (seen.by, seen.ids) == (1, [one.pk, other.pk])


def test_a_write_raises_it_even_if_no_program_is_named():
    GuideFactory()

    with raised() as seen, touching():
        rename("Other")

    assert (seen.by, seen.ids) == (1, [])


def test_where_nothing_was_written_it_stays():
    GuideFactory()

    with raised() as seen, touching():
        Guide.objects.get()

    assert seen.by == 0


def test_an_exception_undoes_the_write_and_leaves_it():
    guide, program = GuideFactory(title="Before"), ProgramFactory()

    with raised() as seen, suppress(LookupError), touching([program]):
        rename("Other")
        raise LookupError

    guide.refresh_from_db()
    assert (guide.title, seen.by, seen.ids) == ("Before", 0, [])


def test_a_transaction_that_is_undone_later_takes_it_back():
    program = ProgramFactory()

    with raised() as seen, transaction.atomic():
        with touching([program]):
            pass
        transaction.set_rollback(True)

    assert (seen.by, seen.ids) == (0, [])


def test_a_queryset_is_read_after_the_writes():
    program, _ = ProgramFactory.create_batch(2)

    with raised() as seen, touching(Program.objects.filter(reports__message="New")):
        ReportFactory(program=program, message="New")

    assert seen.ids == [program.pk]


@pytest.mark.parametrize("columns", [(), ("pk",)], ids=["of-programs", "of-ids"])
def test_a_queryset_may_be_one_of_ids_and_may_have_been_read_before(columns: tuple):
    program = ProgramFactory()
    programs = Program.objects.all()
    programs = programs.values_list(*columns, flat=True) if columns else programs
    assert len(programs) == 1
    other = ProgramFactory()

    with raised() as seen, touching(programs):
        pass

    assert seen.ids == [program.pk, other.pk]


# --- One inside the other --------------------------------------------------------------------


def work_of_two_recordings(one: Program, other: Program) -> None:
    for program in (one, other):
        with recording([program]):
            Program.objects.filter(pk=program.pk).update(name="Other")


def work_of_two_kinds(one: Program, other: Program) -> None:
    with recording([one]):
        Program.objects.filter(pk=one.pk).update(name="Other")
        with touching([other]):
            rename("Other")


def work_of_one_inside(one: Program, other: Program) -> None:
    with touching([one]):
        rename("Other")
        with touching([other]):
            rename("Another")


@pytest.mark.parametrize("work", [work_of_two_recordings, work_of_two_kinds, work_of_one_inside])
def test_the_outermost_raises_it_once_for_all(work: Callable[[Program, Program], None]):
    one, other, _ = ProgramFactory.create_batch(3)
    GuideFactory()

    with raised() as seen, touching():
        work(one, other)
        inside = read_version()

    assert (seen.by, seen.ids) == (1, [one.pk, other.pk])
    assert read_version() == inside + 1


def test_what_fails_inside_is_undone_alone():
    one, other = ProgramFactory.create_batch(2)
    GuideFactory()

    with raised() as seen, touching([one]):
        rename("Outer")
        with suppress(LookupError), touching([other]):
            rename("Inner")
            raise LookupError

    assert Guide.objects.get().title == "Outer"
    assert (seen.by, one.pk in seen.ids) == (1, True)

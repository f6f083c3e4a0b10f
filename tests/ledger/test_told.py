"""What visitors may know of the ledger, read as moments."""

import datetime

import pytest

from programs.ledger import recording
from programs.ledger.told import read_moments, read_turns
from programs.models import Program
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


def at(day: int) -> datetime.datetime:
    return START + datetime.timedelta(days=day)


def made(day: int, **fields) -> Program:
    """Return a program that was added on a day."""
    program = ProgramFactory(**fields)
    program.changes.update(at=at(day))
    return program


def edit(day: int, *programs: Program, **fields) -> None:
    with recording(programs, at=at(day), reason="Not for visitors."):
        Program.objects.filter(pk__in=[one.pk for one in programs]).update(**fields)


def told(*programs: Program, **options) -> list[tuple[int, list[tuple[str, bool]]]]:
    """Return the day of each moment, and for each program its slug and whether it was added."""
    slugs = dict(Program.objects.values_list("pk", "slug"))
    moments = read_moments([one.pk for one in programs], **{"limit": 20, **options})
    return [
        ((moment[0].at - START).days, [(slugs[one.program_id], one.is_added) for one in moment])
        for moment in moments
    ]


def test_moments_come_the_newest_first_and_programs_of_one_together():
    one, two = made(1, slug="one"), made(2, slug="two")
    edit(4, one, two, summary="Better.")
    edit(3, one, cost="free")

    assert told(one, two) == [
        (4, [("one", False), ("two", False)]),
        (3, [("one", False)]),
        (2, [("two", True)]),
        (1, [("one", True)]),
    ]
    assert told(two) == [(4, [("two", False)]), (2, [("two", True)])]


def test_what_was_written_before_a_program_was_published_is_not_told():
    program = made(1, slug="one", draft=True)
    edit(2, program, summary="Drafted.")
    edit(3, program, publication="published", cost="free")
    edit(4, program, cost="paid")

    assert told(program) == [(4, [("one", False)]), (3, [("one", True)])]


def test_what_was_written_while_a_program_was_archived_is_not_told():
    program = made(1, slug="one")
    edit(2, program, publication="archived")
    edit(3, program, summary="Mended.")
    edit(4, program, publication="published")

    assert told(program) == [(4, [("one", True)]), (1, [("one", True)])]


@pytest.mark.parametrize(
    "kept",
    [
        {"slug": "other"},
        {"status_basis": "stated"},
        {"last_seen": "2026"},
        {"source_url": "https://b.example", "source_date": "2026-01"},
    ],
    ids=["key", "basis", "seen", "source"],
)
def test_how_a_listing_is_kept_is_not_told(kept):
    program = made(1, slug="one")
    edit(2, program, **kept)

    assert [day for day, _ in told(program)] == [1]


def test_older_moments_follow_where_the_last_ones_ended():
    program = made(0, slug="one")
    for day in range(1, 6):
        edit(day, program, summary=f"Day {day}")

    first = told(program, limit=2)
    rest = told(program, limit=9, before=at(first[-1][0]))

    assert [day for day, _ in [*first, *rest]] == [5, 4, 3, 2, 1, 0]


def test_moments_are_found_behind_many_that_are_not_told():
    program, hidden = made(1, slug="one"), made(1, draft=True)
    edit(2, program, cost="free")
    for day in range(3, 30):
        edit(day, hidden, summary=f"Day {day}")

    assert [day for day, _ in told(program, hidden, limit=2)] == [2, 1]


def test_many_programs_are_asked_for_without_naming_each(monkeypatch):
    monkeypatch.setattr("programs.ledger.told.CHUNK", 1)
    one, two, other = (made(day, slug=f"p-{day}") for day in (1, 2, 3))
    edit(4, other, cost="free")

    assert [day for day, _ in told(one, two)] == [2, 1]


def test_a_program_is_told_as_it_was_at_each_moment():
    program = made(1, cost="paid", cost_min=100, cost_max=100, cost_currency="USD")
    edit(2, program, cost_min=50)
    edit(3, program, cost_currency="EUR")
    moments = read_moments([program.pk], limit=9)
    turns = read_turns([one for moment in moments for one in moment if not one.is_added])

    seen = {
        (one.at - START).days: [
            (state["cost_min"], state["cost_max"], state["cost_currency"]) for state in turn
        ]
        for one, turn in turns.items()
    }
    assert seen == {
        2: [(100, 100, "USD"), (50, 100, "USD")],
        3: [(50, 100, "USD"), (50, 100, "EUR")],
    }


def test_the_first_change_of_a_moment_is_its_key_whatever_else_is_read():
    program, other = made(1), made(1)
    edit(2, program, other, cost="free", summary="Better.")

    alone = read_moments([program.pk], limit=1)[0][0]
    together = list(read_moments([program.pk, other.pk], limit=1)[0])

    assert alone in together


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_programs(count, django_assert_num_queries):
    programs = [made(1) for _ in range(count)]
    edit(2, *programs, cost="free")

    with django_assert_num_queries(3):
        read_moments([one.pk for one in programs], limit=2)
    told_now = read_moments([one.pk for one in programs], limit=1)[0]
    with django_assert_num_queries(7):
        read_turns(told_now)

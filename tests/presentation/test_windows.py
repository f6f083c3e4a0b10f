"""When one can apply, held against a plain look at every program’s rounds."""

import random
from collections import Counter

import pytest
from pyroaring import BitMap

from programs import catalogue
from programs.catalogue import build
from programs.choices import Opening, Status
from programs.dates import PartialDate
from programs.ledger import recording
from programs.models import ApplicationRound, Program
from programs.presentation import windows
from programs.presentation.rounds import expected_round, timeline
from programs.presentation.windows import windows_of
from tests.factories import TODAY, CheckFactory, ProgramFactory, RoundFactory
from tests.random_programs import make_programs

pytestmark = pytest.mark.django_db

PAST = [None, "2024", "2024-11", "2024-12-10", "2025-01-08", "2025-11", "2025-12-02", "2026-10-01"]
DATES = [
    None,
    *PAST,
    "2026",
    "2026-11",
    "2026-11-22",
    "2026-12-01",
    "2027",
    "2027-01",
    "2027-02-03",
]


def make_rounds(dice: random.Random, programs: list[Program]) -> None:
    with recording(programs):
        for program in programs:
            dates = dice.choice([PAST, DATES])
            for number in range(dice.randint(0, 5)):
                opens, closes, starts = (dice.choice(dates) for _ in range(3))
                if opens and closes and opens > closes:
                    opens, closes = None, opens
                RoundFactory(
                    program=program,
                    label=f"Random {number}",
                    opens_on=opens,
                    closes_on=closes,
                    starts_on=starts,
                    cancelled=dice.random() < 0.1,
                )


@pytest.fixture
def made() -> list[Program]:
    dice = random.Random(7)
    programs = make_programs(dice, 50) + ProgramFactory.create_batch(12)
    make_rounds(dice, programs)
    return list(Program.objects.published().prefetch_related("rounds"))


def timelines(programs: list[Program]):
    """Yield each program with where its own rounds stand."""
    for program in programs:
        opens_any = program.status not in (Status.PAUSED, Status.CLOSED)
        yield program, timeline(program.rounds.all(), TODAY, opens_any=opens_any)


def test_deadlines_are_those_of_each_program(made):
    plain = Counter(
        (program.pk, one.label, str(one.closes_on))
        for program, stands in timelines(made)
        for one in stands.ahead
        if one.closes_on
    )

    found = windows_of(build(TODAY)).closing

    assert Counter((one.program_id, one.label, str(one.closes_on)) for one in found) == plain
    assert len(plain) > 10


def test_what_is_open_or_opens_later_is_what_the_list_says(made):
    snapshot = build(TODAY)
    found = windows_of(snapshot)

    is_open = BitMap(one.program_id for one in found.closing if one.has_opened)
    later = BitMap(one.program_id for one in [*found.closing, *found.undated] if not one.has_opened)
    assert is_open == snapshot.having("opening", [Opening.NOW])
    assert snapshot.having("opening", [Opening.SOON]) <= later


def test_the_soonest_comes_first_as_precise_as_its_source(made):
    found = windows_of(build(TODAY))

    texts = [str(one.closes_on) for one in found.closing]
    assert texts == sorted(texts)
    assert {len(text) for text in texts} == {4, 7, 10}
    assert all(one.month and str(one.closes_on).startswith(one.month) for one in found.closing)
    assert [one.month for one in found.expected] == sorted(one.month for one in found.expected)


def test_expected_is_what_the_page_of_each_program_says(made):
    plain = {
        program.pk: usual
        for program, stands in timelines(made)
        if program.status == Status.ACTIVE and not program.rolling and not stands.ahead
        if (usual := expected_round(stands.past, TODAY)) and usual.is_current
    }

    found = windows_of(build(TODAY)).expected

    assert {one.program_id: one.expected for one in found} == plain
    assert plain


def test_after_an_edit_it_is_what_it_would_be_from_nothing(made):
    dice = random.Random(8)
    windows_of(catalogue.current(TODAY))
    make_rounds(dice, [ProgramFactory(), ProgramFactory()])
    changed, gone, paused = dice.sample(made, 3)
    with recording([changed, gone, paused]):
        ApplicationRound.objects.filter(program=changed).delete()
        paused.status = Status.PAUSED
        paused.save()
        gone.publication = "draft"
        gone.save()

    renewed = windows_of(catalogue.current(TODAY))
    windows.forget()

    assert renewed == windows_of(build(TODAY))


def test_an_edit_costs_two_queries_and_no_edit_none(made, django_assert_num_queries):
    first = catalogue.current(TODAY)
    with django_assert_num_queries(1):
        windows_of(first)
    with django_assert_num_queries(0):
        windows_of(first)

    CheckFactory(program=made[0])

    second = catalogue.current(TODAY)
    with django_assert_num_queries(2):
        windows_of(second)


@pytest.mark.parametrize("status", [Status.PAUSED, Status.CLOSED])
def test_nobody_can_apply_to_what_does_not_run(status):
    ProgramFactory(open=True, status=status)

    assert windows_of(build(TODAY)).closing == ()


def test_a_round_without_any_date_says_nothing_of_when():
    RoundFactory(label="2028")

    assert windows_of(build(TODAY)).undated == ()


def test_a_round_that_only_starts_is_told():
    RoundFactory(label="2028", starts_on="2028-09")

    (one,) = windows_of(build(TODAY)).undated

    assert (one.label, one.starts_on) == ("2028", PartialDate.parse("2028-09"))

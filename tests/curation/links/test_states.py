"""How the links of programs stand, read for many at once."""

import datetime

import pytest

from programs.choices import LinkOutcome, LinkStanding
from programs.curation.links import read_address_states, read_link_states
from programs.models import Program
from tests.factories import CheckFactory, LinkCheckFactory, ProgramFactory

pytestmark = pytest.mark.django_db

DAY = datetime.datetime(2026, 11, 10, 12, tzinfo=datetime.UTC)
SOURCE = "https://source.example/"


def on(day):
    return DAY.replace(day=day)


def broken(program, url=None):
    LinkCheckFactory(
        program=program,
        url=url or program.url,
        outcome=LinkOutcome.BROKEN,
        since=on(3),
        at=on(6),
        times=4,
        http_status=404,
    )


def test_a_program_that_nobody_asked_about_is_unasked():
    program = ProgramFactory()

    assert read_link_states([program.pk, 10**9])[program.pk].standing == LinkStanding.UNASKED
    assert read_link_states([10**9]) == {}


def test_the_more_worrying_address_counts():
    program = ProgramFactory(source_url=SOURCE)
    LinkCheckFactory(program=program)
    broken(program, SOURCE)

    state = read_link_states([program.pk])[program.pk]

    assert (state.standing, state.url, state.is_source) == (LinkStanding.BROKEN, SOURCE, True)
    assert (state.failures, state.since, state.http_status) == (4, on(3).date(), 404)
    assert state.words == "source broken since 3 November 2026"


def test_each_address_has_its_state():
    program = ProgramFactory(source_url=SOURCE)
    same = ProgramFactory(source_url=ProgramFactory().url, url=ProgramFactory().url)
    one = ProgramFactory()
    broken(program)

    states = read_address_states([program.pk, same.pk, one.pk])

    assert [state.standing for state in states[program.pk]] == ["broken", "unasked"]
    assert [state.is_source for state in states[same.pk]] == [False, True]
    assert len(states[one.pk]) == 1


def test_rows_of_an_address_that_a_program_has_no_more_say_nothing():
    program = ProgramFactory()
    broken(program, "https://former.example/")

    assert read_link_states([program.pk])[program.pk].standing == LinkStanding.UNASKED


def test_a_page_that_changed_since_the_last_check_is_told_whatever_else_is():
    program = ProgramFactory(source_url=SOURCE)
    LinkCheckFactory(program=program, at=on(1), text_hash="a")
    LinkCheckFactory(program=program, at=on(5), text_hash="b")
    CheckFactory(program=program, at=on(2))
    broken(program, SOURCE)

    state = read_link_states([program.pk])[program.pk]

    assert state.changed_on == on(5).date()
    assert state.words == ("source broken since 3 November 2026; page changed since your check")


def test_a_new_check_takes_note_of_the_page():
    program = ProgramFactory()
    LinkCheckFactory(program=program, at=on(1), text_hash="a")
    LinkCheckFactory(program=program, at=on(5), text_hash="b")
    CheckFactory(program=program, at=on(2))
    CheckFactory(program=program, at=on(6), fields=["cost"])

    assert read_link_states([program.pk])[program.pk].changed_on is None


def test_many_programs_take_three_queries(django_assert_num_queries):
    keys = [ProgramFactory(source_url=SOURCE).pk for _ in range(40)]
    for program in Program.objects.all():
        broken(program)

    with django_assert_num_queries(3):
        assert len(read_link_states(keys)) == 40

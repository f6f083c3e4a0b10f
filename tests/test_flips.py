"""For which golden profiles an edit gets a program into another group."""

import pytest
from django.utils import timezone

from programs import catalogue
from programs.flips import Flip, flips, flips_words
from programs.ledger import read_states
from programs.matching import Match
from programs.models import Program
from programs.profiles import read_profiles
from programs.starter import load_starter
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db

ASKS_NOTHING = {"degree_minimum": "none", "open_worldwide": True, "cost": "free"}


def state_of(**fields):
    program = ProgramFactory(**fields)
    return read_states([program.pk])[program.pk]


def test_verdicts_are_those_of_the_catalogue():
    load_starter()
    day = timezone.localdate()
    ids = list(Program.objects.values_list("pk", flat=True))
    states = read_states(ids)
    gone = {pk: {**state, "publication": "draft"} for pk, state in states.items()}

    for profile in read_profiles():
        verdicts = Match(profile.applicant, catalogue.current(day)).verdicts(ids)
        listed = {pk for pk in ids if states[pk]["status"] != "closed"}
        assert {pk for pk in ids if verdicts.get(pk)} == listed
        for pk in listed:
            [mine] = [one for one in flips(states[pk], gone[pk], day) if one.profile == profile]
            assert mine.before == verdicts[pk], (states[pk]["slug"], profile.name)
            assert mine.after is None


def test_a_higher_degree_flips_those_who_have_none():
    before = state_of(**ASKS_NOTHING)

    found = flips(before, before | {"degree_minimum": "phd"}, timezone.localdate())

    assert found
    assert all("PhD" in one.words or "doctorate" in one.words.lower() for one in found)
    lines = flips_words(found)
    assert lines[0].startswith("This flips ")
    assert len(lines) == len(found) + 1


@pytest.mark.parametrize(
    "changes", [{}, {"name": "Another"}, {"cost_note": "By bank transfer"}, {"topics": ["nlp"]}]
)
def test_what_nobody_decides_by_flips_nothing(changes):
    before = state_of(**ASKS_NOTHING)

    assert flips(before, before | changes, timezone.localdate()) == []
    assert flips_words([]) == []


def test_closing_takes_a_program_off_every_list():
    before = state_of(**ASKS_NOTHING)

    found = flips(before, before | {"status": "closed"}, timezone.localdate())

    assert len(found) == len(read_profiles())
    assert all(one.words.endswith("to not listed.") for one in found)


def test_one_verdict_is_counted_as_one():
    before = state_of(**ASKS_NOTHING)
    [first, *_] = flips(before, before | {"status": "closed"}, timezone.localdate())

    assert isinstance(first, Flip)
    assert flips_words([first])[0] == "This flips 1 verdict of the golden profiles:"

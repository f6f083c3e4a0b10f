import re
import sys

import pytest

from programs.ledger import CURATED_FIELDS, read_states, recording, revisions, same, since
from programs.models import Change, Program
from tests.factories import CheckFactory, ProgramFactory, TopicFactory

pytestmark = pytest.mark.django_db


def revision(program: Program) -> str:
    return revisions([program.pk])[program.pk]


def since_then(program: Program, text: str):
    return since({program.pk: text})[program.pk]


def edit(program: Program, **values) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**values)


# --- What a revision says --------------------------------------------------------------------


def test_revision_names_the_last_change_and_the_last_check():
    program = ProgramFactory()
    check = CheckFactory(program=program)
    edit(program, name="Other")
    ProgramFactory()

    last = Change.objects.filter(program=program).latest("pk")
    assert re.fullmatch(rf"r{last.pk}-{check.pk}-[0-9a-f]{{6}}", revision(program))


def test_program_without_a_check_has_a_revision_too():
    assert re.fullmatch(r"r[0-9]+-0-[0-9a-f]{6}", revision(ProgramFactory()))


def test_program_that_the_ledger_does_not_know_has_none():
    program = ProgramFactory()
    Change.objects.all().delete()

    assert revisions([program.pk]) == {}


def test_edit_and_check_each_give_another_revision():
    program = ProgramFactory()
    seen = [revision(program)]
    edit(program, name="Other")
    seen.append(revision(program))
    CheckFactory(program=program)
    seen.append(revision(program))

    assert len(set(seen)) == 3
    assert revision(program) == seen[-1]


# --- What happened since ---------------------------------------------------------------------


def test_nothing_happened_since_a_moment_ago():
    program = ProgramFactory()

    now = since_then(program, revision(program))

    assert (now.known, now.base, now.checked) == (True, {}, frozenset())


def test_base_has_each_changed_field_as_it_was_at_the_revision():
    program = ProgramFactory(cost="free", topics=["nlp"])
    edit(program, summary="Before the revision.")
    text = revision(program)
    edit(program, cost="varies", name="First")
    edit(program, cost="paid")
    with recording([program]):
        program.topics.add(TopicFactory(slug="vision"))

    assert since_then(program, text).base == {
        "cost": "free",
        "name": program.name,
        "topics": ["nlp"],
    }


def test_what_changed_there_and_back_has_its_value_as_base():
    program = ProgramFactory(cost="free")
    text = revision(program)
    edit(program, cost="paid")
    edit(program, cost="free")

    assert since_then(program, text).base == {"cost": "free"}


def test_base_and_what_is_there_now_give_back_what_was_there():
    program = ProgramFactory(topics=["nlp"], locations=["Toronto, CA"])
    text, before = revision(program), read_states([program.pk])[program.pk]
    edit(program, minimum_age=18, rolling=True, successor=ProgramFactory(), publication="draft")
    with recording([program]):
        program.rounds.create(label="2027")
        program.locations.clear()

    now = read_states([program.pk])[program.pk]
    restored = {**now, **since_then(program, text).base}
    assert all(same(restored[name], value) for name, value in before.items())


def test_each_program_counts_from_its_own_revision():
    one, other = ProgramFactory(cost="free"), ProgramFactory(cost="free")
    early = revision(one)
    edit(one, cost="paid")
    edit(other, cost="paid")
    late = revision(other)
    edit(other, name="Other")

    found = since({one.pk: early, other.pk: late})

    assert found[one.pk].base == {"cost": "free"}
    assert found[other.pk].base == {"name": other.name}


def test_fields_checked_since_are_named_and_earlier_checks_are_not():
    program = ProgramFactory()
    CheckFactory(program=program, fields=["name"])
    text = revision(program)
    CheckFactory(program=program, fields=["cost", "cost_min"])
    CheckFactory(program=program, fields=["rounds"])
    CheckFactory(fields=["summary"])

    assert since_then(program, text).checked == {"cost", "cost_min", "rounds"}


def test_each_program_counts_its_checks_from_its_own_revision():
    one, other = ProgramFactory(), ProgramFactory()
    early = revision(one)
    CheckFactory(program=one, fields=["cost"])
    CheckFactory(program=other, fields=["cost"])
    late = revision(other)

    found = since({one.pk: early, other.pk: late})

    assert (found[one.pk].checked, found[other.pk].checked) == ({"cost"}, frozenset())


def test_check_of_everything_names_every_field():
    program = ProgramFactory()
    text = revision(program)
    CheckFactory(program=program, fields=[])

    assert since_then(program, text).checked == frozenset(CURATED_FIELDS)


# --- What nobody can know --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="blank"),
        pytest.param("r1-0", id="no-checksum"),
        pytest.param("1-0-abcdef", id="no-letter"),
        pytest.param("2026-11-23", id="date"),
        pytest.param(f"r{10**30}-0-abcdef", id="more-than-any-key"),
        pytest.param("r١-0-abcdef", id="other-digits"),
        pytest.param("r999999999999999999-0-abcdef", id="no-such-change"),
    ],
)
def test_what_is_no_revision_is_not_known(text):
    program = ProgramFactory()
    edit(program, name="Other")

    found = since_then(program, text)

    assert (found.known, found.base, found.checked) == (False, {}, frozenset())


def test_revision_of_another_program_is_not_known():
    program, other = ProgramFactory(), ProgramFactory()

    assert not since_then(program, revision(other)).known


def test_revision_whose_numbers_were_altered_is_not_known():
    program = ProgramFactory()
    CheckFactory(program=program)
    change, check, checksum = revision(program).split("-")

    assert not since_then(program, f"{change}-{int(check) - 1}-{checksum}").known


def test_revision_of_another_database_is_not_known():
    """There, the change of this number was made at another moment."""
    program = ProgramFactory()
    text = revision(program)
    change = Change.objects.get(program=program)
    Change.objects.filter(pk=change.pk).update(at=change.at.replace(year=change.at.year - 1))

    assert not since_then(program, text).known


def test_one_that_is_not_known_does_not_spoil_the_others():
    one, other = ProgramFactory(), ProgramFactory()
    texts = {one.pk: revision(one), other.pk: "r1"}
    edit(one, name="Other")

    found = since(texts)

    assert found[one.pk].base == {"name": one.name}
    assert not found[other.pk].known


# --- Cost ------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_programs(django_assert_num_queries):
    programs = ProgramFactory.create_batch(20)
    with django_assert_num_queries(2):
        texts = revisions(program.pk for program in programs)
    for program in programs:
        edit(program, cost="paid")
        CheckFactory(program=program)

    with django_assert_num_queries(3):
        found = since(texts)

    assert {one.known for one in found.values()} == {True}
    assert all(one.base == {"cost": ""} and one.checked for one in found.values())


def test_many_programs_are_asked_for_in_parts(monkeypatch):
    monkeypatch.setattr(sys.modules[since.__module__], "CHUNK", 2)
    programs = ProgramFactory.create_batch(5)
    texts = revisions(program.pk for program in programs)
    for number, program in enumerate(programs):
        edit(program, minimum_age=number)

    assert texts.keys() == {program.pk for program in programs}
    assert [since(texts)[program.pk].base for program in programs] == [{"minimum_age": None}] * 5

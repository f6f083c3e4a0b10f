"""Which programs an address names, and what it names in vain."""

import pytest

from programs.shortlist import MOST, READ, Shortlist, query_of, read_shortlist
from tests.factories import ProgramFactory, RedirectFactory

pytestmark = pytest.mark.django_db


def slugs(*found) -> list[str]:
    return [program.slug for program in found]


def test_programs_come_in_the_order_of_the_address():
    for slug in ("a", "b", "c"):
        ProgramFactory(slug=slug)

    assert read_shortlist(["c", "a", "b"]).slugs == ["c", "a", "b"]


def test_each_program_comes_once_by_whatever_name():
    kept = ProgramFactory(slug="kept")
    RedirectFactory(old_slug="old", program=kept)
    RedirectFactory(old_slug="older", program=kept)

    listed = read_shortlist(["older", "kept", " kept ", "old", "old"])

    assert listed.ids == [kept.pk]
    assert [old for old, _ in listed.merged] == ["older", "old"]
    assert slugs(*dict(listed.merged).values()) == ["kept", "kept"]
    assert slugs(*listed.repeated) == ["kept"]


def test_closed_programs_are_compared():
    assert read_shortlist([ProgramFactory(slug="gone", closed=True).slug]).slugs == ["gone"]


@pytest.mark.parametrize("publication", ["draft", "review", "archived"])
def test_what_visitors_may_not_see_is_as_unknown_as_what_is_not_there(publication):
    hidden = ProgramFactory(slug="hidden", publication=publication)
    RedirectFactory(old_slug="old", program=hidden)

    assert read_shortlist(["hidden", "old", "nothing"]).unknown == ("hidden", "old", "nothing")


def test_a_program_takes_its_place_back_after_a_merge_was_undone():
    RedirectFactory(old_slug="back", program=ProgramFactory(slug="other"))
    ProgramFactory(slug="back")

    listed = read_shortlist(["back"])
    assert listed == Shortlist(
        programs=listed.programs, left_out=(), merged=(), repeated=(), unknown=(), unread=0
    )
    assert read_shortlist(["back"]).slugs == ["back"]


def test_more_than_the_most_are_told_by_name():
    made = slugs(*ProgramFactory.create_batch(MOST + 2))

    listed = read_shortlist(["nothing", *made])

    assert listed.slugs == made[:MOST]
    assert slugs(*listed.left_out) == made[MOST:]


def test_texts_that_no_database_should_see_are_unknown(django_assert_num_queries):
    texts = ["\x00", "a b", "x" * 81, "‮", "é", "'; --"]

    with django_assert_num_queries(0):
        listed = read_shortlist(texts)

    assert listed.unknown == tuple(texts)


def test_endless_addresses_are_read_in_part_and_that_is_told(django_assert_num_queries):
    with django_assert_num_queries(2):
        listed = read_shortlist(f"nothing-{number}" for number in range(READ + 40))

    assert (len(listed.unknown), listed.unread) == (READ, 40)


def test_blank_names_are_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_shortlist(["", "  "]).ids == []


def test_the_query_names_them_again():
    assert query_of(["b", "a"], only="differs") == "p=b&p=a&only=differs"

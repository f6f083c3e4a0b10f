"""Drafts are published on the day that was set for them, and what cannot be is left and told."""

import datetime
from itertools import product

import pytest
from django.contrib.auth.models import Group

from programs.catalogue.freshness import changed_since, read_version
from programs.choices import Publication
from programs.curation import publishing
from programs.curation.publishing import forget_overtaken, publish_due, set_day
from programs.curation.reverting import revert
from programs.ledger import recording
from programs.models import Change, Program, Publishing
from tests.factories import (
    TODAY,
    ProgramFactory,
    PublishingFactory,
    RedirectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = (TODAY + datetime.timedelta(days=days) for days in (-1, 1))


def publication(one: Publishing) -> str:
    return Program.objects.values_list("publication", flat=True).get(pk=one.program_id)


def write(program: Program, **values: str) -> None:
    with recording([program]):
        Program.objects.filter(pk=program.pk).update(**values)


def left(outcome: publishing.Outcome) -> dict[str, list[str]]:
    return {why: [one.program.slug for one in rows] for why, rows in outcome.left.items()}


# --- Published -------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["draft", "review"])
@pytest.mark.parametrize(
    ("on", "after"),
    [(YESTERDAY, "published"), (TODAY, "published"), (TOMORROW, None)],
    ids=["past", "today", "to come"],
)
def test_what_is_due_is_published_and_nothing_else(before, on, after):
    one = PublishingFactory(program__publication=before, on=on)
    other = ProgramFactory(publication=before)

    publish_due(TODAY)

    assert publication(one) == (after or before)
    assert Publishing.objects.filter(program=one.program_id).exists() == (on > TODAY)
    other.refresh_from_db()
    assert other.publication == before


def test_whatever_there_is_only_what_waits_and_is_due_and_may_be_published_changes():
    """The law, over every kind of program, day and person at once."""
    people = {True: UserFactory(is_superuser=True), False: UserFactory()}
    days = (YESTERDAY, TODAY, TOMORROW)
    made = {
        PublishingFactory(program__publication=before, on=on, by=people[may]): (before, on, may)
        for before, on, may in product(Publication.values, days, people)
    }
    ahead = {"draft", "review"}

    outcome = publish_due(TODAY)

    for one, (before, on, may) in made.items():
        is_published = before in ahead and on <= TODAY and may
        is_over = is_published or before not in ahead
        assert publication(one) == ("published" if is_published else before)
        assert (one in outcome.published) == is_published
        assert Publishing.objects.filter(program=one.program_id).exists() != is_over
    told = len(outcome.published) + sum(map(len, outcome.left.values()))
    assert told == sum(before not in ahead or on <= TODAY for before, on, _ in made.values())


def test_it_stands_in_the_history_as_the_deed_of_who_set_the_day():
    first, second = PublishingFactory(), PublishingFactory(on=YESTERDAY)

    publish_due(TODAY)

    for one, day in ((first, "2026-11-22"), (second, "2026-11-21")):
        change = Change.objects.get(program=one.program_id, field="publication")
        assert (change.before, change.after) == ("draft", "published")
        assert (change.by, change.reason) == (one.by, f"Set to be published on {day}")


def test_pages_show_it_from_then_on(client):
    one = PublishingFactory(program__name="Awaited")
    address = one.program.get_absolute_url()
    version = read_version()
    assert client.get(address).status_code == 404

    publish_due(TODAY)

    assert "Awaited" in client.get(address).text
    assert changed_since(version, limit=9) == [one.program_id]
    assert read_version() == version + 1


def test_once_more_does_nothing():
    PublishingFactory()
    publish_due(TODAY)
    changes, version = Change.objects.count(), read_version()

    again = publish_due(TODAY)

    assert (again.published, left(again)) == ([], {})
    assert (Change.objects.count(), read_version()) == (changes, version)


def test_many_that_one_person_set_take_no_more_queries(django_assert_max_num_queries):
    by = UserFactory(is_superuser=True)
    for _ in range(20):
        PublishingFactory(by=by)

    with django_assert_max_num_queries(40):
        outcome = publish_due(TODAY)
    assert len(outcome.published) == 20


# --- Left ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({}, "bo, who set the day, may not publish any more."),
        (
            {"is_superuser": True, "is_active": False},
            "bo, who set the day, has no active account any more.",
        ),
    ],
    ids=["lost the permission", "left"],
)
def test_what_somebody_set_who_may_not_publish_any_more_is_left_and_stays_due(person, why):
    PublishingFactory(program__slug="his", by=UserFactory(username="bo", **person))
    other = PublishingFactory()

    for _ in range(2):
        outcome = publish_due(TODAY)
        assert left(outcome) == {f"{why} Publish by hand, or set another day.": ["his"]}
    assert publication(other) == "published"
    assert Publishing.objects.due(TODAY).get().program.slug == "his"


def test_a_curator_of_the_group_may():
    one = PublishingFactory(by=UserFactory())
    one.by.groups.add(Group.objects.get(name="Curators"))

    publish_due(TODAY)

    assert publication(one) == "published"


def test_a_program_that_breaks_a_rule_is_left_and_the_others_are_not(monkeypatch):
    by = UserFactory(is_superuser=True)
    bad, good = (PublishingFactory(program__slug=slug, by=by) for slug in ("bad", "good"))
    # No rule is about publication today, so that none can be broken by it alone.
    monkeypatch.setattr(
        publishing,
        "broken_rules",
        lambda state: (
            [("", "A published program must be good.")]
            if (state["slug"], state["publication"]) == ("bad", "published")
            else []
        ),
    )

    outcome = publish_due(TODAY)

    sentence = "A published program must be good. Mend that, and the next run publishes it."
    assert left(outcome) == {sentence: ["bad"]}
    assert (publication(bad), publication(good)) == ("draft", "published")
    assert Publishing.objects.get() == bad


@pytest.mark.parametrize("on", [TODAY, TOMORROW], ids=["due", "to come"])
@pytest.mark.parametrize("now", ["archived", "published"])
def test_what_was_published_or_archived_otherwise_is_left_and_told_once(on, now):
    one = PublishingFactory(program__slug="gone", on=on)
    write(one.program, publication=now)
    changes = Change.objects.count()

    outcome = publish_due(TODAY)

    assert left(outcome) == {f"It is {now} already, so its day is taken away.": ["gone"]}
    assert (publication(one), Change.objects.count()) == (now, changes)
    assert left(publish_due(TODAY)) == {}


def test_what_was_merged_is_left_with_the_name_of_the_other():
    one = PublishingFactory(program__slug="gone")
    write(one.program, publication="archived")
    RedirectFactory(old_slug="gone", program=ProgramFactory(name="Kept"))

    assert left(publish_due(TODAY)) == {
        "It was merged into “Kept”, so its day is taken away.": ["gone"]
    }


# --- The day ---------------------------------------------------------------------------------


def test_a_day_is_set_moved_and_taken_away():
    program, first, second = ProgramFactory(draft=True), UserFactory(), UserFactory()

    set_day(program, TODAY, by=first)
    set_day(program, TOMORROW, by=second)
    assert Publishing.objects.values_list("on", "by").get() == (TOMORROW, second.pk)

    set_day(program, None, by=first)
    assert not Publishing.objects.exists()


def test_only_days_of_what_is_out_are_forgotten():
    out, ahead, other = PublishingFactory.create_batch(3)
    for one in (out, other):
        write(one.program, publication="published")

    forget_overtaken([out.program_id, ahead.program_id])

    assert {*Publishing.objects.all()} == {ahead, other}


@pytest.mark.parametrize(
    ("before", "stays"), [("published", False), ("archived", False), ("review", True)]
)
def test_taking_back_forgets_the_day_of_what_is_out_again(before, stays):
    program = ProgramFactory(publication=before)
    write(program, publication="draft")
    PublishingFactory(program=program)
    change = program.changes.latest("pk")

    revert(program, [change], by=UserFactory(), reason="", seen=change.pk)

    assert Publishing.objects.exists() is stays

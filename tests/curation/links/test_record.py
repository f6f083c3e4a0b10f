"""What is kept of answers: a row for each that differs from the one before."""

import pytest

from programs.catalogue.freshness import read_version
from programs.choices import LinkOutcome
from programs.curation.links.answer import Answer
from programs.curation.links.record import KEPT
from programs.models import LinkCheck
from tests.curation.links.asking import GONE, NOON, Asking, days_later, run
from tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def test_an_answer_is_noted():
    program = ProgramFactory(url="https://a.example/#x")
    answer = Answer(LinkOutcome.MOVED, 200, "https://b.example/", "b" * 64)

    run(Asking(answer))

    row = LinkCheck.objects.values().get()
    row.pop("id")
    assert row == {
        "program_id": program.pk,
        "url": "https://a.example/#x",
        "at": NOON,
        "since": None,
        "times": 1,
        "outcome": "moved",
        "http_status": 200,
        "note": "",
        "final_url": "https://b.example/",
        "text_hash": "b" * 64,
    }


def test_the_same_answer_again_makes_no_new_row():
    ProgramFactory(url="https://a.example/")
    for day in range(4):
        run(Asking(GONE), at=days_later(day))

    row = LinkCheck.objects.get()
    assert (row.since, row.at, row.times) == (NOON, days_later(3), 4)


@pytest.mark.parametrize(
    "other",
    [
        Answer(LinkOutcome.BROKEN, 410),
        Answer(LinkOutcome.OK, 404),
        Answer(LinkOutcome.BROKEN, 404, text_hash="c"),
        Answer(LinkOutcome.BROKEN, 404, note="Why."),
        Answer(LinkOutcome.BROKEN, 404, final_url="https://a.example/gone"),
    ],
)
def test_another_answer_makes_one(other):
    ProgramFactory(url="https://a.example/")
    for day, answer in enumerate([GONE, other, GONE]):
        run(Asking(answer), at=days_later(day))

    assert LinkCheck.objects.count() == 3


def test_a_token_in_the_address_is_no_other_answer():
    ProgramFactory(url="https://a.example/")
    for day in range(2):
        final = f"https://b.example/?session={day}"
        run(Asking(Answer(LinkOutcome.MOVED, 200, final)), at=days_later(day))

    assert LinkCheck.objects.get().final_url == "https://b.example/?session=1"


def test_a_page_that_always_changes_fills_no_table():
    ProgramFactory(url="https://a.example/")
    for day in range(KEPT + 5):
        run(Asking(Answer(LinkOutcome.OK, 200, text_hash=f"{day}")), at=days_later(day))

    kept = LinkCheck.objects.order_by("at").values_list("text_hash", flat=True)
    assert [kept[0], len(kept)] == ["5", KEPT]


def test_public_pages_are_not_told():
    ProgramFactory()
    before = read_version()

    run()

    assert read_version() == before

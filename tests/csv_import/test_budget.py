"""What a batch may not do before a person has typed its number."""

import pytest

from programs.csv_import import NotApplied, apply_batch, review
from tests.csv_import.events import now
from tests.csv_import.files import check, content, load, many
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def budget(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(one["number"], one["told"]) for one in check(*rows).report["excesses"]]


def changed(count: int, **cells: str) -> list[dict[str, str]]:
    return [{"slug": f"p{n}", **cells} for n in range(count)]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"status": "closed"}, "closes 6 of 40 active programs"),
        ({"cost": "(clear)"}, "clears cost of 6 programs"),
    ],
)
def test_batch_that_takes_much_away_wants_a_number(cells, told):
    load(*many(40, status="active", cost="free"))

    assert budget(*changed(5, **cells)) == []
    assert budget(*changed(6, **cells)) == [(6, told)]


def test_batch_that_changes_much_wants_a_number():
    load(*many(40))

    assert budget(*changed(12, cost="free")) == []
    assert budget(*changed(13, cost="free")) == [(13, "changes 13 of 40 programs")]
    assert budget(*many(40)) == []


def test_number_lets_the_batch_in():
    load(*many(8, cost="free"))
    batch = check(*changed(8, cost="(clear)"))

    for wrong in (None, 7, 80):
        with pytest.raises(NotApplied, match=r"changes 8 of 8 programs and clears cost of 8 pro"):
            apply_batch(batch, confirmed=wrong)
    assert now("p0")["cost"] == "free"

    apply_batch(batch, confirmed=8)
    assert now("p0")["cost"] == ""


def test_rows_that_are_mended_count_for_the_budget_too():
    load(*many(40, status="active"))
    batch = review.receive(content(*changed(6, status="shut")), "a.csv", by=None)
    review.check_batch(batch)
    assert batch.report["excesses"] == []

    review.answer(batch, "status", "shut", {"way": "use", "text": "closed"}, by=UserFactory())

    assert [one["number"] for one in batch.report["excesses"]] == [6]
    with pytest.raises(NotApplied, match="closes 6 of 40"):
        apply_batch(batch)
    review.mend_row(batch, batch.rows.get(row=2), {"status": "paused"})
    assert batch.report["excesses"] == []
    apply_batch(batch)

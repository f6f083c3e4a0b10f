"""Long work says how far it is, to whoever listens."""

import pytest

from programs.csv_import import redo_batch, undo_batch
from programs.progress import tell, told_to
from tests.csv_import.files import load, many


def test_only_who_listens_is_told_and_never_more_than_all():
    heard = []
    tell("rows read", 1, 2)

    with told_to(lambda *told: heard.append(told)):
        tell("rows read", 3, 2)
    tell("rows read", 2, 2)

    assert heard == [("rows read", 2, 2)]


@pytest.mark.django_db
def test_import_and_undo_tell_how_far_they_are():
    heard = []
    with told_to(lambda *told: heard.append(told)):
        load(*many(3))
        batch = load(*many(3, cost="free"))
        undo_batch(batch)
        redo_batch(batch)

    assert heard == [
        ("rows read", 3, 3),
        ("programs made", 3, 3),
        ("rows read", 3, 3),
        ("programs updated", 3, 3),
        ("programs undone", 3, 3),
        ("programs applied", 3, 3),
    ]

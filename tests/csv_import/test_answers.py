"""What a text means is asked once for the file, and remembered for the next one."""

import pytest

from programs.csv_import import apply_batch, review
from programs.models import Alias, ImportBatch, Organization, Program
from tests.csv_import.events import actions, received, the_program
from tests.csv_import.files import content, load, row
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def reply(batch: ImportBatch, column: str, text: str, way: str, other: str = "") -> None:
    said = {"way": way, "text": other} if other else {"way": way}
    review.answer(batch, column, text, said, by=UserFactory(username="ada"))


def test_text_is_asked_about_once_with_its_rows():
    rows = [row(slug=f"p{n}", name=f"P {n}", url=f"https://{n}.example/") for n in range(4)]
    for one, cost in zip(rows, ("gratis", "gratis", "nada", "free"), strict=True):
        one["cost"] = cost

    batch = received(*rows)

    assert batch.report["questions"] == [
        {"column": "cost", "text": "gratis", "rows": 2},
        {"column": "cost", "text": "nada", "rows": 1},
    ]


@pytest.mark.parametrize(
    ("way", "other", "state", "stored"),
    [
        ("use", "free", "ready", ["free", "free"]),
        ("blank", "", "ready", ["", ""]),
        ("skip", "", "ready", []),
        ("use", "nada", "needs_fixes", []),
    ],
)
def test_answer_holds_for_all_rows_with_the_text(monkeypatch, way, other, state, stored):
    # As if there were thousands.
    monkeypatch.setattr(review, "_CHUNK", 1)
    batch = received(
        row(slug="a", cost="gratis"),
        row(slug="b", name="B", url="https://b.example/", cost=" gratis"),
    )

    reply(batch, "cost", "gratis", way, other)

    assert batch.state == state
    apply_batch(batch, partial=True)
    assert list(Program.objects.order_by("slug").values_list("cost", flat=True)) == stored


def test_answer_is_remembered_for_the_next_file_and_not_asked_again():
    batch = received(row(cost="gratis"), source="S")
    reply(batch, "cost", "gratis", "use", "free")
    apply_batch(batch)

    other = received(row(slug="b", name="B", url="https://b.example/", cost="Gratis"))

    assert (other.counts, other.report["questions"]) == ({"new": 1}, [])
    assert other.rows.get().after["cost"] == "free"
    assert [(one.kind, one.target, one.by.username) for one in Alias.objects.all()] == [
        ("choice", "free", "ada")
    ]
    # A text means something in its own column alone.
    assert received(row(slug="c", funding="gratis")).counts == {"invalid": 1}


@pytest.mark.parametrize("way", ["blank", "skip"])
def test_answer_that_says_no_meaning_is_asked_again_for_the_next_file(way):
    reply(received(row(cost="gratis")), "cost", "gratis", way)

    assert received(row(cost="gratis")).counts == {"invalid": 1}
    assert not Alias.objects.exists()


def unlike(name: str) -> dict[str, str]:
    return row(slug="new", name="Zebra", url="https://zebra.example/", organization=name)


@pytest.mark.parametrize(
    ("way", "other", "owner", "organizations"),
    [
        ("use", "Example Lab", "Example Lab", 1),
        ("create", "", "Exampel Lab", 2),
        ("skip", "", None, 1),
        ("blank", "", None, 1),
    ],
)
def test_organization_much_like_another_is_asked_about(way, other, owner, organizations):
    load(row())
    batch = received(unlike("Exampel Lab"))
    assert actions(batch) == ["invalid"]
    assert batch.report["questions"] == [
        {"column": "organization", "text": "Exampel Lab", "rows": 1}
    ]

    reply(batch, "organization", "Exampel Lab", way, other)
    apply_batch(batch, partial=True)

    made = Program.objects.filter(slug="new").first()
    assert (made and made.organization.name) == owner
    assert Organization.objects.count() == organizations


def test_blank_organization_leaves_a_program_where_it_is():
    load(row())
    batch = received(row(organization="Exampel Lab", cost="free"))

    reply(batch, "organization", "Exampel Lab", "blank")
    apply_batch(batch)

    assert (the_program().organization.name, the_program().cost) == ("Example Lab", "free")


def test_organization_that_was_named_once_is_known_in_the_next_file():
    load(row())
    reply(received(unlike("Exampel Lab")), "organization", "Exampel Lab", "use", "Example Lab")

    batch = received(unlike("EXAMPEL Lab"))

    assert (batch.counts, batch.report["organizations"]) == ({"new": 1}, {})


def test_answer_does_not_let_a_row_in_whose_cells_are_shifted():
    data = content(row(cost="gratis")).rstrip() + b",more\r\n"
    batch = review.check_batch(review.receive(data, "a.csv", by=None))

    reply(batch, "cost", "gratis", "use", "free")

    assert actions(batch) == ["invalid"]

"""Whenever the process of an import or an undo dies: all that it does is there, or nothing."""

from pathlib import Path

import pytest

from tests.csv_import.files import load, row, write
from tests.factories import UserFactory
from tests.faults.killing import address_of_postgres, copied, swept

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Have programs, and return a file that changes one, adds two and names others as before."""
    UserFactory()
    load(row(slug="old", topics="nlp", rounds="2026||2026-05|"), row(slug="same", name="Same"))
    return write(
        tmp_path / "a.csv",
        row(slug="old", cost="free", topics="vision", rounds="2026||2026-06|; 2027||2027|"),
        row(slug="same", name="Same"),
        row(
            slug="new",
            name="Zebra",
            url="https://zebra.example/",
            organization="Other House",
            organization_url="https://other.example",
            topics="new-topic",
            successor="newer",
        ),
        row(slug="newer", name="Yak", url="https://yak.example/", locations="Accra, GH"),
    )


FIELDS = ["cost", "topics", "rounds"]
MADE = ["created", "created"]
BACK = [*FIELDS, "publication", "publication"]


def hold_all_or_nothing(deeds: list[list], at_least: int) -> None:
    """Each death left what was there before, but the last, which left all that the deed does."""
    start = deeds[0][0]
    for found, written, applied in zip(
        deeds, ([*MADE, *FIELDS], BACK, BACK), ("applied", "undone", "applied"), strict=True
    ):
        *untouched, after = found
        assert len(untouched) > at_least
        assert all(one == found[0] for one in untouched)
        assert sorted(one[0] for one in after[1][len(found[0][1]) :]) == sorted(written)
        assert after[4] == ["applied", applied]
        is_in = applied == "applied"
        assert after[5] == start[5] + (4 if is_in else 0)
        assert after[6] == found[0][6] + 1
        old = after[0]["old"]
        assert (old["cost"], old["topics"], len(old["rounds"])) == (
            ("free", ["vision"], 2) if is_in else ("", ["nlp"], 1)
        )
        assert {after[0][slug]["publication"] for slug in ("new", "newer")} == {
            "published" if is_in else "archived"
        }
        assert after[0]["new"]["successor"] == "newer"


@pytest.mark.sqlite
def test_killed_at_any_step_it_leaves_the_old_or_the_new(path, tmp_path):
    deeds = swept("imports", 1, copied(tmp_path / "killed.sqlite3"), str(path))

    hold_all_or_nothing(deeds, 10)


@pytest.mark.postgresql
def test_killed_now_and_then_it_leaves_the_old_or_the_new(path):
    deeds = swept("imports", 7, address_of_postgres(), str(path))

    hold_all_or_nothing(deeds, 2)

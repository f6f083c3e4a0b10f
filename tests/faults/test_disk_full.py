"""The disk is full in the middle of an import: nothing went in, and what was there stays."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.models import ImportBatch
from tests.csv_import.events import all_states
from tests.csv_import.files import load, row, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

ROWS = 400


@pytest.fixture
def room() -> Iterator:
    """Leave the database so many pages that it may grow by."""

    def leave(pages: int) -> None:
        with connection.cursor() as cursor:
            # What earlier tests left free would be room too.
            cursor.execute("VACUUM")
            used = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count = {used + pages}")

    yield leave
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.parametrize("pages", [0, 20, 200])
def test_an_import_ends_with_a_sentence_and_nothing_of_it_is_there(tmp_path, room, pages):
    load(row(slug="old", name="Old", cost="free"))
    before = all_states()
    rows = [
        row(slug=f"new-{number}", name=f"New {number}", url=f"https://n{number}.example/")
        for number in range(ROWS)
    ]
    path = write(tmp_path / "big.csv", row(slug="old", name="Old", cost="paid"), *rows)
    room(pages)

    with pytest.raises(CommandError) as refused:
        call_command("import_programs", path, stdout=io.StringIO())

    assert "disk is full" in str(refused.value)
    assert "Nothing went in." in str(refused.value)
    assert all_states() == before
    room(100_000)
    call_command("import_programs", path, stdout=io.StringIO())
    assert len(all_states()) == ROWS + 1
    assert [*ImportBatch.objects.filter(source="").values_list("state", flat=True)][-1] == "applied"

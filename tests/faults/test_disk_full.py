"""The disk is full in the middle of an import: nothing went in, and what was there stays."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.models import ImportBatch
from tests.admin.importing import address, checked, upload
from tests.csv_import.events import all_states
from tests.csv_import.files import content, load, row, write
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

ROWS = 400
UNAVAILABLE = 503


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


def new_programs() -> list[dict[str, str]]:
    return [
        row(slug=f"new-{number}", name=f"New {number}", url=f"https://n{number}.example/")
        for number in range(ROWS)
    ]


@pytest.mark.parametrize("pages", [0, 20, 200])
def test_an_import_ends_with_a_sentence_and_nothing_of_it_is_there(tmp_path, room, pages):
    load(row(slug="old", name="Old", cost="free"))
    before = all_states()
    rows = new_programs()
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


def test_at_the_desk_it_is_told_and_nothing_of_it_is_there(client, room):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    batch = checked(*new_programs())
    file = content(*new_programs())
    room(0)

    refused = upload(client, file), client.post(address("apply", batch.pk))

    assert [answer.status_code for answer in refused] == [UNAVAILABLE] * 2
    assert all_states() == {}
    room(100_000)
    batch.refresh_from_db()
    assert batch.state == "ready"
    assert client.post(address("apply", batch.pk)).status_code == 302
    assert len(all_states()) == ROWS

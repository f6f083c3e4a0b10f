"""Rows in doubt as a file."""

import csv
import io

import pytest

from programs.models import ImportBatch
from tests.admin.importing import (
    address,
    checked,
    mixed_batch,
    new_rows,
    upload,
)
from tests.csv_import.files import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed():
    return mixed_batch()


def test_rows_in_doubt_come_as_a_file_that_goes_in_once_it_is_mended(desk, mixed):
    response = desk.get(address("problems", mixed.pk))

    body = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert response.headers["Content-Disposition"] == 'attachment; filename="list-problems.csv"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert [one["_row"] for one in rows] == ["5", "6"]
    assert "is not one of free" in rows[1]["_problem"]
    assert "Same" in rows[0]["_problem"]
    rows[1]["cost"] = "free"
    again = upload(desk, content(rows[1]), "list-problems.csv")
    page = desk.get(again.url)
    if "columns" in again.url:
        form = page.context["form"]
        desk.post(again.url, {field.html_name: field.initial or "" for field in form})
    assert ImportBatch.objects.latest("pk").rows.get().action == "new"


def test_a_file_name_cannot_break_the_header(desk):
    batch = checked(*new_rows(1, cost="gratis"))
    ImportBatch.objects.update(file_name='a"\r\nX-Evil: 1.csv')

    response = desk.get(address("problems", batch.pk))

    assert "X-Evil" not in response.headers
    assert "\n" not in response.headers["Content-Disposition"]

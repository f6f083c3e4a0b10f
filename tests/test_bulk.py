"""Inserting many rows at once, and reading many without keeping them."""

import datetime

import pytest
from django.db import ConnectionHandler

from programs.bulk import insert, unmapped
from programs.models import ImportBatch

NAMES = ("file_name", "sha256", "size_bytes", "source", "state", "mapping", "reading", "fixes")
MORE = ("report", "counts", "received_at", "applied_at")
AT = datetime.datetime(2026, 3, 1, 12, 30, 15, 123_456, tzinfo=datetime.UTC)
ODD = "Zoë “quoted” \\ ' \" % %s {} \U0001f600\n\tend"
NESTED = {ODD: [None, True, 1, 1.5, "", ODD, {"a": []}], "null": None}


def batch(name: str, **values) -> tuple:
    facts = {"mapping": NESTED, "reading": {}, "fixes": {}, "report": {}, "counts": {}, **values}
    plain = {"sha256": "", "size_bytes": 2**40, "source": ODD, "state": "ready", "received_at": AT}
    return tuple({"file_name": name, "applied_at": None, **plain, **facts}[n] for n in NAMES + MORE)


@pytest.mark.django_db
def test_rows_come_back_as_they_were_put_in():
    rows = [batch(f"{number}.csv") for number in range(1_001)] + [batch(ODD, applied_at=AT)]

    insert(ImportBatch, NAMES + MORE, iter(rows))

    assert list(ImportBatch.objects.order_by("pk").values_list(*NAMES, *MORE)) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["text", "", 0, False, [], {}, "1", "null", '"'])
def test_json_of_any_type_stays_that_type(value):
    insert(ImportBatch, NAMES + MORE, [batch("a.csv", mapping=value)])

    found = ImportBatch.objects.get().mapping
    assert (found, type(found)) == (value, type(value))


@pytest.mark.django_db
def test_nothing_is_inserted_of_no_rows():
    insert(ImportBatch, NAMES + MORE, [])

    assert not ImportBatch.objects.exists()


@pytest.mark.django_db
def test_file_is_mapped_again_after_a_long_read(tmp_path, monkeypatch):
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "any.sqlite3"}
    database = ConnectionHandler({"default": settings})["default"]
    monkeypatch.setattr("programs.bulk.connection", database)

    def mapped(size: str = "") -> int:
        return database.connection.execute(f"PRAGMA mmap_size{size}").fetchone()[0]

    database.ensure_connection()
    mapped(" = 1048576")

    def broken_off() -> None:
        with unmapped():
            assert mapped() == 0
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert mapped() == 1_048_576
    database.close()

"""Files on their way through the admin's screens."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programs.csv_import import review
from programs.models import ImportBatch
from tests.csv_import.files import content, load, row


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:programs_importbatch_{name}", args=args)


def upload(client: Client, data: bytes, name: str = "list.csv", **said: str) -> Any:
    """Post a file as a browser does."""
    file = SimpleUploadedFile(name, data)
    return client.post(address("upload"), {"file": file, **said})


def new_rows(count: int, **cells: str) -> list[dict[str, str]]:
    """Return so many rows of new programs that are not alike."""
    names = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel")
    return [
        row(
            slug=f"{name.lower()}",
            name=name,
            organization=f"{name} Institute",
            url=f"https://{name.lower()}.example/",
            **cells,
        )
        for name in names[:count]
    ]


def checked(*rows: dict[str, str], source: str = "", **cells: Any) -> ImportBatch:
    """Return the batch of an uploaded file that was checked."""
    batch = review.receive(content(*rows), "list.csv", by=None, source=source, **cells)
    review.check_batch(batch)
    return ImportBatch.objects.get(pk=batch.pk)


def mixed_batch() -> ImportBatch:
    """One row of each kind: 2 new, 3 update, 4 unchanged, 5 duplicate, 6 invalid."""
    load(row(slug="kept", cost="free"), row(slug="same", name="Same", url="https://same.example/"))
    return checked(
        *new_rows(1, cost="paid"),
        row(slug="kept", cost="paid"),
        row(slug="same", name="Same", url="https://same.example/"),
        row(slug="twin", name="Same", url="https://same.example/", cost="free"),
        row(slug="bad", name="Bad", url="https://bad.example/", cost="gratis"),
        source="Forest list",
    )


def page_of(client: Client, batch: ImportBatch, **query: Any) -> Any:
    """Return the page of the batch."""
    return client.get(address("change", batch.pk), query)


def rows_on(response: Any) -> list[tuple[int, str]]:
    """Return the rows that the page shows, with what each does."""
    return [(view.change.row, view.change.action) for view in response.context["rows"]]


def shown(response: Any, number: int) -> str:
    """Return the markup of one row."""
    [_, rest] = response.text.split(f'id="row-{number}"', 1)
    return rest.split("</article>", 1)[0]


def columns_of(batch: ImportBatch) -> list[str]:
    """Return the names of the file’s columns."""
    return review.open_file(batch).header


def send(client: Client, batch: ImportBatch, number: int, **data: str) -> Any:
    """Post the form of a row."""
    return client.post(f"{address('row', batch.pk, number)}?show=all", data)

"""Rows in doubt as a file, to be mended and sent in again."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from programs.admin.import_doors import VIEW, door
from programs.admin.import_words import IN_DOUBT
from programs.choices import RowDecision
from programs.csv_import.doubts import DoubtsFile, reasons_of
from programs.models import ImportBatch


class _Line:
    """Takes one line of text at a time, and gives it back."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._parts.append(text)
        return len(text)

    def taken(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        return text


@door(VIEW, "GET")
def problems(request: HttpRequest, batch: ImportBatch) -> StreamingHttpResponse:
    """Send the rows in doubt as CSV, to be mended and sent in again."""
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    response = StreamingHttpResponse(_doubts(batch), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}-problems.csv"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _doubts(batch: ImportBatch) -> Iterator[str]:
    line = _Line()
    # With a byte order mark, Excel reads UTF-8.
    line.write("\ufeff")
    file = DoubtsFile(line, [title for title, _ in batch.report.get("columns", [])])
    yield line.taken()
    rows = batch.rows.filter(action__in=IN_DOUBT).exclude(decision=RowDecision.TAKE)
    for row in rows.order_by("row").iterator(chunk_size=500):
        file.add(row.row, reasons_of(row), row.cells)
        yield line.taken()

"""A file comes in: it is kept as a batch and, if its columns are known, checked."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from programs.admin.import_doors import ADD, batch_url, door, screen
from programs.admin.import_words import on_screen
from programs.csv_import import FileProblem, NotApplied
from programs.csv_import.review import check_batch, receive
from programs.models import ImportBatch

_ENCODINGS = [
    ("", "Find out by itself"),
    ("windows-1252", "Windows-1252: Western Europe, as Excel saves it"),
    ("windows-1250", "Windows-1250: Central Europe"),
    ("windows-1251", "Windows-1251: Cyrillic"),
    ("iso-8859-2", "ISO 8859-2: Central Europe"),
    ("iso-8859-15", "ISO 8859-15: Western Europe"),
    ("mac-roman", "Mac Roman: old Macintosh"),
    ("utf-16", "UTF-16"),
    ("shift-jis", "Shift JIS: Japanese"),
    ("gb18030", "GB 18030: Chinese"),
    ("big5", "Big5: Chinese"),
    ("euc-kr", "EUC-KR: Korean"),
]


class UploadForm(forms.Form):
    """The file and who gave it. Encoding and sheet are shown only once they are asked for."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}))
    source = forms.CharField(
        required=False,
        max_length=ImportBatch._meta.get_field("source").max_length,
        help_text="Who gave the file: one name for all its editions. What the source said last "
        "time is remembered by it. Blank if the file stands alone.",
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
    encoding = forms.ChoiceField(required=False, choices=_ENCODINGS)
    sheet = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            f"CSV, XLSX or ODS: at most {settings.IMPORT_UPLOAD_MAX_BYTES / 2**20:,.0f} MB and "
            f"{settings.IMPORT_UPLOAD_MAX_ROWS:,} rows."
        )

    def clean_file(self) -> UploadedFile:
        """Refuse a large file before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_UPLOAD_MAX_BYTES:
            raise forms.ValidationError(
                f"{file.name} has {file.size / 2**20:,.1f} MB; at most "
                f"{settings.IMPORT_UPLOAD_MAX_BYTES / 2**20:,.0f} MB can be read. Split it, or "
                "import it on the command line."
            )
        return file

    def ask(self, problem: FileProblem) -> None:
        """Show what is wrong with the file, and the controls that its sentence speaks of."""
        self.add_error("file", on_screen(problem))
        for name in ("encoding", "sheet"):
            if f"--{name}" in str(problem):
                self.fields[name].is_asked = True

    def shown(self) -> list[forms.BoundField]:
        """Return the fields that the page shows."""
        return [
            field
            for field in self
            if field.name in ("file", "source")
            or getattr(field.field, "is_asked", False)
            or self.data.get(field.name)
        ]


@door(ADD, "GET", "POST")
def upload(request: HttpRequest) -> HttpResponse:
    """Show the form; take the file, and lead on to its rows, or first to its columns."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _received(form.cleaned_data, request.user)
        except FileProblem as problem:
            form.ask(problem)
        else:
            return _checked(request, batch)
    sources = ImportBatch.objects.exclude(source="").order_by("source")
    return screen(
        request,
        "upload",
        "Import a file",
        form=form,
        sources=sources.values_list("source", flat=True).distinct(),
    )


def _received(said: dict[str, Any], by: Any) -> ImportBatch:
    file = said["file"]
    return receive(
        file.read(),
        file.name,
        by=by,
        source=said["source"],
        encoding=said["encoding"],
        sheet=said["sheet"],
    )


def _checked(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    try:
        check_batch(batch)
    except (FileProblem, NotApplied) as problem:
        messages.warning(request, on_screen(problem))
        return redirect("admin:programs_importbatch_columns", pk=batch.pk)
    return redirect(batch_url(batch))

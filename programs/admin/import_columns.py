"""What the columns of an uploaded file are: proposed, chosen, and remembered for its source."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from programs.admin.import_doors import ADD, batch_url, door, screen
from programs.admin.import_words import allowed_values, column_label, on_screen
from programs.csv_import import FileProblem, NotApplied
from programs.csv_import.column_help import GROUPS
from programs.csv_import.columns import KNOWN, PAIRS
from programs.csv_import.propose import ColumnProposal, Sureness, propose
from programs.csv_import.review import map_batch, open_file
from programs.models import ImportBatch

_LEFT_OUT = [("", "Leave it out")]
_HINTS = {
    Sureness.EXACT: "",
    Sureness.OTHER_NAME: "A known other name of this field.",
    Sureness.NEAR: "The name is much like this field’s: is it that?",
    Sureness.NONE: "Like none of our columns. Left out, it stays with the batch.",
}
_FOR_ALL = (
    *("organization", "program_type", "summary", "status", "format", "cost"),
    *("topics", "locations", "source_url", "source_date"),
)
"""Fields that a list often leaves to its title."""

_SHOWN = 120


def _field_choices() -> list[tuple[str, Any]]:
    groups = {heading: names.split() for heading, names in GROUPS.items()}
    groups["Two or three fields in one"] = list(PAIRS)
    return [
        *_LEFT_OUT,
        *(
            (heading, [(name, _choice(name)) for name in names])
            for heading, names in groups.items()
        ),
    ]


def _choice(name: str) -> str:
    label = column_label(name)
    return label if label.lower() == name else f"{label} ({name})"


class ColumnsForm(forms.Form):
    """A field for each column of the file, and texts for all rows."""

    def __init__(self, batch: ImportBatch, found: list[ColumnProposal], *args: Any) -> None:
        super().__init__(*args)
        self._columns: dict[str, str] = {}
        constants = batch.reading.get("constants", {})
        choices = _field_choices()
        for place, (header, one) in enumerate({one.header: one for one in found}.items()):
            name = f"column-{place}"
            self._columns[name] = header
            chosen = batch.mapping.get(header)
            self.fields[name] = field = forms.ChoiceField(
                required=False,
                label=header or "A column without a name",
                choices=choices,
                initial=one.field if chosen is None else chosen,
                help_text=_HINTS[one.sureness] if chosen is None else "",
            )
            field.samples = [_short(sample) for sample in one.samples]
        for name in _FOR_ALL:
            self.fields[f"all-{name}"] = _constant(name, constants.get(name, ""))

    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self._columns]

    def for_all(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("all-")]

    def mapping(self) -> dict[str, str]:
        """Return the chosen field by column, blank for those to leave out."""
        return {header: self.cleaned_data[name] for name, header in self._columns.items()}

    def constants(self) -> dict[str, str]:
        """Return the text by field, for all rows that say nothing of it."""
        said = {name: self.cleaned_data[f"all-{name}"].strip() for name in _FOR_ALL}
        return {name: text for name, text in said.items() if text}


def _constant(name: str, initial: str) -> forms.Field:
    about = {"required": False, "label": column_label(name), "initial": initial}
    if values := allowed_values(name):
        return forms.ChoiceField(choices=[("", "Nothing"), *values], **about)
    return forms.CharField(help_text=f"For example: {KNOWN[name].example}", **about)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


@door(ADD, "GET", "POST")
def columns(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Show what the columns seem to be; check the file with those that are chosen."""
    if batch.applied_at:
        raise NotApplied(f"It is {batch.get_state_display().lower()} already.")
    found = propose(open_file(batch))
    form = ColumnsForm(batch, found, *([request.POST] if request.method == "POST" else []))
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            map_batch(batch, form.mapping(), form.constants())
        except FileProblem as refused:
            problem = on_screen(refused)
        else:
            return redirect(batch_url(batch))
    return screen(request, "columns", "Columns of the file", batch, form=form, problem=problem)

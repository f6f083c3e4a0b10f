"""The columns of a file of programs, told from the registry that the import reads them by."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from programs.csv_import.cells import Choice
from programs.csv_import.column_help import GROUPS
from programs.csv_import.columns import COLUMNS, NEEDED, PAIRS, Column
from programs.csv_import.spellings import COLUMN_NAMES, SPELLINGS, UNDECIDED
from programs.csv_import.template import template_csv
from programs.models import Program
from programs.views.public import public_page


@dataclass(frozen=True, slots=True)
class Word:
    """A value of a vocabulary, its label, and other spellings that are read as it."""

    value: str
    label: str
    others: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page says of one column. `words` is empty where it has no vocabulary."""

    column: Column
    words: tuple[Word, ...]
    refused: str
    other_names: str


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return slugify(self.heading)


@public_page
def columns(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/columns.html", {"groups": read_groups(), "needed": NEEDED})


@public_page
def template(request: HttpRequest) -> HttpResponse:
    """Give the file to fill in."""
    disposition = 'attachment; filename="careerpaths-template.csv"'
    return HttpResponse(
        template_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


@cache
def read_groups() -> tuple[Group, ...]:
    """Return all columns under their headings; those that stand for several come last."""
    groups = {
        heading: [COLUMNS[name] for name in names.split()] for heading, names in GROUPS.items()
    }
    groups["In place of several"] = list(PAIRS.values())
    return tuple(Group(heading, tuple(map(_entry, some))) for heading, some in groups.items())


def _entry(column: Column) -> Entry:
    words: tuple[Word, ...] = ()
    if isinstance(column.kind, Choice):
        others = SPELLINGS.get(column.name, {})
        words = tuple(
            Word(value, str(label), _joined(others.get(value, ())))
            for value, label in Program._meta.get_field(column.name).flatchoices
        )
    refused = _joined(UNDECIDED.get(column.name, ()))
    return Entry(column, words, refused, _joined(COLUMN_NAMES.get(column.name, ())))


def _joined(texts: tuple[str, ...] | dict[str, tuple[str, ...]]) -> str:
    return ", ".join(texts)

"""The same files through django-import-export, as its admin does it and as it is fastest.

Its admin imports twice: a preview, which is rolled back, and after a person has confirmed it the
import itself. What would only slow it down is left out: the page of the preview (27 MB at 10,000
rows of 26 columns), the log entries, application rounds, places, the addresses of organizations,
and the ledger. Organizations and tags are there before, since it can't add any.
"""

import time
from pathlib import Path

from django.db import models
from import_export import resources
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.instance_loaders import CachedInstanceLoader
from import_export.results import Result
from import_export.widgets import (
    BooleanWidget,
    CachedForeignKeyWidget,
    CharWidget,
    ForeignKeyWidget,
    ManyToManyWidget,
    Widget,
)

from programs.csv_import import COLUMNS, make_plan, open_sheet
from programs.csv_import.columns import KEY, REVISION, TAGS
from programs.dates import PartialDate
from programs.models import Organization, Program
from programs.models.fields import PartialDateField
from tests.benchmarks.building import memory
from tests.benchmarks.catalogues import past_the_ledger
from tests.benchmarks.stopwatch import Figure

_LEFT_OUT = {"organization_url", "locations", "rounds", REVISION}
_PLAIN = [name for name in COLUMNS if name not in _LEFT_OUT]
_OWN = {field.name: field for field in Program._meta.get_fields()}


class YesNo(BooleanWidget):
    """By default a “yes” is stored as no."""

    TRUE_VALUES = ("yes",)
    FALSE_VALUES = ("no",)


class Countries(CharWidget):
    """Codes as the database separates them."""

    def clean(self, value: str, row: dict | None = None, **options: object) -> str:
        return (super().clean(value, row, **options) or "").replace("; ", ",")


class Dates(Widget):
    """A year, a month or a day: as texts they would look changed in every row."""

    def clean(self, value: str, row: dict | None = None, **options: object) -> PartialDate | None:
        return PartialDate.parse(value) if value else None


def _fields(foreign_key: type[ForeignKeyWidget]) -> dict[str, Field]:
    """Return the columns that it can't read by itself."""
    widgets = {
        "organization": foreign_key(Organization, "name"),
        "successor": foreign_key(Program, "slug"),
        "open_to_countries": Countries(),
        **{name: ManyToManyWidget(_OWN[name].related_model, ";", "slug") for name in TAGS},
        **{name: YesNo() for name in _PLAIN if isinstance(_OWN[name], models.BooleanField)},
        **{name: Dates() for name in _PLAIN if isinstance(_OWN[name], PartialDateField)},
    }
    return {name: Field(name, name, widget) for name, widget in widgets.items()}


class ByDefault(resources.ModelResource):
    """The columns, and nothing else said."""

    locals().update(_fields(ForeignKeyWidget))

    class Meta:
        model = Program
        import_id_fields = (KEY,)
        fields = _PLAIN


class Tuned(resources.ModelResource):
    """As fast as its documentation makes it: then it loses all tags, so these are not read."""

    locals().update(
        {name: one for name, one in _fields(CachedForeignKeyWidget).items() if name not in TAGS}
    )

    class Meta:
        model = Program
        import_id_fields = (KEY,)
        fields = [name for name in _PLAIN if name not in TAGS]
        use_bulk = True
        skip_unchanged = True
        skip_html_diff = True
        instance_loader_class = CachedInstanceLoader


RESOURCES = {"default": ByDefault, "tuned": Tuned}


def main(how: str, step: str, path: str) -> list[Figure]:
    """Preview and confirm the file; return how long each takes, and the memory of the process."""
    with past_the_ledger():
        if step == "first":
            _prepare(Path(path))
        start = time.perf_counter()
        taken(how, path, dry_run=True, raise_errors=False)
        previewed = time.perf_counter()
        result = taken(
            how, path, dry_run=False, raise_errors=True, rollback_on_validation_errors=True
        )
        confirmed = time.perf_counter()
    rows = Program.objects.count()
    assert result.total_rows == rows, result.totals
    assert step != "first" or result.totals["new"] == rows, result.totals
    return [
        Figure(name=f"{step}: all", values=[confirmed - start], unit="s"),
        Figure(name=f"{step}: preview", values=[previewed - start], unit="s"),
        Figure(name=f"{step}: memory", values=[memory("VmHWM")], unit="MB"),
    ]


def taken(how: str, path: str, **options: bool) -> Result:
    """Return what it says of the file, which it reads anew each time."""
    dataset = CSV(encoding="utf-8").create_dataset(Path(path).read_bytes().decode())
    result = RESOURCES[how]().import_data(dataset, **options)
    assert not result.has_errors(), result.row_errors()[:1]
    return result


def _prepare(path: Path) -> None:
    """Add the organizations and tags that the file names."""
    plan = make_plan(open_sheet(path))
    for _ in plan.rows():
        pass
    Organization.objects.bulk_create(
        Organization(slug=slug, name=name) for slug, name in plan.organizations.new.items()
    )
    for name, slugs in plan.new_tags.items():
        tags = _OWN[name].related_model
        tags.objects.bulk_create(tags(slug=slug, name=tags.name_for(slug)) for slug in slugs)

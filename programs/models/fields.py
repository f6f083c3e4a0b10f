"""The model field that stores a `PartialDate`, and how a query asks about a day."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from programs.dates import PartialDate


class PartialDateFormField(forms.CharField):
    """A text input that takes a year, a month or a day and gives a `PartialDate`, None if blank."""

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        try:
            return PartialDate.parse(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def run_validators(self, value: Any) -> None:
        """Skip CharField's: they measure text, and this value is none."""


class PartialDateField(models.CharField):
    """A `PartialDate`, stored as its ISO text (`2023`, `2023-01`, `2023-01-15`); NULL if blank.

    The texts sort in the order of their first days, a year before its months.
    """

    description = "A year, month or day"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=10, null=True, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "null", "blank"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def to_python(self, value: Any) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        if isinstance(value, datetime.date):
            return PartialDate.of(value)
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        return value.isoformat() if isinstance(value, datetime.date) else str(value)

    def run_validators(self, value: Any) -> None:
        """Skip CharField's: they measure text, and this value is none."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


def surely_before(field: str, day: datetime.date) -> Q:
    """Match rows whose partial date is over by the day, however its missing part is filled in."""
    return Q(**{f"{field}__lt": day}) & ~Q(**{f"{field}__in": _around(day)})


def perhaps_from(field: str, day: datetime.date) -> Q:
    """Match rows whose partial date is the day, a later one, or may be."""
    return Q(**{f"{field}__gte": day}) | Q(**{f"{field}__in": _around(day)})


def _around(day: datetime.date) -> list[str]:
    """Return the month and the year that the day lies in, as partial dates."""
    return [f"{day:%Y-%m}", f"{day:%Y}"]

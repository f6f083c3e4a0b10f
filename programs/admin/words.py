"""What a program's form says to who may only look."""

from collections.abc import Callable

from django.contrib import admin
from django.db import models

from programs.models import Program
from programs.presentation.values import value_words


def in_words(rows: list) -> list:
    """Return rows of a program's fields for who may only look: no icons for yes and no."""
    return [_readable(row) if isinstance(row, str) else tuple(map(_readable, row)) for row in rows]


def _readable(name: str) -> str | Callable[[Program], str]:
    return _YES_NO.get(name, name)


def _yes_no_words(field: models.Field) -> Callable[[Program], str]:
    @admin.display(description=field.verbose_name)
    def words(program: Program) -> str:
        return value_words(field.name, getattr(program, field.name), {})

    return words


_YES_NO = {
    field.name: _yes_no_words(field)
    for field in Program._meta.fields
    if isinstance(field, models.BooleanField)
}

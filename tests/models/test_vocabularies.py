"""Every enumeration is checked by the database itself."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.db import IntegrityError, models
from django_countries.fields import CountryField

from tests.models.rows import MAKE, all_models, write

pytestmark = pytest.mark.django_db


def choice_fields() -> list[Any]:
    """Return every field of every model that holds one of our own vocabularies."""
    return [
        pytest.param(model, field, id=f"{model._meta.model_name}.{field.name}")
        for model in all_models()
        for field in model._meta.concrete_fields
        if field.choices and not isinstance(field, CountryField)
    ]


@pytest.mark.parametrize(("model", "column"), choice_fields())
def test_the_database_refuses_a_value_of_no_vocabulary(
    model: type[models.Model], column: models.Field
):
    row = MAKE[model]()

    with pytest.raises(IntegrityError, match=f"{column.name}_known"):
        write(row, {column.name: "nonsense"})


@pytest.mark.parametrize(("model", "column"), choice_fields())
def test_the_database_takes_every_value_of_the_vocabulary(
    model: type[models.Model], column: models.Field
):
    row = MAKE[model]()
    values = [value for value, _ in column.choices]

    for value in values:
        write(row, {column.name: value})

    row.refresh_from_db()
    assert getattr(row, column.name) == values[-1]


@pytest.mark.parametrize(("model", "column"), choice_fields())
def test_unstated_is_a_value_only_where_the_field_says_so(
    model: type[models.Model], column: models.Field
):
    row = MAKE[model]()
    refused = nullcontext() if column.blank else pytest.raises(IntegrityError)

    with refused:
        write(row, {column.name: ""})

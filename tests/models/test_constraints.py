"""Every named constraint is broken twice: in the database, and in validation by its sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, connection, models

from tests.models.cases import CASES, Case
from tests.models.rows import MAKE, all_models, write

pytestmark = pytest.mark.django_db

each_case = pytest.mark.parametrize("name", CASES)


def all_constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    for model in all_models():
        for constraint in model._meta.constraints:
            yield model, constraint


def constraint_named(name: str) -> tuple[type[models.Model], models.BaseConstraint]:
    return next(pair for pair in all_constraints() if pair[1].name == name)


def columns_of_unique(model: type[models.Model], constraint: models.UniqueConstraint) -> str:
    """Return how SQLite names a unique constraint: by its columns."""
    table = model._meta.db_table
    return ", ".join(f"{table}.{model._meta.get_field(f).column}" for f in constraint.fields)


def broken_values(row: models.Model, case: Case) -> dict[str, Any]:
    return {name: row.pk if value == "itself" else value for name, value in case.broken.items()}


@each_case
def test_the_database_refuses(name: str):
    case = CASES[name]
    row = case.make(**case.given)

    with pytest.raises(case.refused_with) as refusal:
        write(row, broken_values(row, case))

    model, constraint = constraint_named(name)
    known_as = {name}
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        known_as = {columns_of_unique(model, constraint)}
    if case.refused_with is DataError:
        known_as = {"value too long"}
    assert any(words in str(refusal.value) for words in known_as)


@each_case
def test_validation_says_the_one_sentence(name: str):
    case = CASES[name]
    row = case.make(**case.given)
    for column, value in broken_values(row, case).items():
        setattr(row, column, value)

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()

    assert refusal.value.messages == [case.sentence]


def test_every_constraint_has_a_case():
    names = {constraint.name for _, constraint in all_constraints()}

    assert names == set(CASES), "Add a case to CASES for each new constraint, and drop the old."


def test_every_model_has_a_row_to_break():
    with_constraints = {model for model, _ in all_constraints()}

    assert with_constraints <= set(MAKE), "Add the new model to MAKE."


def test_every_constraint_has_a_sentence_of_its_own():
    mute = [
        constraint.name
        for _, constraint in all_constraints()
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]

    assert mute == []

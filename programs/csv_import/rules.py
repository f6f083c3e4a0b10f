"""The database's own constraints, asked of values that are not in the database yet.

The constraints of the models stay the one place of these rules: their conditions are compiled
once into functions over plain values, with SQL's three-valued logic, where unknown lets pass.
"""

import operator
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q

from programs.csv_import.problems import RowProblem
from programs.ledger import State
from programs.models import ApplicationRound, Program

Test = Callable[[State], bool | None]

_REMEMBERED = 256

_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, members: value in members,
    "lte": operator.le,
    "contains": lambda value, part: part in value,
    "startswith": str.startswith,
    "regex": lambda value, pattern: bool(re.search(pattern, value)),
    "length__lte": lambda value, most: len(value) <= most,
}


def broken_rules(state: State) -> Iterator[tuple[str, str]]:
    """Yield `(column, sentence)` for each rule that a program's state would break in the database.

    The column is the one that the sentence begins with or, for a rule over several, is blank.
    """
    # As the database has them; a successor is a slug here, and so is what it is compared with.
    countries = ",".join(state["open_to_countries"])
    values = {**state, "open_to_countries": countries, "id": state["slug"]}
    for test, sentence in _tests(Program):
        if test(values) is False:
            yield "", sentence
    for one in state["rounds"]:
        for test, sentence in _tests(ApplicationRound):
            if test(one) is False:
                yield "rounds", f"{one['label']}: {sentence}"


def row_problems(row: int, state: State) -> list[RowProblem]:
    """Return the broken rules as problems of a row."""
    return [RowProblem(row, column, sentence) for column, sentence in broken_rules(state)]


@cache
def _tests(model: type[Model]) -> list[tuple[Test, str]]:
    return [
        (_remembered(constraint.condition), constraint.violation_error_message)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]


def _remembered(condition: Q) -> Test:
    """Return the compiled condition, which knows the answer for values that it has seen lately.

    Most rows say the same of most things, and nearly all of what is asked is about choices.
    """
    names, test = sorted(_names(condition)), compile_condition(condition)

    @lru_cache(_REMEMBERED, typed=True)
    def answer(*values: Any) -> bool | None:
        return test(dict(zip(names, values, strict=True)))

    return lambda state: answer(*[state[name] for name in names])


def _names(condition: Q) -> set[str]:
    """Return the fields that a condition asks about."""
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _names(child)
        else:
            path, operand = child
            found.add(path.partition("__")[0])
            found |= {operand.name} if isinstance(operand, F) else set()
    return found


def compile_condition(condition: Q) -> Test:
    """Return a function that says of a state what SQL would: true, false or None for unknown."""
    tests = [
        compile_condition(child) if isinstance(child, Q) else _compare(*child)
        for child in condition.children
    ]
    fold = _all if condition.connector == Q.AND else _any
    if condition.negated:
        return lambda state: _not(fold(test(state) for test in tests))
    return lambda state: fold(test(state) for test in tests)


def _compare(path: str, operand: Any) -> Test:
    name, _, lookup = path.partition("__")
    if lookup == "isnull":
        return lambda state: (state[name] is None) is operand
    compare = _LOOKUPS[lookup or "exact"]
    if isinstance(operand, F):
        other = operand.name
        return lambda state: (
            None
            if state[name] is None or state[other] is None
            else compare(state[name], state[other])
        )
    return lambda state: None if state[name] is None else compare(state[name], operand)


def _all(results: Iterator[bool | None]) -> bool | None:
    found = list(results)
    return False if False in found else None if None in found else True


def _any(results: Iterator[bool | None]) -> bool | None:
    found = list(results)
    return True if True in found else None if None in found else False


def _not(result: bool | None) -> bool | None:
    return None if result is None else not result

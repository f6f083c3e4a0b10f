"""Cells that say what comes to a list and what goes from it, instead of the whole list.

`+nlp; -vision` is `{"add": ["nlp"], "remove": ["vision"]}`: what a source said stays apart from
what it made of our list, so that the same words later mean the same.
"""

from collections.abc import Callable, Iterable

from programs.csv_import.problems import CellProblem, quoted
from programs.ledger import Value

Delta = dict[str, list[Value]]

_WAYS = {"+": "add", "-": "remove"}


def unique(items: Iterable[Value]) -> list[Value]:
    """Return each item once, where it comes first."""
    found: list[Value] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def is_delta(value: Value | Delta) -> bool:
    """Return whether a cell's value says what changes in a list."""
    return isinstance(value, dict)


def read_delta(text: str, items: Callable[[str], Iterable[Value]]) -> Delta | None:
    """Return what a cell adds and removes; None if it is a plain list. Raises CellProblem.

    `items` reads one part of the cell.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    signed = [part for part in parts if part[0] in _WAYS and part[1:].strip()]
    if not signed:
        return None
    if len(signed) < len(parts):
        raise CellProblem(
            f"{quoted(text)} has items with + or - and items without. Write the whole list without "
            "any, or only what comes (+) and what goes (-)."
        )
    delta: Delta = {"add": [], "remove": []}
    for part in signed:
        way = delta[_WAYS[part[0]]]
        way += items(part[1:].strip())
    return _consistent(delta)


def amended(now: Iterable[Value], delta: Delta) -> list[Value]:
    """Return the list that the delta makes of another. A round takes the place of its namesake."""
    items = {_name(item): item for item in (*now, *delta["add"])}
    gone = set(map(_name, delta["remove"]))
    return [item for name, item in items.items() if name not in gone]


def joined(one: list[Value] | Delta, other: list[Value] | Delta) -> list[Value] | Delta:
    """Return what two cells say together of a list. Raises CellProblem if only one is a delta."""
    if is_delta(one) and is_delta(other):
        return _consistent({way: [*one[way], *other[way]] for way in one})
    if is_delta(one) or is_delta(other):
        raise CellProblem(
            "says what comes and goes (+ and -), and another cell of the row says the whole list. "
            "Write one or the other."
        )
    return unique([*one, *other])


def signed(delta: Delta, format_item: Callable[[Value], str] = str) -> list[str]:
    """Return the items of a delta as a cell has them: `+nlp`, `-vision`."""
    return [
        f"{sign}{format_item(item)}" for sign, way in _WAYS.items() for item in delta.get(way, ())
    ]


def _name(item: Value) -> Value:
    """Return what makes an item the same as another: the label, of a round."""
    return item["label"] if isinstance(item, dict) else item


def _consistent(delta: Delta) -> Delta:
    """Return the delta with each item once. Raises CellProblem if one both comes and goes."""
    gone = set(map(_name, delta["remove"]))
    if both := [name for item in delta["add"] if (name := _name(item)) in gone]:
        raise CellProblem(f"both adds and removes {quoted(both[0])}. Decide on one.")
    return {way: unique(items) for way, items in delta.items()}

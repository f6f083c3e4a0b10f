"""The page that explains the API, told from its schema; and the schema itself."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api.base import PublicView
from programs.api.cursors import MOST
from programs.api.documents import schema
from programs.markdown import to_html
from programs.views.public import public_page

Part = dict[str, Any]
"""A part of the schema."""

_COMPONENT = "#/components/schemas/"
_KINDS = {
    "string": ("text", "texts"),
    "integer": ("whole number", "whole numbers"),
    "boolean": ("true or false", "answers"),
    "date": ("day", "days"),
    "date-time": ("moment", "moments"),
    "uri": ("address", "addresses"),
    "null": ("null", "nulls"),
}
_CHOICE = ("one of these", "of these")
_CHOSEN = "* "
"""How a line begins that tells a value, in a description."""
_UNLABELED = re.compile(r"^\* `([^`]+)` - \1$", re.MULTILINE)


class Schema(PublicView):
    schema = None

    def get(self, request: Request) -> Response:
        return Response(schema())


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter or a field: what it holds, and what that means.

    `shape` is the name of the shape in what it holds, if it has one, and stands before `more`.
    """

    name: str
    kind: str
    shape: str
    more: str
    words: SafeString


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it takes and gives.

    `above` are parameters that an earlier one takes too, each with its anchor there.
    """

    name: str
    path: str
    words: SafeString
    parameters: tuple[Entry, ...]
    above: tuple[tuple[str, str], ...]
    gives: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    words: SafeString
    fields: tuple[Entry, ...]


@public_page
def documentation(request: HttpRequest) -> HttpResponse:
    context = {
        "operations": read_operations(),
        "shapes": read_shapes(),
        "most": MOST,
    }
    return render(request, "programs/api.html", context)


@cache
def read_operations() -> tuple[Operation, ...]:
    """Return the addresses in the order of the schema."""
    told: list[tuple[Part, str]] = []
    found = []
    for path, methods in schema()["paths"].items():
        one = methods["get"]
        name = one["operationId"]
        above = [
            (each["name"], f"{of}-{each['name']}") for each, of in told if each in one["parameters"]
        ]
        new = [each for each in one["parameters"] if all(each != other for other, _ in told)]
        told += [(each, name) for each in new]
        answer = one["responses"]["200"]["content"]["application/json"]["schema"]
        found.append(
            Operation(
                name=name,
                path=path,
                words=to_html(one["description"], top_heading=3),
                parameters=tuple(_entry(each["name"], each) for each in new),
                above=tuple(above),
                gives=_shape_in(answer),
            )
        )
    return tuple(found)


@cache
def read_shapes() -> tuple[Shape, ...]:
    """Return what answers are made of, each shape after the one that it first stands in."""
    components = schema()["components"]["schemas"]
    wanted = dict.fromkeys(one.gives for one in read_operations())
    found: dict[str, Shape] = {}
    while name := next((name for name in wanted if name not in found), None):
        fields = tuple(_entry(*pair) for pair in components[name]["properties"].items())
        words = to_html(components[name].get("description", ""), top_heading=3)
        found[name] = Shape(name, words, fields)
        wanted |= dict.fromkeys(field.shape for field in fields if field.shape)
    return tuple(found.values())


def _entry(name: str, told: Part) -> Entry:
    part = told.get("schema", told)
    title = f"{told['title']}." if "title" in told else ""
    words = " ".join(filter(None, [title, told.get("description")]))
    choices = next((one["description"] for one in _held(part) if "description" in one), "")
    if _CHOSEN not in words and choices.startswith(_CHOSEN):
        words = f"{words}\n\n{choices}"
    kind = _kind(part, several="one or several" if "schema" in told else "list of")
    shape = _shape_in(part)
    before, _, more = kind.partition(shape) if shape else (kind, "", "")
    words = _UNLABELED.sub(r"* `\1`", words).replace("` - ", "`: ")
    return Entry(name, before, shape, more, to_html(words, top_heading=4))


def _shape_in(part: Part) -> str:
    return next((one["shape"] for one in _held(part) if "shape" in one), "")


def _kind(part: Part, *, several: str) -> str:
    """Return what a part holds: `list of texts, or null`."""
    words = []
    for one in _alternatives(part):
        if one.get("type") == "array":
            words.append(f"{several} {_kind_of(one['items'], 1)}".replace("of of", "of"))
        elif one.get("type") == "object":
            words.append(f"{_kind_of(one['additionalProperties'], 0)} by name of a field")
        else:
            words.append(_kind_of(one, 0))
    return ", or ".join(dict.fromkeys(words))


def _kind_of(part: Part, number: int) -> str:
    """Return what a part holds that is no list, for one (0) or for several of it (1)."""
    return ", or ".join(dict.fromkeys(_name_of(one)[number] for one in _alternatives(part)))


def _name_of(one: Part) -> tuple[str, str]:
    if "shape" in one:
        return one["shape"], one["shape"]
    if "enum" in one:
        return _KINDS["null"] if one["enum"] == [None] else _CHOICE
    kinds = [one.get("type", ""), one.get("format", "")]
    # A format says more, but of null it says nothing.
    known = [_KINDS[kind] for kind in kinds if kind in _KINDS]
    return known[0 if "null" in kinds else -1] if known else ("anything", "anything")


def _held(part: Part) -> list[Part]:
    """Return what a part may hold, lists by what they are of."""
    return [
        one
        for each in _alternatives(part)
        for one in (_alternatives(each["items"]) if each.get("type") == "array" else [each])
    ]


def _alternatives(part: Part) -> list[Part]:
    """Return the kinds of value that a part may hold; an object with fields has only its shape."""
    if "anyOf" in part:
        # A parameter: the other kind is any text, which is ignored and told.
        return _alternatives(part["anyOf"][0])
    for name in ("oneOf", "allOf"):
        if name in part:
            return [one for each in part[name] for one in _alternatives(each)]
    if name := part.get("$ref", "").removeprefix(_COMPONENT):
        target = schema()["components"]["schemas"][name]
        return [{"shape": name}] if "properties" in target else _alternatives(target)
    if isinstance(part.get("type"), list):
        return [{**part, "type": kind} for kind in part["type"]]
    return [part]

"""What addresses of the API take, told from what reads them.

Where unknown values are ignored and told, the schema says that any text is taken.
"""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiParameter

from programs.api import cursors
from programs.choices import UNSTATED
from programs.eligibility import Group
from programs.filters import Facet, ProgramFilter, Sort
from programs.filters.facets import LadderFacet, MaxWeeksFilter, VocabularyFacet
from programs.filters.fields import MAX_WEEKS
from programs.presentation.questions import QUESTIONS, Question

_ANY = {"type": "string"}
SLUG = OpenApiParameter(
    "slug", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, OpenApiParameter.PATH
)
PAGING = [
    OpenApiParameter(
        cursors.CURSOR, str, description="Where to go on: as `next` and `previous` have it."
    ),
    OpenApiParameter(
        cursors.SIZE,
        {"type": "integer", "minimum": 1, "maximum": cursors.MOST, "default": cursors.USUAL},
        description="How many to give at once.",
    ),
]


def filters() -> list[OpenApiParameter]:
    """Return the parameters of `/programs/`; of several values of a facet, one must hold."""
    return [_filter(name, one) for name, one in ProgramFilter.base_filters.items()]


def answers() -> list[OpenApiParameter]:
    """Return the answers of “Find my path”, and which of the groups to give."""
    group = OpenApiParameter(
        "group", _of(Group.values), description=f"Only this group.{_list(Group.choices)}"
    )
    return [*(_answer(one) for one in QUESTIONS.values()), group]


def _filter(name: str, one: Any) -> OpenApiParameter:
    if isinstance(one, Facet):
        return _facet(name, one)
    if isinstance(one, MaxWeeksFilter):
        weeks = {"type": "integer", "minimum": 1, "maximum": MAX_WEEKS}
        words = "At most so many weeks; what doesn’t say how long it takes is out."
        return OpenApiParameter(name, {"anyOf": [weeks, _ANY]}, description=words)
    if name == "sort":
        words = "The order. Without it, what closes soonest; of a search, what matches best."
        return OpenApiParameter(name, _of(Sort.values), description=f"{words}{_list(Sort.choices)}")
    return OpenApiParameter(name, str, description="Words that must all occur.")


def _facet(name: str, facet: Facet) -> OpenApiParameter:
    if isinstance(facet, VocabularyFacet | LadderFacet):
        options = facet.options()
        return _several(name, _of(dict(options)), f"{facet.label}.{_list(options)}")
    unstated = _list([(UNSTATED, facet.unstated_label)])
    values = "An ISO 3166 code" if name == "country" else "A slug, as `/facets/` has them"
    return _several(name, _ANY, f"{facet.label}. {values}; or:{unstated}")


def _answer(question: Question) -> OpenApiParameter:
    words = " ".join(filter(None, [question.words, question.hint]))
    if question.is_country:
        words += " An ISO 3166 code."
        several = question.name == "citizenships"
        return (_several if several else _single)(question.name, _ANY, words)
    options = [(option.value, option.label) for option in question.options]
    return _single(question.name, _of(dict(options)) if options else _ANY, words + _list(options))


def _single(name: str, schema: dict[str, Any], words: str) -> OpenApiParameter:
    return OpenApiParameter(name, schema, description=words)


def _several(name: str, schema: dict[str, Any], words: str) -> OpenApiParameter:
    return OpenApiParameter(name, {"type": "array", "items": schema}, description=words)


def _of(values: Iterable[str]) -> dict[str, Any]:
    return {"anyOf": [{"type": "string", "enum": [str(value) for value in values]}, _ANY]}


def _list(options: Iterable[tuple[str, str]]) -> str:
    """Return values and their labels as a list in Markdown; empty if there are none."""
    lines = [f"* `{value}`: {label}" for value, label in options]
    return "\n\n" + "\n".join(lines) if lines else ""

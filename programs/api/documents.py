"""The schema (OpenAPI): what each address says of itself, and all of it together."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import Serializer

from programs.api import cursors
from programs.api.envelopes import ProblemSerializer
from programs.api.problems import MEDIA_TYPE

_PROBLEMS = {
    400: "A parameter can’t be used.",
    404: "There is no such thing.",
    406: "It was asked for something else than JSON.",
    429: "The network asked too often; `Retry-After` says how many seconds to wait.",
    500: "A fault of ours.",
}


def answers_of(
    name: str,
    serializer: type[Serializer],
    parameters: Sequence[OpenApiParameter],
    *,
    moves: bool = False,
) -> Callable:
    """Return the decorator that says what a method takes and gives."""
    names = {one.name for one in parameters}
    codes = [406, 429, 500]
    if cursors.CURSOR in names:
        codes += [400, 404]
    if "slug" in names:
        codes += [404]
    responses: dict[Any, Any] = {
        200: serializer,
        **({301: OpenApiResponse(description="It was merged into another.")} if moves else {}),
        **{
            (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, description=_PROBLEMS[code])
            for code in sorted(codes)
        },
    }
    return extend_schema(
        operation_id=name, parameters=list(parameters), responses=responses, tags=["v1"]
    )


@cache
def schema() -> dict[str, Any]:
    """Return the schema of the whole API; it is made once a process."""
    return SchemaGenerator().get_schema(request=None, public=True)

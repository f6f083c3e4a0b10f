"""What every address of the API shares."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from programs.api.problems import problem
from programs.filters import Ignored
from programs.filters.fields import quoted
from programs.views.public import cacheable
from programs.views.throttling import NetworkThrottle

Handler = Callable[[Exception, dict[str, Any]], Response | None]


class PublicView(APIView):
    """A view that reads `request.catalogue`; its answers are kept as public pages are."""

    throttle_classes = [NetworkThrottle]

    def get_exception_handler(self) -> Handler:
        return problem

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return cacheable(super().dispatch)(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)


class Nowhere(PublicView):
    """Every address below the API that is none."""

    schema = None

    def get(self, request: Request) -> Response:
        raise NotFound("There is nothing at this address. /api/v1/ says what there is.")


def unknown_in(request: Request, *known: str) -> list[Ignored]:
    """Return what is said of parameters that there are not, one for each."""
    return [
        Ignored(name, f"We ignored {quoted([name])}: there is no such parameter here.")
        for name in request.query_params
        if name not in known
    ]

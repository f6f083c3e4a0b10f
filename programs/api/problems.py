"""What goes wrong, as RFC 9457 has it and in plain words."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.defaults import server_error
from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    status.HTTP_400_BAD_REQUEST: "This can’t be answered",
    status.HTTP_404_NOT_FOUND: "Not found",
    status.HTTP_405_METHOD_NOT_ALLOWED: "Only reading",
    status.HTTP_406_NOT_ACCEPTABLE: "Only JSON",
    status.HTTP_429_TOO_MANY_REQUESTS: "Too many requests",
    status.HTTP_500_INTERNAL_SERVER_ERROR: "A fault of ours",
}


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to a request that can't be met; None for a fault of ours."""
    if isinstance(error, SuspiciousOperation):
        error = ParseError("The address has more parameters than we read.")
    answer = exception_handler(error, context)
    if answer is None:
        return None
    code = answer.status_code
    answer.data = _data(code, _detail(code, error, answer), answer.status_text)
    answer.content_type = MEDIA_TYPE
    return answer


def fault(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, which is logged by then: in the API as JSON, else as a page.

    Like that page it asks neither database nor context, for they may be what failed.
    """
    api = reverse("programs:api")
    if not request.path.startswith(api) or request.path == api:
        return server_error(request)
    code = status.HTTP_500_INTERNAL_SERVER_ERROR
    detail = "Something went wrong here. It is not your request: ask again later."
    return JsonResponse(_data(code, detail), status=code, content_type=MEDIA_TYPE)


def _data(code: int, detail: str, title: str = "") -> dict[str, Any]:
    title = _TITLES.get(code, title)
    return {"type": "about:blank", "title": title, "status": code, "detail": detail}


def _detail(code: int, error: Exception, answer: Response) -> str:
    match code:
        case status.HTTP_405_METHOD_NOT_ALLOWED:
            return "This address can only be read: ask with GET or HEAD."
        case status.HTTP_406_NOT_ACCEPTABLE:
            return "The API answers in JSON only: accept application/json."
        case status.HTTP_429_TOO_MANY_REQUESTS:
            wait = answer.headers.get("Retry-After", "60")
            return f"Your network asked as often as it may for now. Wait {wait} seconds."
    return str(answer.data["detail"])

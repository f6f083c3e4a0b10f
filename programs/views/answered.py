"""Pages that answer what somebody says of themselves, and keep none of it."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from programs.eligibility import ANSWERS
from programs.presentation.questions import PRIVATE
from programs.views.public import cacheable
from programs.views.sheltered import sheltered
from programs.views.throttling import limited

HTML, JSON = "text/html", "application/json"

Answer = Callable[[HttpRequest, QueryDict, bool], HttpResponse]
"""Given the request with its catalogue and what was said, a page, or if True the same as JSON."""


def answered(answer: Answer) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view that answers a form, or an address as any public page does.

    No cache and no address keeps a form, or what is private in an address.
    """

    answer = limited(answer)

    @cacheable
    def shared(request: HttpRequest, given: QueryDict) -> HttpResponse:
        return answer(request, given, _wants_json(given))

    # There is nothing to forge: the answers change nothing and are not kept. A token against that
    # would need a cookie, and nobody should have one for asking.
    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        given = merged(request.POST if request.method == "POST" else request.GET)
        by_header = request.get_preferred_type([HTML, JSON]) == JSON

        def private() -> HttpResponse:
            as_json = by_header or _wants_json(given) or _wants_json(request.GET)
            response = answer(request, given, as_json)
            response.headers["Cache-Control"] = "no-store"
            return response

        if request.method == "POST" or by_header or not PRIVATE.isdisjoint(given):
            response = sheltered(request, private)
        else:
            response = shared(request, given)
        patch_vary_headers(response, ["Accept"])
        return response

    return view


def merged(given: QueryDict) -> QueryDict:
    """Return the answers with those of the buttons beside the results: `answer=pays:yes`."""
    data = given.copy()
    for text in given.getlist("answer"):
        name, _, value = text.partition(":")
        if name in ANSWERS:
            data.setlist(name, [value])
    return data


def _wants_json(given: QueryDict) -> bool:
    return given.get("format") == "json"

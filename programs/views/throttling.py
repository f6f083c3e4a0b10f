"""How often one network may ask: of the API, of pages, of whole lists as files, and at the login.

What is kept for that, for a while and in memory, is a mark from which no address can be told.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from programs.curation.incoming import mark_of, share_of
from programs.views.visitors import address_of

TOO_MANY = 429

View = Callable[..., HttpResponse]


class NetworkThrottle(SimpleRateThrottle):
    """Lets a network ask as often as the setting `API_RATE`, or that of another scope, says.

    One behind which many may be asks some times as often.
    """

    scope = "api"
    cache = caches["limits"]
    # Of a clock that was set back, those it had counted would have to wait until it is there again.
    timer = time.monotonic

    def __init__(self, scope: str = scope) -> None:
        self.scope = scope
        super().__init__()

    def get_rate(self) -> str | None:
        return getattr(settings, f"{self.scope.upper()}_RATE") or None

    def allow_request(self, request: HttpRequest | Request, view: Any = None) -> bool:
        if self.rate:
            self.num_requests *= share_of(address_of(request))
        return super().allow_request(request, view)

    def get_cache_key(self, request: HttpRequest | Request, view: Any) -> str:
        return f"{self.scope}.{mark_of(address_of(request))}"


def limited(view: View, scope: str = "page") -> View:
    """Let a network ask for a view as often as the rate of the scope says; then tell it to wait."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = NetworkThrottle(scope)
        if throttle.allow_request(request):
            return view(request, *args, **kwargs)
        seconds = int(throttle.wait() or 0) + 1
        response = render(request, "429.html", {"seconds": seconds}, status=TOO_MANY)
        response.headers["Retry-After"] = str(seconds)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page

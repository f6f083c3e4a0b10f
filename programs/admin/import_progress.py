"""How far the work of a form that was sent is, for the page that waits for its answer.

The page sends a token with its form and asks by it. Where several processes serve the site, they
need a cache in common (`CACHE_DIR`); without it the page only says that the work goes on.
"""

import re

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse

from programs.progress import Listener

TOKEN = "progress"  # nosec B105 # the name of a field
"""The name under which a form sends its token."""

_AN_HOUR = 3_600


def listener_for(request: HttpRequest) -> Listener:
    """Return what keeps the progress of this request, if its form sent a token."""
    key = _key(request, request.POST.get(TOKEN, ""))

    def listen(doing: str, done: int, total: int) -> None:
        if key:
            words = f"{done:,} of {total:,} {doing}"
            cache.set(key, {"words": words, "done": done, "total": total}, _AN_HOUR)

    return listen


def progress(request: HttpRequest, token: str) -> JsonResponse:
    """Return `words`, `done` and `total` of the person's own work; nothing if it is not known."""
    key = _key(request, token)
    return JsonResponse(cache.get(key, {}) if key else {})


def _key(request: HttpRequest, token: str) -> str:
    """Return the key in the cache; blank if the token is none."""
    return f"progress-{request.user.pk}-{token}" if re.fullmatch("[0-9a-f]{32}", token) else ""

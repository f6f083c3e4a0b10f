"""One line in the log for each request, and a count."""

import logging
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from programs.monitoring.metrics import note_request
from programs.monitoring.seen import HEADER, Seen, now_seeing
from programs.reading import inside

logger = logging.getLogger("careerpaths.requests")


class Requests:
    """Middleware that gives each request an id and tells what became of it.

    The id comes from a proxy if it looks like one, and goes back with the answer. Static files are
    no requests to the site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        seen = Seen(request)
        with now_seeing(seen):
            response = self.get_response(request)
            response.headers[HEADER] = seen.id
            if response.streaming:
                parts = _through(seen, response.streaming_content, response.status_code)
                response.streaming_content = parts
            else:
                seen.bytes = len(response.content)
                _tell(seen, response.status_code)
        return response


def _tell(seen: Seen, status: int) -> None:
    facts = seen.facts(status)
    note_request(route=seen.route, method=seen.method, status=status, seconds=seen.seconds())
    logger.info("%s %s %s", seen.method, seen.route, status, extra={"facts": facts})


def _through(seen: Seen, parts: Iterable[bytes], status: int) -> Iterator[bytes]:
    """Yield the parts of an answer that is made while it is sent, and tell at the end."""
    try:
        for part in inside(lambda: now_seeing(seen), parts):
            seen.bytes += len(part)
            yield part
    finally:
        with now_seeing(seen):
            _tell(seen, status)

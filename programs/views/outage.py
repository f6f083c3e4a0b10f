"""Whether the database answers, as far as this process knows, and what is said if it doesn't.

While it is known to be gone, one request in PAUSE_SECONDS asks it and may have to wait; the others
don't. The first that it answers again is as ever.
"""

import datetime
import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from programs.reading import is_gone

PAUSE_SECONDS = 2
PATIENCE_SECONDS = 15
"""Whoever asks a database that is gone gets an answer within this time."""
LAPSE_SECONDS = 30
"""Nobody had to ask for so long: it may be back since, and whoever comes next asks."""
RETRY_SECONDS = 30
UNAVAILABLE = 503

logger = logging.getLogger(__name__)


class Outage:
    """What this process knows of whether the database answers. Threads may share it."""

    def __init__(self) -> None:
        self._ask_at: float | None = None
        self._turn = threading.Lock()
        self.answered_at: datetime.datetime | None = None

    def is_known(self) -> bool:
        """Return whether not to ask the database. Now and then one is told to ask all the same."""
        if self._ask_at is None:
            return False
        with self._turn:
            if self._ask_at is None:
                return False
            late = time.monotonic() - self._ask_at
            if 0 <= late < LAPSE_SECONDS:
                self._ask_at += late + PATIENCE_SECONDS
            return late < 0

    def begins(self, error: BaseException) -> None:
        """Note that the database did not answer."""
        with self._turn:
            if self._ask_at is None:
                logger.error("The database does not answer.", exc_info=error)
            self._ask_at = time.monotonic() + PAUSE_SECONDS

    def ends(self) -> None:
        """Note that the database answered."""
        self.answered_at = timezone.now()
        if self._ask_at is None:
            return
        with self._turn:
            if self._ask_at is not None:
                logger.warning("The database answers again.")
            self._ask_at = None

    def forget(self) -> None:
        self._ask_at = self.answered_at = None


outage = Outage()


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return the answer that there is none for now, to people as a page and to programs as JSON."""
    if request.path_info.startswith(reverse("programs:api")):
        told = {
            "type": "about:blank",
            "title": "Not at the moment",
            "status": UNAVAILABLE,
            "detail": f"Our database does not answer. Try again in {RETRY_SECONDS} seconds.",
        }
        response = JsonResponse(told, content_type="application/problem+json")
    else:
        response = HttpResponse(render_to_string("503.html"))
    response.status_code = UNAVAILABLE
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


class Outages:
    """Middleware that answers 503 where a view has nothing to say without the database.

    With DEBUG the error shows: it may be a database that was never set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if settings.DEBUG or not is_gone(error):
            return None
        outage.begins(error)
        return unavailable(request)

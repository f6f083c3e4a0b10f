"""What stands before everything else: bounds of a request, headers on every answer, and no body
where HTTP has none.

What Django and its packages send themselves (Content-Security-Policy, HSTS and others) is in the
settings; this adds what none of them knows.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

LONGEST_QUERY = 8_000
"""So many characters an address may have behind its question mark."""
LARGEST_FORM = 128 * 1024
"""So many bytes a public form may send; the longest that people write is a tenth of that."""

_UNUSED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
HEADERS = {
    # The site uses none of these, so a script that got in could not either.
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
    # No other site may put an answer of ours into its pages. Scripts may still read the API: they
    # ask by CORS, which this is not about.
    "Cross-Origin-Resource-Policy": "same-origin",
}

Answer = Callable[[HttpRequest], HttpResponse]


def headers(get_response: Answer) -> Answer:
    """Put HEADERS on every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def heads(get_response: Answer) -> Answer:
    """Send who asks by HEAD the headers alone, with the length that the body would have.

    Django leaves that to servers, of which some warn each time.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = ()
            else:
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response

    return answer


class Bounds:
    """Refuse what is too long or too large before anything reads it, and what broke off."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return refusal(request) or self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, UnreadablePostError):
            return _told(
                400, "What was sent broke off, and nothing of it was taken: send it again."
            )
        return None


def refusal(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a request that is beyond the bounds; None if it is within them.

    A body that doesn't say its length is none to Django, and needs no bound.
    """
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return _told(414, f"This address is longer than the {LONGEST_QUERY:,} characters we read.")
    told = request.META.get("CONTENT_LENGTH") or "0"
    most = largest_body(request.path_info)
    # What is no number is refused by Django.
    if told.isdecimal() and int(told) > most:
        return _told(413, f"What was sent is larger than the {most / 2**20:,.1f} MB we take here.")
    return None


def largest_body(path: str) -> int:
    """Return how many bytes may be sent to a path: files go to the admin alone.

    Twice as much as a file may have, so that the form itself can say what is wrong with it.
    """
    is_admin = path.startswith(f"/{settings.ADMIN_PATH}")
    return max(LARGEST_FORM, 2 * settings.IMPORT_UPLOAD_MAX_BYTES if is_admin else 0)


def _told(status: int, sentence: str) -> HttpResponse:
    response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response

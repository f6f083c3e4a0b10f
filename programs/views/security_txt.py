"""Whom to tell of a weakness, where machines and people look for it: RFC 9116."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

DAYS = 180
"""So long what it says may be relied on; the RFC wants less than a year."""


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Give the address of `SECURITY_CONTACT`; there is no such page without one."""
    if not settings.SECURITY_CONTACT:
        raise Http404("Nobody is named.")
    until = timezone.localdate() + datetime.timedelta(days=DAYS)
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": f"{until.isoformat()}T00:00:00Z",
        "Preferred-Languages": "en",
        "Canonical": request.build_absolute_uri(request.path),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")

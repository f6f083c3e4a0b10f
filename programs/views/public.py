"""What every public page shares: it is found in the catalogue, and it may be kept by caches."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition, require_safe

from programs import catalogue
from programs.views.sheltered import sheltered
from programs.views.throttling import limited

View = Callable[..., HttpResponse]

RELEASED = (
    "careerpaths/**/*.py",
    "programs/**/*.py",
    "programs/data/*.md",
    "templates/**/*",
    "static/**/*",
    "requirements.txt",
)
"""The files that pages are made of; what else they show is in the database."""

STALE_SECONDS = 24 * 60 * 60
"""For so long a cache in front may show what it has if we can't answer."""


def public_page(view: View) -> View:
    """Let a view show the catalogue, as `cacheable` does, to who only reads.

    Who has the page already isn't counted as asking for it.
    """
    return require_safe(cacheable(limited(view)))


def public_file(view: View) -> View:
    """Do the same for what holds a whole list, and is asked for less often."""
    return require_safe(cacheable(limited(view, "file")))


def cacheable(view: View) -> View:
    """Let a view show the catalogue, as `request.catalogue`, to anybody and any cache.

    Its pages depend on nothing but their address, what the catalogue's version covers, the day and
    the code: the ETag says these, and who has the page already is told so before anything is
    rendered. Caches ask each time, so that an edit shows on the next visit; where we have no answer
    (`outage.py`), they may show what they have. `no-cache` would forbid them that.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sheltered(request, lambda: fresh(request, *args, **kwargs))

    def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = answer(request, *args, **kwargs)
        if response.status_code not in (200, 304):
            del response.headers["ETag"]
        if response.has_header("Retry-After"):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        patch_cache_control(response, public=True, max_age=0, stale_if_error=STALE_SECONDS)
        return response

    answer = condition(etag_func=etag)(view)
    return page


def etag(request: HttpRequest, *_: Any, **__: Any) -> str | None:
    """Return what tells the page from what it was or will be; None if that can't be told.

    While the catalogue is behind the database, a page can hold newer facts than its version says;
    without a database, nobody knows what holds.
    """
    if settings.DEBUG or catalogue.is_behind() or request.as_of:
        return None
    shown = request.catalogue
    parts = (release(), str(shown.version), shown.day.isoformat(), request.build_absolute_uri())
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'"{digest[:32]}"'


@cache
def release() -> str:
    """Return a digest of the site's own code, texts, templates and styles."""
    digest = hashlib.sha256()
    for pattern in RELEASED:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()

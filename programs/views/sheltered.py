"""Public pages go on while the database is gone, from what this process has in memory.

By the first of these that works:

1. the page as it was sent last, if nothing had changed since;
2. the page made anew from the last snapshot of the catalogue: lists whose cards are on the shelf;
3. the page as it was sent last, before something changed.

It says so in a sentence, and no cache keeps it. Where none works, the answer is 503.
"""

import datetime
import zlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from programs import catalogue
from programs.reading import GONE, inside, is_gone, nowhere, reading
from programs.views.kept import pages
from programs.views.outage import outage, unavailable
from programs.views.replica import replica

NOTICE = "X-Notice"
"""The header in which files say what pages say at their top, in ASCII."""

_MAIN = b'id="content" tabindex="-1">'

Render = Callable[[], HttpResponse]


def sheltered(request: HttpRequest, render: Render) -> HttpResponse:
    """Return what `render` makes of `request.catalogue`; without a database, what there is.

    `request.as_of` is None, or the moment that the page is as of. Pages are rendered twice if the
    database goes meanwhile.
    """
    request.as_of = None
    if response := _from_replica(request, render):
        return response
    if not outage.is_known():
        try:
            request.catalogue = catalogue.current(timezone.localdate())
            outage.ends()
            response = _whole(render())
        except GONE as error:
            if not is_gone(error):
                raise
            outage.begins(error)
        else:
            pages.keep(request, response, request.catalogue.state)
            return response
    return _from_memory(request, render)


def _from_replica(request: HttpRequest, render: Render) -> HttpResponse | None:
    """Return the page as a replica has it; None where the primary has to be asked."""
    alias = replica.alias_for(request)
    if not alias:
        return None
    try:
        with reading(alias):
            request.catalogue = catalogue.current(timezone.localdate())
            response = _whole(render())
    except catalogue.BehindError:
        return None
    except GONE as error:
        if not is_gone(error):
            raise
        replica.failed()
        return None
    outage.answered_at = timezone.now()
    if response.streaming:
        parts = response.streaming_content
        response.streaming_content = inside(lambda: reading(alias), parts)
    pages.keep(request, response, request.catalogue.state)
    return response


def _whole(response: HttpResponse) -> HttpResponse:
    """Return the response with its content, which the API makes at the last moment."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _from_memory(request: HttpRequest, render: Render) -> HttpResponse:
    snapshot, sent = catalogue.kept(), pages.get(request)
    is_last_word = sent and snapshot and sent.state == snapshot.state
    response = None
    if snapshot and not is_last_word:
        request.as_of, request.catalogue = outage.answered_at, snapshot
        response = _made_anew(render)
    if response is None and sent:
        request.as_of = outage.answered_at if is_last_word else sent.at
        response = HttpResponse(zlib.decompress(sent.body), headers=sent.headers)
    return _noticed(response, request.as_of) if response else unavailable(request)


def _made_anew(render: Render) -> HttpResponse | None:
    """Return the page if all that it says is in memory; else None."""
    try:
        with nowhere():
            response = _whole(render())
    except GONE:
        return None
    if response.streaming:
        # It is made while it is sent, when nothing but the truth can be told.
        response.close()
        return None
    return response


def _noticed(response: HttpResponse, as_of: datetime.datetime | None) -> HttpResponse:
    """Return the page with a sentence on how old it is; no cache may take it for the page."""
    when = format_date(timezone.localtime(as_of), "j F Y, H:i T") if as_of else "an earlier time"
    words = (
        "Our database does not answer at the moment. This page is as of "
        f"{when}; what changed since is not in it."
    )
    if _MAIN in response.content:
        notice = render_to_string("_outage.html", {"words": words}).encode()
        response.content = response.content.replace(_MAIN, _MAIN + notice, 1)
    else:
        response.headers[NOTICE] = " ".join(filter(None, [response.headers.get(NOTICE), words]))
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store"
    return response

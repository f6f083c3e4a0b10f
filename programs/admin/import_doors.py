"""Who may do what with a batch, and what all screens of an import share."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from programs.admin.import_progress import listener_for
from programs.admin.import_words import on_screen
from programs.csv_import import FileProblem, NotApplied
from programs.models import ImportBatch
from programs.progress import told_to

VIEW, ADD, APPLY = "view", "add", "apply"
"""Look at batches; upload, mend and decide; let them in and take them back."""

View = Callable[..., HttpResponse]


def may(request: HttpRequest, action: str) -> bool:
    """Return whether the person has this permission for import batches."""
    actions = (action, "change") if action == VIEW else (action,)
    return any(request.user.has_perm(f"programs.{one}_importbatch") for one in actions)


def door(action: str, *methods: str) -> Callable[[View], View]:
    """Make a view one of the admin: for people with this permission, and these methods only.

    Its sentences of refusal become messages above the page of the batch.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not may(request, action):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if "pk" in kwargs:
                kwargs["batch"] = batch_or_404(kwargs.pop("pk"))
            try:
                with told_to(listener_for(request)):
                    return view(request, **kwargs)
            except (NotApplied, FileProblem) as refused:
                messages.error(request, on_screen(refused))
                return back_to(request, kwargs["batch"])

        return admin.site.admin_view(guarded)

    return decorate


def number_in(text: str) -> int | None:
    """Return the number that somebody typed, None if it is none that a row or count can be."""
    digits = text.strip().replace(",", "")
    return int(digits) if re.fullmatch("[0-9]{1,9}", digits) else None


def batch_or_404(pk: int) -> ImportBatch:
    people = ("received_by", "applied_by", "undone_by")
    batch = ImportBatch.objects.select_related(*people).filter(pk=pk).first()
    if not batch:
        raise Http404("There is no such batch. Perhaps it was discarded.")
    return batch


def batch_url(batch: ImportBatch, **query: Any) -> str:
    """Return the address of the batch's page."""
    address = reverse("admin:programs_importbatch_change", args=[batch.pk])
    return f"{address}?{urlencode(query)}" if query else address


def back_to(request: HttpRequest, batch: ImportBatch, **more: Any) -> HttpResponseRedirect:
    """Return to the page of rows that the form was on; `row` is the one to come back to."""
    kept = {name: request.GET[name] for name in ("show", "page", "row") if name in request.GET}
    anchor = f"#row-{more['done']}" if "done" in more else ""
    return HttpResponseRedirect(batch_url(batch, **kept, **more) + anchor)


def screen(
    request: HttpRequest, template: str, title: str, batch: ImportBatch | None = None, **facts: Any
) -> TemplateResponse:
    """Return a page of the admin about a batch, or about none yet."""
    context = {
        **admin.site.each_context(request),
        "opts": ImportBatch._meta,
        "title": title,
        "batch": batch,
        "may_add": may(request, ADD),
        "may_apply": may(request, APPLY),
        **facts,
    }
    return TemplateResponse(request, f"admin/programs/importbatch/{template}.html", context)

"""What visitors report and suggest, without an account, and where they see what became of it.

None of these pages is kept by a cache: a form has a ticket of its own, and an answer can come any
moment. None sets a cookie: the ticket stands in for Django’s token, which needs one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from programs import catalogue
from programs.curation.incoming import TooMany, receive
from programs.curation.listed import likely_listed
from programs.duplicates import Likeness
from programs.forms import ReportForm, SuggestionForm
from programs.forms.reports import VisitorForm
from programs.models import Program, Report
from programs.presentation.reports import about_words, is_shown, standing_of
from programs.views.program import merged_into
from programs.views.throttling import TOO_MANY, limited
from programs.views.visitors import address_of

SEE_OTHER, UNPROCESSABLE = 303, 422

View = Callable[..., HttpResponse]


def _form_page(view: View) -> View:
    """Let anybody open and send the form of a view; nothing of either is kept on the way."""

    @csrf_exempt
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, **parts: Any) -> HttpResponse:
        response = limited(view)(request, **parts)
        response.headers["Cache-Control"] = "no-store"
        return response

    return page


@_form_page
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a report of what is wrong on the page of a program."""
    about = Program.objects.published().select_related("organization").filter(slug=slug).first()
    if about is None:
        return redirect("programs:report", slug=merged_into(slug).slug, permanent=True)
    if request.method == "POST":
        form = ReportForm(request.POST, program=about)
        return _answer(request, form, "programs/report.html", {"program": about})
    form = ReportForm(program=about, field=request.GET.get("field", ""))
    return render(request, "programs/report.html", {"form": form, "program": about})


@_form_page
def suggest(request: HttpRequest) -> HttpResponse:
    """Take a suggestion of a program; one that is likely listed is asked about first."""
    if request.method != "POST":
        return render(request, "programs/suggest.html", {"form": SuggestionForm()})
    form = SuggestionForm(request.POST)
    alike = _alike(form) if form.is_valid() else []
    if {one.slug for one in alike} <= set(form.data.get("seen", "").split()):
        return _answer(request, form, "programs/suggest.html", {})
    form.data = form.data.copy()
    form.data["seen"] = " ".join(one.slug for one in alike)
    programs = Program.objects.select_related("organization").in_bulk(
        [one.slug for one in alike], field_name="slug"
    )
    context = {"form": form, "alike": [(programs[one.slug], one.reason) for one in alike]}
    return render(request, "programs/suggest.html", context)


@require_safe
@limited
def reported(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was reported and what became of it, to whoever has the reference."""
    found = Report.objects.select_related("program").filter(reference=reference).first()
    if found is None:
        raise Http404("There is no report at this address.")
    context = {
        "report": found,
        "about": about_words(found),
        "standing": standing_of(found),
        "program": found.program if is_shown(found.program) else None,
    }
    response = render(request, "programs/reported.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(
    request: HttpRequest, form: VisitorForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Store what a valid form says and lead to its page; else show the form as it was sent."""
    status = UNPROCESSABLE
    if form.is_valid():
        is_spam = form.is_spam or _is_from_elsewhere(request)
        try:
            stored = receive(form.report(), address=address_of(request), is_spam=is_spam)
        except TooMany as refused:
            status = TOO_MANY
            form.add_error(None, _too_many_words(refused))
        else:
            return HttpResponseRedirect(stored.get_absolute_url(), status=SEE_OTHER)
    return render(request, template, {"form": form, **context}, status=status)


def _alike(form: SuggestionForm) -> list[Likeness]:
    """Return the published programs that are likely the one suggested."""
    said = form.cleaned_data
    return likely_listed(
        Program.objects.published(),
        catalogue.current(timezone.localdate()),
        name=said["name"],
        organization=said["organization"],
        url=said["url"],
    )


def _too_many_words(refused: TooMany) -> str:
    until = timezone.localtime(refused.until)
    day = "" if until.date() == timezone.localdate() else f" on {until:%B} {until.day}"
    return (
        "Several reports came from your network lately, as many as we take at a time. Nothing that "
        f"you wrote is lost: send it again after {until:%H:%M %Z}{day}, from this page."
    )


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether a page of another site had this form sent, perhaps without asking."""
    origin = request.headers.get("Origin", "")
    if site := request.headers.get("Sec-Fetch-Site", ""):
        return site == "cross-site"
    return bool(origin) and urlsplit(origin).netloc != request.get_host()

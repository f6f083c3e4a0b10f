from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from programs.markdown import to_html
from programs.pages import Page, read_page
from programs.views.public import public_page

ABOUT = Path(__file__).resolve().parent.parent / "data" / "about.md"


@public_page
def about(request: HttpRequest) -> HttpResponse:
    page, body = read_about()
    return render(request, "programs/about.html", {"page": page, "body": body})


@cache
def read_about() -> tuple[Page, SafeString]:
    """Return the About page and its HTML; the file is read once a process."""
    page = read_page(ABOUT)
    return page, to_html(page.body)

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from programs.markdown import to_html
from programs.pages import Page, read_page
from programs.presentation.json_ld import dataset_json_ld, script
from programs.views.public import public_page

LICENSE_URL = "https://opensource.org/license/bsd-3-clause"
"""The license of the code, which the catalogue is a part of."""
ABOUT = Path(__file__).resolve().parent.parent / "data" / "about.md"


@public_page
def about(request: HttpRequest) -> HttpResponse:
    page, body = read_about()
    data = script(
        dataset_json_ld(
            "Programs that lead into machine learning",
            "Bootcamps, courses, degrees, fellowships, residencies and grants, what each asks of "
            "people, and the sources of each fact.",
            address=request.build_absolute_uri(request.path),
            license_url=LICENSE_URL,
            files={
                media_type: request.build_absolute_uri(reverse(f"programs:programs_{name}"))
                for name, media_type in (("csv", "text/csv"), ("json", "application/json"))
            },
        )
    )
    return render(request, "programs/about.html", {"page": page, "body": body, "json_ld": data})


@cache
def read_about() -> tuple[Page, SafeString]:
    """Return the About page and its HTML; the file is read once a process."""
    page = read_page(ABOUT)
    return page, to_html(page.body)

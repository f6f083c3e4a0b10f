"""What search engines find: every page that has an address of its own, never a filtered list."""

import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from programs import catalogue
from programs.catalogue import Listing
from programs.landings import LANDINGS, LEAST, Landing
from programs.models import Guide, Organization, Program

DEFAULT_ADMIN_PATH = "admin/"
QUERIED = (
    *("programs", "programs_atom", "programs_csv", "programs_ics", "programs_json"),
    *("changes", "changes_atom", "match", "plan", "deadlines", "landscape"),
)
"""What takes a query: there is no end of addresses."""


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return [
            *("home", "programs", "match", "plan", "deadlines", "landscape", "changes"),
            *("guides", "landings", "about"),
        ]

    def location(self, item: str) -> str:
        return reverse(f"programs:{item}")


class ProgramSitemap(Sitemap):
    def items(self) -> QuerySet[Program]:
        programs = Program.objects.published().with_last_check()
        return programs.only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Program) -> datetime.datetime:
        """Return when its page last said something new: of its facts, or that they were checked."""
        return max(item.updated_at, item.checked_at or item.updated_at)


class LandingSitemap(Sitemap):
    def items(self) -> list[Landing]:
        """Return the lists that are long enough to be found."""
        snapshot = catalogue.current(timezone.localdate())
        found = [
            one
            for one in LANDINGS.values()
            if len(Listing.of(QueryDict(one.query), snapshot)) >= LEAST
        ]
        return sorted(found, key=lambda one: one.path)


class OrganizationSitemap(Sitemap):
    def items(self) -> QuerySet[Organization]:
        programs = Program.objects.published().filter(organization=OuterRef("pk"))
        return Organization.objects.filter(Exists(programs)).only("slug").order_by("pk")


class GuideSitemap(Sitemap):
    def items(self) -> QuerySet[Guide]:
        return Guide.objects.published().only("slug").order_by("pk")


SITEMAPS = {
    "pages": PageSitemap,
    "programs": ProgramSitemap,
    "lists": LandingSitemap,
    "organizations": OrganizationSitemap,
    "guides": GuideSitemap,
}


def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of combinations, of which there is no end, and of the admin."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(f'programs:{page}')}?" for page in QUERIED),
        f"Disallow: {reverse('programs:changes')}*/?",
        # Its first page says what it is; the rest says again what pages say.
        f"Disallow: {reverse('programs:api')}*/",
        f"Disallow: {reverse('programs:compare')}?",
        *(f"Disallow: {reverse(f'programs:compare_{one}')}" for one in ("atom", "csv", "ics")),
        # A path of its own is a choice not to be found: naming it here would undo that.
        *(["Disallow: /admin/"] if settings.ADMIN_PATH == DEFAULT_ADMIN_PATH else []),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('programs:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""What search engines find: every page that has an address of its own, never a filtered list."""

import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from programs.models import Guide, Organization, Program

DEFAULT_ADMIN_PATH = "admin/"


class PageSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["home", "programs", "match", "plan", "guides", "about"]

    def location(self, item: str) -> str:
        return reverse(f"programs:{item}")


class ProgramSitemap(Sitemap):
    def items(self) -> QuerySet[Program]:
        return Program.objects.published().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Program) -> datetime.datetime:
        return item.updated_at


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
    "organizations": OrganizationSitemap,
    "guides": GuideSitemap,
}


def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of combinations, of which there is no end, and of the admin."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(f'programs:{page}')}?" for page in ("programs", "match", "plan")),
        f"Disallow: {reverse('programs:compare')}?",
        f"Disallow: {reverse('programs:compare_csv')}",
        # A path of its own is a choice not to be found: naming it here would undo that.
        *(["Disallow: /admin/"] if settings.ADMIN_PATH == DEFAULT_ADMIN_PATH else []),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('programs:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

"""The curators' side of the site: every model, with Django's own admin."""

from django.contrib import admin

from programs.admin import (
    changes,
    checks,
    imports,
    organizations,
    people,
    program,
    reports,
    rounds,
    terms,
    texts,
)

__all__ = [
    "changes",
    "checks",
    "imports",
    "organizations",
    "people",
    "program",
    "reports",
    "rounds",
    "terms",
    "texts",
]

admin.site.site_header = "Careerpaths"
admin.site.site_title = "Careerpaths"
admin.site.index_title = "The curators’ desk"

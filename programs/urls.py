from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from programs.sitemaps import SITEMAPS, robots
from programs.views.about import about
from programs.views.browse import browse
from programs.views.changes import (
    changes,
    changes_atom,
    moment,
    program_changes,
    program_changes_atom,
)
from programs.views.columns import columns, template
from programs.views.compare import compare
from programs.views.compare_formats import compare_atom, compare_csv, compare_ics
from programs.views.deadlines import deadlines
from programs.views.fit import fit
from programs.views.formats import (
    programs_atom,
    programs_csv,
    programs_ics,
    programs_json_file,
)
from programs.views.guides import guide, guides
from programs.views.home import home
from programs.views.landings import landing, landings
from programs.views.landscape import landscape
from programs.views.match import match
from programs.views.organization import organization
from programs.views.plan import plan
from programs.views.program import program
from programs.views.reports import report, reported, suggest
from programs.views.security_txt import security_txt
from programs.views.throttling import limited

app_name = "programs"

urlpatterns = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("about/columns/", columns, name="columns"),
    path("about/columns/template.csv", template, name="template"),
    path("lists/", landings, name="landings"),
    path("lists/<path:path>/", landing, name="landing"),
    path("deadlines/", deadlines, name="deadlines"),
    path("landscape/", landscape, name="landscape"),
    path("compare/", compare, name="compare"),
    path("compare.atom", compare_atom, name="compare_atom"),
    path("compare.csv", compare_csv, name="compare_csv"),
    path("compare.ics", compare_ics, name="compare_ics"),
    path("match/", match, name="match"),
    path("plan/", plan, name="plan"),
    path("reports/<slug:reference>/", reported, name="reported"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("suggest/", suggest, name="suggest"),
    path("sitemap.xml", limited(sitemap, "file"), {"sitemaps": SITEMAPS}, name="sitemap"),
    # /changes/
    path("changes/", changes, name="changes"),
    path("changes.atom", changes_atom, name="changes_atom"),
    path("changes/<str:text>/", moment, name="moment"),
    # /api/
    path("api/v1/", include("programs.api.urls")),
    # /guides/
    path("guides/", guides, name="guides"),
    path("guides/<slug:slug>/", guide, name="guide"),
    # /organizations/
    path("organizations/<slug:slug>/", organization, name="organization"),
    # /programs/
    path("programs/", browse, name="programs"),
    path("programs.atom", programs_atom, name="programs_atom"),
    path("programs.csv", programs_csv, name="programs_csv"),
    path("programs.ics", programs_ics, name="programs_ics"),
    path("programs.json", programs_json_file, name="programs_json"),
    path("programs/<slug:slug>/", program, name="program"),
    path("programs/<slug:slug>/changes/", program_changes, name="program_changes"),
    path("programs/<slug:slug>/changes.atom", program_changes_atom, name="program_changes_atom"),
    path("programs/<slug:slug>/fit/", fit, name="fit"),
    path("programs/<slug:slug>/report/", report, name="report"),
]

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from programs.sitemaps import SITEMAPS, robots
from programs.views.about import about
from programs.views.browse import browse
from programs.views.columns import columns, template
from programs.views.compare import compare, compare_csv
from programs.views.fit import fit
from programs.views.guides import guide, guides
from programs.views.home import home
from programs.views.match import match
from programs.views.organization import organization
from programs.views.plan import plan
from programs.views.program import program
from programs.views.reports import report, reported, suggest

app_name = "programs"

urlpatterns = [
    path("", home, name="home"),
    path("about/", about, name="about"),
    path("about/columns/", columns, name="columns"),
    path("about/columns/template.csv", template, name="template"),
    path("compare/", compare, name="compare"),
    path("compare.csv", compare_csv, name="compare_csv"),
    path("match/", match, name="match"),
    path("plan/", plan, name="plan"),
    path("reports/<slug:reference>/", reported, name="reported"),
    path("robots.txt", robots, name="robots"),
    path("suggest/", suggest, name="suggest"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    # /guides/
    path("guides/", guides, name="guides"),
    path("guides/<slug:slug>/", guide, name="guide"),
    # /organizations/
    path("organizations/<slug:slug>/", organization, name="organization"),
    # /programs/
    path("programs/", browse, name="programs"),
    path("programs/<slug:slug>/", program, name="program"),
    path("programs/<slug:slug>/fit/", fit, name="fit"),
    path("programs/<slug:slug>/report/", report, name="report"),
]
